#pragma once

namespace hermes::keys {

/// No core file of this process is ever written, and no other process of the same user can read its
/// memory or environment; what opens its connections is logged nowhere. For the start of a program
/// that will hold keys, before it has a second thread. Debuggers cannot attach afterwards.
void protectProcess();

} // namespace hermes::keys
