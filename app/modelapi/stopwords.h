#pragma once

#include "modelapi/answerevent.h"

namespace hermes::modelapi {

/// A word for files and programs: `output-limit`.
[[nodiscard]] QString stopName(Stop::Reason reason);
[[nodiscard]] std::optional<Stop::Reason> stopNamed(const QString &name);

/// Why an answer ended, for people; empty for its own end and a stop sequence, which need no word.
[[nodiscard]] QString stopInWords(const Stop &stop);

} // namespace hermes::modelapi
