// A KeyStore that is told what to do by lines on standard input, and tells every answer as a line.
// Keys come through the pipe, as the window gets them from a text field: never as an argument.

#include "keys/keystore.h"

#include <QCoreApplication>
#include <QMetaEnum>
#include <QSocketNotifier>
#include <QTextStream>

#include <cstdio>
#include <string>

#include <unistd.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using keys::KeyReply;
using keys::Secret;

namespace {

void tell(const QString &question, const KeyReply &reply, const QByteArray &key)
{
    const QString line =
        QStringList{question,
                    QString::fromLatin1(QMetaEnum::fromType<keys::KeyState>().valueToKey(
                        static_cast<int>(reply.state))),
                    reply.keyringName, QString::fromUtf8(key)}
            .join(u'|');
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
    if (!reply.detail.isEmpty()) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(line), qPrintable(reply.detail));
    }
}

void perform(keys::KeyStore &store, const QStringList &words)
{
    const QString &verb = words.constFirst();
    const QString id = words.value(1);
    const QString rest = words.value(2);
    const QString question = verb + u' ' + id;
    const auto told = [question](const KeyReply &reply) { tell(question, reply, {}); };
    const keys::KeyQuestion asked{id,
                                  rest == u"kwallet"_s      ? keys::Keyring::KWallet
                                      : rest == u"secret"_s ? keys::Keyring::SecretService
                                                            : keys::Keyring::None};
    if (verb == u"look"_s) {
        store.look(asked, &store, told);
    } else if (verb == u"unlock"_s) {
        store.unlock(asked, &store, told);
    } else if (verb == u"read"_s) {
        store.read(asked, &store, [question](const KeyReply &reply, const Secret &key) {
            tell(question, reply, key.reveal().toByteArray());
        });
    } else if (verb == u"store"_s) {
        store.store(id, Secret::copyOf(rest.toUtf8()), &store, told);
    } else if (verb == u"remove"_s) {
        store.remove(asked, &store, told);
    } else if (verb == u"session"_s) {
        store.useForSession(id, Secret::copyOf(rest.toUtf8()));
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto patience =
        std::chrono::milliseconds(application.arguments().value(1, u"20000"_s).toInt());
    keys::KeyStore store(patience);
    std::string pending;
    const QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &store, [&store, &pending] {
        std::string bytes(4096, '\0');
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0) {
            QCoreApplication::quit();
            return;
        }
        pending.append(bytes, 0, static_cast<size_t>(count));
        for (size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
            perform(store, QString::fromStdString(pending.substr(0, end)).split(u' '));
            pending.erase(0, end + 1);
        }
    });
    return QCoreApplication::exec();
}
