#pragma once

#include "commandline/commands.h"
#include "modelapi/modelrequest.h"

namespace hermes::commandline {

/// The turns of `--turns`, and last what `--input` says, or standard input, with the files of
/// `--attach`. Errors: InvalidArgument, where there is nothing to say too; InvalidFormat,
/// NotReadable, NotText, TooLarge.
[[nodiscard]] core::Result<QList<modelapi::Turn>> chosenTurns(const Invocation &invocation);

} // namespace hermes::commandline
