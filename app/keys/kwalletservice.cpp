#include "keys/kwalletservice.h"

#include "keys/buscall.h"

#include <QDBusMessage>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {

const QString walletName = u"KWallet"_s;

KeyReply reply(KeyState state, const QString &detail = {})
{
    return {state, Keyring::KWallet, walletName, detail};
}

/// Passes an answer on to `use`, an error to `replied`.
Answered unlessError(const Replied &replied, std::function<void(const QVariant &)> use)
{
    return [replied, use = std::move(use)](const QDBusMessage &answer) {
        if (answer.type() == QDBusMessage::ErrorMessage) {
            replied(
                reply(stateOfError(answer), answer.errorName() + u": "_s + answer.errorMessage()));
        } else {
            use(answer.arguments().value(0));
        }
    };
}

} // namespace

KWalletService::KWalletService(QString daemon) : m_daemon(std::move(daemon)) { }

QString KWalletService::name() const
{
    return walletName;
}

QString KWalletService::busName() const
{
    return u"org.kde."_s + m_daemon;
}

QDBusMessage KWalletService::call(const QString &method, const QVariantList &arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(busName(), u"/modules/"_s + m_daemon,
                                                          u"org.kde.KWallet"_s, method);
    message.setArguments(arguments);
    return message;
}

QDBusMessage KWalletService::greeting() const
{
    return call(u"networkWallet"_s, {});
}

void KWalletService::withWallet(QObject *context, const Replied &replied,
                                const std::function<void(const QString &)> &use) const
{
    callBus(call(u"isEnabled"_s, {}), Patience::Program, context,
            unlessError(replied, [this, context, replied, use](const QVariant &isEnabled) {
                if (!isEnabled.toBool()) {
                    replied(reply(KeyState::NoService, u"KWallet is switched off"_s));
                    return;
                }
                callBus(
                    greeting(), Patience::Program, context,
                    unlessError(replied, [use](const QVariant &name) { use(name.toString()); }));
            }));
}

void KWalletService::look(const QString &id, QObject *context, Replied replied)
{
    withWallet(context, replied, [this, id, context, replied](const QString &wallet) {
        const auto takeOpen = [this, id, wallet, context, replied](bool isKnown, bool isOpen) {
            if (isKnown) {
                replied(reply(isOpen ? KeyState::Stored : KeyState::Locked));
            } else if (isOpen) {
                lookInside(id, wallet, context, replied);
            } else {
                replied(reply(KeyState::Absent));
            }
        };
        const auto askOpen = [this, wallet, context, replied, takeOpen](const QVariant &isUnknown) {
            callBus(call(u"isOpen"_s, {wallet}), Patience::Program, context,
                    unlessError(replied, [isUnknown, takeOpen](const QVariant &isOpen) {
                        takeOpen(!isUnknown.toBool(), isOpen.toBool());
                    }));
        };
        // answered from the hashes that the wallet's file had when it was opened, if it is
        callBus(call(u"keyDoesNotExist"_s, {wallet, QString(serviceName), id}), Patience::Program,
                context, unlessError(replied, askOpen));
    });
}

/// In a wallet that is open, keys that were written since are known by looking into it alone. Its
/// daemon asks nobody for that, unless the user wants to be asked about every program.
void KWalletService::lookInside(const QString &id, const QString &wallet, QObject *context,
                                const Replied &replied) const
{
    const auto tell = [replied](const QVariant &isThere) {
        replied(reply(isThere.toBool() ? KeyState::Stored : KeyState::Absent));
    };
    const auto ask = [this, id, context, replied, tell](const QVariant &handle) {
        if (handle.toInt() < 0) {
            replied(reply(KeyState::Denied));
            return;
        }
        callBus(
            call(u"hasEntry"_s, {handle.toInt(), QString(serviceName), id, QString(serviceName)}),
            Patience::Program, context, unlessError(replied, tell));
    };
    callBus(call(u"open"_s, {wallet, qlonglong(0), QString(serviceName)}), Patience::Person,
            context, unlessError(replied, ask));
}

void KWalletService::open(const QString & /*id*/, Purpose /*purpose*/, QObject *context,
                          Replied replied)
{
    withWallet(context, replied, [this, context, replied](const QString &wallet) {
        const auto tell = [replied](const QVariant &handle) {
            // KWallet does not say whether the user closed its prompt or refused the program
            replied(reply(handle.toInt() < 0 ? KeyState::Denied : KeyState::Stored));
        };
        callBus(call(u"open"_s, {wallet, qlonglong(0), QString(serviceName)}), Patience::Person,
                context, unlessError(replied, tell));
    });
}

/// By itself the daemon writes its file seconds later.
void KWalletService::settle(QObject *context, Replied replied)
{
    withWallet(context, replied, [this, context, replied](const QString &wallet) {
        const auto sync = [this, context, replied](const QVariant &handle) {
            callBus(call(u"sync"_s, {handle.toInt(), QString(serviceName)}), Patience::Program,
                    context, unlessError(replied, [replied](const QVariant &) {
                        replied(reply(KeyState::Stored));
                    }));
        };
        callBus(call(u"open"_s, {wallet, qlonglong(0), QString(serviceName)}), Patience::Program,
                context, unlessError(replied, sync));
    });
}

} // namespace hermes::keys
