#pragma once

#include "keys/keyringservice.h"

#include <QStringList>

QT_BEGIN_NAMESPACE
class QDBusMessage;
QT_END_NAMESPACE

namespace hermes::keys {

/// The freedesktop Secret Service, which QtKeychain reaches through libsecret. Thread: UI.
class SecretService final : public KeyringService
{
public:
    SecretService();

    [[nodiscard]] Keyring keyring() const override { return Keyring::SecretService; }
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QString busName() const override;
    void look(const QString &id, QObject *context, Replied replied) override;
    void open(const QString &id, Purpose purpose, QObject *context, Replied replied) override;
    void settle(QObject *context, Replied replied) override;

private:
    /// Paths of the items under an id.
    struct Items
    {
        KeyReply reply; ///< Stored = the search itself went well.
        QStringList open;
        QStringList locked;
    };
    void search(const QString &id, QObject *context, std::function<void(const Items &)> found);
    void openCollection(QObject *context, const Replied &replied);
    void unlock(const QStringList &paths, QObject *context, const Replied &replied);
    void createCollection(QObject *context, const Replied &replied);
    void prompt(const QString &path, QObject *context, const Replied &replied);
    [[nodiscard]] KeyReply reply(KeyState state, const QString &detail = {}) const;
    [[nodiscard]] KeyReply failure(const QDBusMessage &error) const;

    QString m_name;
};

} // namespace hermes::keys
