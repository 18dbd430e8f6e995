#pragma once

namespace hermes::keys {

/// No core file of this process is ever written, and no other process of the same user can read its
/// memory or environment. For the start of a program that will hold keys. Debuggers cannot attach
/// afterwards.
void protectProcess();

} // namespace hermes::keys
