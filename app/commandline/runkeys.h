#pragma once

#include "commandline/runplan.h"
#include "keys/secret.h"

#include <vector>

namespace hermes::commandline {

/// The key of `--key-from` or of a stored connection; empty where none is and none is needed.
/// Errors: those of the environment and of the keyring; InvalidArgument, NotFound where the API
/// answers nobody without a key. Blocks, for a keyring's prompt too.
[[nodiscard]] core::Result<keys::Secret> keyFor(const Invocation &invocation,
                                                const RunTarget &target);
/// Of each run, in their order; a key is asked for once. Errors: those of keyFor().
[[nodiscard]] core::Result<std::vector<keys::Secret>> keysFor(const Invocation &invocation,
                                                              const QList<RunPlan> &plans);

} // namespace hermes::commandline
