#include "keys/secretprompt.h"

#include "keys/buscall.h"

#include <QDBusConnection>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {
const QString promptInterface = u"org.freedesktop.Secret.Prompt"_s;
} // namespace

SecretPrompt::SecretPrompt(const QString &service, const QString &path, QObject *parent)
    : QObject(parent), m_service(service), m_path(path)
{
}

void SecretPrompt::show()
{
    QDBusConnection::sessionBus().connect(m_service, m_path, promptInterface, u"Completed"_s, this,
                                          SLOT(complete(bool, QDBusVariant)));
    QDBusMessage call =
        QDBusMessage::createMethodCall(m_service, m_path, promptInterface, u"Prompt"_s);
    call << QString(); // the id of a window is known under X11 alone
    callBus(call, Patience::Person, this, [this](const QDBusMessage &reply) {
        if (reply.type() == QDBusMessage::ErrorMessage) {
            Q_EMIT failed(reply);
        }
    });
}

void SecretPrompt::complete(bool isDismissed, const QDBusVariant & /*result*/)
{
    if (isDismissed) {
        Q_EMIT dismissed();
    } else {
        Q_EMIT answered();
    }
}

} // namespace hermes::keys
