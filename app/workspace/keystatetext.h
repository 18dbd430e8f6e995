#pragma once

#include "keys/keyreply.h"

namespace hermes::workspace {

/// What became of a question about a key, and what to do now: sentences for people. Nothing of a
/// key is in it.
[[nodiscard]] QString keyStateText(const keys::KeyReply &reply);
/// What has the key, as people know it: "GNOME Keyring"; "The keyring" where it has no name.
[[nodiscard]] QString keyringText(const keys::KeyReply &reply);

} // namespace hermes::workspace
