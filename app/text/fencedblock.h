#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <optional>

namespace hermes::text {

/// Makes fenced code of several whole lines, or takes the fences away from a block that is
/// selected as a whole. Nothing if the selection is neither.
[[nodiscard]] std::optional<Change> toggleFence(const Lines &lines, const Selection &selection);

} // namespace hermes::text
