#pragma once

#include "keys/keyreply.h"

#include <QDBusMessage>

#include <functional>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace hermes::keys {

using Answered = std::function<void(const QDBusMessage &)>;

/// Whether a person may stand between question and answer.
enum class Patience
{
    Program, ///< 25 s, D-Bus's own.
    Person ///< No limit.
};

/// Sends a call on the session bus; `answered` gets its reply or error, and nothing once `context`
/// is gone.
void callBus(const QDBusMessage &call, Patience patience, QObject *context, Answered answered);

/// Whether somebody on the bus has the name; starts nobody.
void askWhetherThere(const QString &name, QObject *context, std::function<void(bool)> answered);

/// What an error of the bus means for the user.
[[nodiscard]] KeyState stateOfError(const QDBusMessage &error);

} // namespace hermes::keys
