#pragma once

#include <QMetaType>
#include <QString>

#include <cstdint>

namespace hermes::keys {

Q_NAMESPACE

/// The service of the desktop that keeps keys.
enum class Keyring : std::uint8_t
{
    None,
    SecretService, ///< GNOME Keyring, KeePassXC and others.
    KWallet
};
Q_ENUM_NS(Keyring)

/// What became of a question to the keyring.
enum class KeyState : std::uint8_t
{
    Absent, ///< Nothing under this id, or no more.
    Stored, ///< There, and read back after it was written.
    ThisSession, ///< Kept in the memory of this program alone.
    Locked, ///< The keyring has to be unlocked first; nobody was asked.
    Dismissed, ///< The user closed the keyring's prompt.
    Denied, ///< The keyring, or the user in it, refused.
    Unanswered, ///< Not the last word: the prompt is open for long, its answer will still count.
    NoService, ///< No session bus, or no keyring on it.
    ServiceEnded, ///< The keyring went away in mid-call.
    Elsewhere, ///< Not in this desktop's keyring; it was stored in KeyReply::keyring.
    NotKept, ///< Written, and not there when read back.
    Failed
};
Q_ENUM_NS(KeyState)

/// The answer to a question to the keyring. It never holds the key.
struct KeyReply
{
    KeyState state = KeyState::Failed;
    Keyring keyring = Keyring::None;
    QString keyringName; ///< "GNOME Keyring"; empty if there is none.
    QString detail; ///< Raw words of the keyring, for "Details"; never a key.

    bool operator==(const KeyReply &) const = default;
};

} // namespace hermes::keys

Q_DECLARE_METATYPE(hermes::keys::KeyReply)
