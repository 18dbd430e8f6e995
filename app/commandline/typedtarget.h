#pragma once

#include "commandline/runplan.h"

namespace hermes::commandline {

/// Where `--type` and what goes with it lead: to a server that is none of the window's connections.
/// Errors: InvalidArgument.
[[nodiscard]] core::Result<RunTarget> typedTarget(const Invocation &invocation);

} // namespace hermes::commandline
