#include "keys/keystore.h"

#include "keys/buscall.h"
#include "keys/keychainjob.h"
#include "keys/keyoperation.h"
#include "keys/kwalletservice.h"
#include "keys/secretservice.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QPointer>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {

/// The wallet daemon of a Plasma session, empty in any other: the desktops by which QtKeychain
/// decides.
QString plasmaDaemon()
{
    const QByteArray desktop = qgetenv("XDG_CURRENT_DESKTOP");
    const QByteArray session = qgetenv("DESKTOP_SESSION");
    const bool isOther = desktop == "GNOME" || desktop == "Unity" || desktop == "XFCE"
        || (desktop != "KDE"
            && (session == "gnome" || session.contains("xfce") || session == "xubuntu"));
    const bool isPlasma = desktop == "KDE" || session == "kde"
        || (qEnvironmentVariableIsEmpty("GNOME_DESKTOP_SESSION_ID")
            && !qEnvironmentVariableIsEmpty("KDE_FULL_SESSION"));
    if (isOther || !isPlasma) {
        return {};
    }
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
    return version == "6" ? u"kwalletd6"_s : version == "5" ? u"kwalletd5"_s : QString();
}

/// Says where a key must be that this desktop's keyring does not have.
KeyReply located(const KeyReply &reply, Keyring storedIn)
{
    if (reply.state != KeyState::Absent || storedIn == Keyring::None || storedIn == reply.keyring) {
        return reply;
    }
    return {KeyState::Elsewhere,
            storedIn,
            storedIn == Keyring::KWallet ? u"KWallet"_s : u"GNOME Keyring"_s,
            {}};
}

} // namespace

KeyStore::KeyStore(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_patience(patience)
{
}

KeyStore::~KeyStore()
{
    // they use the service until they end
    qDeleteAll(findChildren<KeyOperation *>(Qt::FindDirectChildrenOnly));
}

// --- questions

void KeyStore::look(const KeyQuestion &question, QObject *receiver, const Told &told)
{
    if (hasSessionKey(question.connectionId)) {
        tellSession(receiver, told);
        return;
    }
    auto *operation =
        new KeyOperation(KeyOperation::Kind::Look, question.connectionId, {}, m_patience, this);
    connect(operation, &KeyOperation::told, receiver,
            [told, storedIn = question.storedIn](const KeyReply &reply) {
                told(located(reply, storedIn));
            });
    ask(operation);
}

void KeyStore::unlock(const KeyQuestion &question, QObject *receiver, const Told &told)
{
    auto *operation =
        new KeyOperation(KeyOperation::Kind::Unlock, question.connectionId, {}, m_patience, this);
    connect(operation, &KeyOperation::told, receiver,
            [told, storedIn = question.storedIn](const KeyReply &reply) {
                told(located(reply, storedIn));
            });
    ask(operation);
}

void KeyStore::read(const KeyQuestion &question, QObject *receiver, const Read &read)
{
    if (hasSessionKey(question.connectionId)) {
        tellSession(receiver, [this, id = question.connectionId, read](const KeyReply &reply) {
            const auto key = m_session.find(id);
            read(reply, key == m_session.end() ? Secret() : key->second.clone());
        });
        return;
    }
    auto *operation =
        new KeyOperation(KeyOperation::Kind::Read, question.connectionId, {}, m_patience, this);
    connect(operation, &KeyOperation::told, receiver,
            [operation, read, storedIn = question.storedIn](const KeyReply &reply) {
                read(located(reply, storedIn), operation->secret());
            });
    ask(operation);
}

void KeyStore::store(const QString &connectionId, Secret secret, QObject *receiver,
                     const Told &told)
{
    auto *operation = new KeyOperation(KeyOperation::Kind::Store, connectionId, std::move(secret),
                                       m_patience, this);
    connect(operation, &KeyOperation::told, this, [this, connectionId](const KeyReply &reply) {
        if (reply.state == KeyState::Stored) {
            m_session.erase(connectionId);
        }
    });
    connect(operation, &KeyOperation::told, receiver, told);
    ask(operation);
}

void KeyStore::remove(const KeyQuestion &question, QObject *receiver, const Told &told)
{
    const bool hadSessionKey = m_session.erase(question.connectionId) != 0;
    auto *operation =
        new KeyOperation(KeyOperation::Kind::Remove, question.connectionId, {}, m_patience, this);
    connect(operation, &KeyOperation::told, receiver,
            [told, hadSessionKey, storedIn = question.storedIn](KeyReply reply) {
                if (hadSessionKey && storedIn == Keyring::None
                    && reply.state == KeyState::NoService) {
                    reply.state = KeyState::Absent; // it was in memory alone
                }
                told(located(reply, storedIn));
            });
    ask(operation);
}

// --- this session

void KeyStore::useForSession(const QString &connectionId, Secret secret)
{
    m_session.insert_or_assign(connectionId, std::move(secret));
}

bool KeyStore::hasSessionKey(const QString &connectionId) const
{
    return m_session.contains(connectionId);
}

void KeyStore::tellSession(QObject *receiver, const Told &told)
{
    QMetaObject::invokeMethod(
        receiver, [told] { told({KeyState::ThisSession, Keyring::None, {}, {}}); },
        Qt::QueuedConnection);
}

// --- one after the other

void KeyStore::ask(KeyOperation *operation)
{
    connect(operation, &KeyOperation::finished, operation, &QObject::deleteLater);
    if (operation->kind() == KeyOperation::Kind::Look) {
        // it shows no prompt and must not wait for the answer to another's
        withService([operation = QPointer(operation)](KeyringService &service) {
            if (operation) {
                operation->start(service);
            }
        });
        return;
    }
    connect(operation, &KeyOperation::finished, this, [this, operation] {
        m_queue.removeOne(operation);
        startNext();
    });
    m_queue.append(operation);
    if (m_queue.size() == 1) {
        startNext();
    }
}

void KeyStore::startNext()
{
    if (!m_queue.isEmpty()) {
        withService([this](KeyringService &service) { m_queue.constFirst()->start(service); });
    }
}

void KeyStore::withService(const Use &use)
{
    if (m_service) {
        use(*m_service);
        return;
    }
    m_uses.append(use);
    if (m_uses.size() > 1) {
        return;
    }
    const QString daemon = plasmaDaemon();
    if (daemon.isEmpty() || !QDBusConnection::sessionBus().isConnected()) {
        adopt(std::make_unique<SecretService>());
        return;
    }
    // It starts the daemon, so that QtKeychain, which waits half a second for it, decides alike.
    const QDBusMessage greeting = KWalletService(daemon).greeting();
    callBus(greeting, Patience::Program, this, [this, daemon](const QDBusMessage &reply) {
        if (reply.type() == QDBusMessage::ReplyMessage) {
            adopt(std::make_unique<KWalletService>(daemon));
        } else {
            adopt(std::make_unique<SecretService>());
        }
    });
}

void KeyStore::adopt(std::unique_ptr<KeyringService> service)
{
    m_service = std::move(service);
    auto *watch = new QDBusServiceWatcher(m_service->busName(), QDBusConnection::sessionBus(),
                                          QDBusServiceWatcher::WatchForUnregistration, this);
    connect(watch, &QDBusServiceWatcher::serviceUnregistered, this, &KeyStore::endWithService);
    for (const auto uses = std::exchange(m_uses, {}); const Use &use : uses) {
        use(*m_service);
    }
}

void KeyStore::endWithService()
{
    forgetKeyringSession();
    for (const auto operations = findChildren<KeyOperation *>(Qt::FindDirectChildrenOnly);
         KeyOperation * operation : operations) {
        operation->endWithService();
    }
}

} // namespace hermes::keys
