#pragma once

#include "keys/keyreply.h"

#include <QObject>

#include <functional>

namespace hermes::keys {

/// Under which name the program's keys lie in a keyring.
inline constexpr QLatin1StringView serviceName("hermes-studio");

using Replied = std::function<void(const KeyReply &)>;

/// What QtKeychain does not tell of a keyring: whether it is there, whether it is locked, what
/// became of its prompt. No key passes through here. Nothing blocks; `replied` is called once, and
/// not after `context` is gone. Thread: UI.
class KeyringService
{
public:
    KeyringService() = default;
    virtual ~KeyringService() = default;
    Q_DISABLE_COPY_MOVE(KeyringService)

    [[nodiscard]] virtual Keyring keyring() const = 0;
    /// As people know it; empty until its first answer has told.
    [[nodiscard]] virtual QString name() const = 0;
    /// Its name on the session bus.
    [[nodiscard]] virtual QString busName() const = 0;
    /// Asks nobody. Stored, Absent, Locked, NoService, ServiceEnded or Failed.
    virtual void look(const QString &id, QObject *context, Replied replied) = 0;
    enum class Purpose
    {
        Use, ///< The key of that id.
        Store ///< A new one, or one instead of it.
    };
    /// Opens what has to be open, with the keyring's prompt if need be, so that QtKeychain asks
    /// nobody. Stored means open; else Dismissed, Denied, NoService, ServiceEnded or Failed.
    virtual void open(const QString &id, Purpose purpose, QObject *context, Replied replied) = 0;
    /// Has what was written put on the disk. Stored means done.
    virtual void settle(QObject *context, Replied replied) = 0;
};

} // namespace hermes::keys
