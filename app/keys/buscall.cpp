#include "keys/buscall.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusPendingCallWatcher>

#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::keys {

void callBus(const QDBusMessage &call, Patience patience, QObject *context, Answered answered)
{
    const int limit = patience == Patience::Person ? std::numeric_limits<int>::max() : -1;
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, limit), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [watcher, answered = std::move(answered)] {
                         watcher->deleteLater();
                         answered(watcher->reply());
                     });
}

void askWhetherThere(const QString &name, QObject *context, std::function<void(bool)> answered)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                       u"org.freedesktop.DBus"_s, u"NameHasOwner"_s);
    call << name;
    callBus(call, Patience::Program, context,
            [answered = std::move(answered)](const QDBusMessage &reply) {
                answered(reply.arguments().value(0).toBool()
                         && reply.type() == QDBusMessage::ReplyMessage);
            });
}

KeyState stateOfError(const QDBusMessage &error)
{
    switch (const QDBusError told(error); told.type()) {
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return KeyState::ServiceEnded;
    case QDBusError::ServiceUnknown:
    case QDBusError::NoServer:
    case QDBusError::Disconnected:
    case QDBusError::UnknownObject:
    case QDBusError::UnknownInterface:
        return KeyState::NoService;
    case QDBusError::AccessDenied:
        return KeyState::Denied;
    default:
        // What the bus says when it cannot start the service.
        return told.name().startsWith("org.freedesktop.DBus.Error.Spawn."_L1)
                || told.name() == "org.freedesktop.DBus.Error.NameHasNoOwner"_L1
            ? KeyState::NoService
            : KeyState::Failed;
    }
}

} // namespace hermes::keys
