#pragma once

#include "keys/keyringservice.h"

QT_BEGIN_NAMESPACE
class QDBusMessage;
QT_END_NAMESPACE

namespace hermes::keys {

/// KDE's wallet. Thread: UI.
class KWalletService final : public KeyringService
{
public:
    /// `daemon`: "kwalletd6" or "kwalletd5".
    explicit KWalletService(QString daemon);

    [[nodiscard]] Keyring keyring() const override { return Keyring::KWallet; }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString busName() const override;
    void look(const QString &id, QObject *context, Replied replied) override;
    void open(const QString &id, Purpose purpose, QObject *context, Replied replied) override;
    void settle(QObject *context, Replied replied) override;

    /// The call that every daemon answers, and that starts one.
    [[nodiscard]] QDBusMessage greeting() const;

private:
    [[nodiscard]] QDBusMessage call(const QString &method, const QVariantList &arguments) const;
    void lookInside(const QString &id, const QString &wallet, QObject *context,
                    const Replied &replied) const;
    /// `use` gets the name of the user's wallet, if the daemon is there and switched on.
    void withWallet(QObject *context, const Replied &replied,
                    const std::function<void(const QString &)> &use) const;

    QString m_daemon;
};

} // namespace hermes::keys
