#pragma once

#include <QDBusMessage>
#include <QDBusVariant>
#include <QObject>

namespace hermes::keys {

/// A prompt of the Secret Service: shows it and waits for as long as the user takes. Thread: UI.
class SecretPrompt final : public QObject
{
    Q_OBJECT

public:
    SecretPrompt(const QString &service, const QString &path, QObject *parent);

    void show();

Q_SIGNALS:
    void answered();
    void dismissed();
    void failed(const QDBusMessage &error); ///< It could not be shown.

private Q_SLOTS:
    void complete(bool isDismissed, const QDBusVariant &result);

private:
    QString m_service;
    QString m_path;
};

} // namespace hermes::keys
