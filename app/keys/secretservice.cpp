#include "keys/secretservice.h"

#include "keys/buscall.h"
#include "keys/secretprompt.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QMap>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {

const QString service = u"org.freedesktop.secrets"_s;
const QString servicePath = u"/org/freedesktop/secrets"_s;
const QString serviceInterface = u"org.freedesktop.Secret.Service"_s;
const QString collectionInterface = u"org.freedesktop.Secret.Collection"_s;
const QString defaultCollection = u"default"_s;
/// In place of a path: there is none.
const QString noPath = u"/"_s;

QDBusMessage serviceCall(const QString &method)
{
    return QDBusMessage::createMethodCall(service, servicePath, serviceInterface, method);
}

QStringList pathsIn(const QVariant &value)
{
    QStringList paths;
    for (const auto list = qdbus_cast<QList<QDBusObjectPath>>(value);
         const QDBusObjectPath &path : list) {
        paths.append(path.path());
    }
    return paths;
}

QString pathIn(const QDBusMessage &reply, qsizetype index)
{
    return reply.arguments().value(index).value<QDBusObjectPath>().path();
}

bool isError(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ErrorMessage;
}

} // namespace

SecretService::SecretService()
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
}

QString SecretService::busName() const
{
    return service;
}

KeyReply SecretService::reply(KeyState state, const QString &detail) const
{
    return {state, Keyring::SecretService, m_name, detail};
}

KeyReply SecretService::failure(const QDBusMessage &error) const
{
    return reply(stateOfError(error), error.errorName() + u": "_s + error.errorMessage());
}

// --- what is there

void SecretService::look(const QString &id, QObject *context, Replied replied)
{
    if (!QDBusConnection::sessionBus().isConnected()) {
        QMetaObject::invokeMethod(
            context,
            [this, replied = std::move(replied)] {
                replied(reply(KeyState::NoService, u"no session bus"_s));
            },
            Qt::QueuedConnection);
        return;
    }
    search(id, context, [this, replied = std::move(replied)](const Items &items) {
        if (items.reply.state != KeyState::Stored) {
            replied(items.reply);
        } else if (!items.open.isEmpty()) {
            replied(reply(KeyState::Stored));
        } else {
            // libsecret says of what is locked that it does not exist
            replied(reply(items.locked.isEmpty() ? KeyState::Absent : KeyState::Locked));
        }
    });
}

void SecretService::search(const QString &id, QObject *context,
                           std::function<void(const Items &)> found)
{
    QDBusMessage call = serviceCall(u"SearchItems"_s);
    call << QVariant::fromValue(
        QMap<QString, QString>{{u"user"_s, id}, {u"server"_s, serviceName}});
    callBus(call, Patience::Program, context,
            [this, context, found = std::move(found)](const QDBusMessage &answer) {
                if (isError(answer)) {
                    found({failure(answer), {}, {}});
                    return;
                }
                const Items items{reply(KeyState::Stored), pathsIn(answer.arguments().value(0)),
                                  pathsIn(answer.arguments().value(1))};
                askWhetherThere(u"org.gnome.keyring"_s, context,
                                [this, items, found](bool isGnome) {
                                    m_name = isGnome ? u"GNOME Keyring"_s : u"Secret Service"_s;
                                    Items named = items;
                                    named.reply.keyringName = m_name;
                                    found(named);
                                });
            });
}

// --- opening it

void SecretService::open(const QString &id, Purpose purpose, QObject *context, Replied replied)
{
    search(id, context, [this, purpose, context, replied = std::move(replied)](const Items &items) {
        const bool isThere = items.reply.state == KeyState::Stored;
        if (isThere && !items.locked.isEmpty()) {
            unlock(items.locked, context,
                   [this, purpose, context, replied](const KeyReply &unlocked) {
                       if (unlocked.state == KeyState::Stored && purpose == Purpose::Store) {
                           openCollection(context, replied);
                       } else {
                           replied(unlocked);
                       }
                   });
        } else if (isThere && purpose == Purpose::Store) {
            openCollection(context, replied);
        } else {
            replied(items.reply);
        }
    });
}

/// The collection that new keys go to: made if there is none, unlocked if it is locked.
void SecretService::openCollection(QObject *context, const Replied &replied)
{
    QDBusMessage call = serviceCall(u"ReadAlias"_s);
    call << defaultCollection;
    callBus(call, Patience::Program, context, [this, context, replied](const QDBusMessage &answer) {
        if (isError(answer)) {
            replied(failure(answer));
        } else if (const QString path = pathIn(answer, 0); path == noPath) {
            createCollection(context, replied);
        } else {
            unlock({path}, context, replied);
        }
    });
}

/// Paths that are open already cost a question and no prompt.
void SecretService::unlock(const QStringList &paths, QObject *context, const Replied &replied)
{
    QList<QDBusObjectPath> objects;
    for (const QString &path : paths) {
        objects.append(QDBusObjectPath(path));
    }
    QDBusMessage call = serviceCall(u"Unlock"_s);
    call << QVariant::fromValue(objects);
    callBus(call, Patience::Program, context, [this, context, replied](const QDBusMessage &answer) {
        if (isError(answer)) {
            replied(failure(answer));
        } else {
            prompt(pathIn(answer, 1), context, replied);
        }
    });
}

void SecretService::createCollection(QObject *context, const Replied &replied)
{
    QDBusMessage call = serviceCall(u"CreateCollection"_s);
    call << QVariantMap{{collectionInterface + u".Label"_s, u"Login"_s}} << defaultCollection;
    callBus(call, Patience::Program, context, [this, context, replied](const QDBusMessage &answer) {
        if (isError(answer)) {
            replied(failure(answer));
        } else {
            prompt(pathIn(answer, 1), context, replied);
        }
    });
}

void SecretService::prompt(const QString &path, QObject *context, const Replied &replied)
{
    if (path == noPath) {
        replied(reply(KeyState::Stored));
        return;
    }
    auto *shown = new SecretPrompt(service, path, context);
    const auto end = [shown, replied](const KeyReply &how) {
        shown->deleteLater();
        replied(how);
    };
    QObject::connect(shown, &SecretPrompt::answered, context,
                     [this, end] { end(reply(KeyState::Stored)); });
    QObject::connect(shown, &SecretPrompt::dismissed, context,
                     [this, end] { end(reply(KeyState::Dismissed)); });
    QObject::connect(shown, &SecretPrompt::failed, context,
                     [this, end](const QDBusMessage &error) { end(failure(error)); });
    shown->show();
}

/// GNOME Keyring answers when the file is on the disk.
void SecretService::settle(QObject *context, Replied replied)
{
    QMetaObject::invokeMethod(
        context, [this, replied = std::move(replied)] { replied(reply(KeyState::Stored)); },
        Qt::QueuedConnection);
}

} // namespace hermes::keys
