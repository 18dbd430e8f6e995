#pragma once

#include "commandline/commands.h"
#include "modelapi/modelrequest.h"

namespace hermes::commandline {

/// What `--input` says, or standard input, with the files of `--attach`. Errors: InvalidArgument,
/// NotReadable, NotText, TooLarge.
[[nodiscard]] core::Result<modelapi::Turn> chosenTurn(const Invocation &invocation);

} // namespace hermes::commandline
