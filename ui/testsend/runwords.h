#pragma once

#include "runs/run.h"

namespace hermes::testsend {

/// "Complete", "Cut short", "Refused", "Stopped", "Failed", "Unfinished".
[[nodiscard]] QString outcomeInWords(const runs::Run &run);
/// "Draft", "v1.0.0", "Saved", "3f2c1ab".
[[nodiscard]] QString stateInWords(const runs::Run &run);
/// The files that stood beside the prompt.
[[nodiscard]] QString contextInWords(const runs::Run &run);
/// Whether the provider has said how many tokens it charges for; what came before an interruption
/// is not all.
[[nodiscard]] bool isBilled(const runs::Run &run);
/// "≈ 812 counted · 934 + 210 billed", or that the usage is not known.
[[nodiscard]] QString tokensInWords(const runs::Run &run);
/// How long it took, how many tokens, what it cost, in one line.
[[nodiscard]] QString factsInWords(const runs::Run &run);
/// "0.62", without the unit.
[[nodiscard]] QString secondsInWords(std::chrono::milliseconds time, int digits);

} // namespace hermes::testsend
