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
        const auto tellOpen = [replied](const QVariant &isOpen) {
            replied(reply(isOpen.toBool() ? KeyState::Stored : KeyState::Locked));
        };
        const auto tellAbsent = [this, wallet, context, replied,
                                 tellOpen](const QVariant &isAbsent) {
            if (isAbsent.toBool()) {
                replied(reply(KeyState::Absent));
            } else {
                callBus(call(u"isOpen"_s, {wallet}), Patience::Program, context,
                        unlessError(replied, tellOpen));
            }
        };
        // answered from hashes, whether the wallet is open or not
        callBus(call(u"keyDoesNotExist"_s, {wallet, QString(serviceName), id}), Patience::Program,
                context, unlessError(replied, tellAbsent));
    });
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
