#pragma once

#include "modelapi/connectionsettings.h"

namespace hermes::workspace {

/// Whether nobody answers there without a key, so that prompt and files would be sent for nothing.
/// Servers on this machine may be anything, and so may those that only speak like OpenAI's.
[[nodiscard]] bool needsKey(const modelapi::ConnectionSettings &settings);

} // namespace hermes::workspace
