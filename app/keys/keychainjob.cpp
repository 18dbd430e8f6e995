#include "keys/keychainjob.h"

#include "keys/keyringservice.h"

#include <QLibrary>
#include <QProcess>
#include <QSettings>

#include <qt6keychain/keychain.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {

KeyState stateOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return KeyState::Stored;
    case QKeychain::EntryNotFound:
        return KeyState::Absent;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return KeyState::Denied;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return KeyState::NoService;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return KeyState::Failed;
}

void start(QKeychain::Job *job, const QString &id)
{
    job->setKey(id);
    job->setInsecureFallback(false);
    // Without settings of its own a job looks for keys in the program's: those of KWallet read them
    // first, whatever the keyring has.
    job->setSettings(new QSettings(QProcess::nullDevice(), QSettings::IniFormat, job));
    job->setAutoDelete(true);
    job->start();
}

KeychainResult resultOf(const QKeychain::Job &job)
{
    return {stateOf(job.error()), job.errorString(), {}};
}

} // namespace

void readKey(const QString &id, QObject *context, JobEnded ended)
{
    auto *job = new QKeychain::ReadPasswordJob(serviceName);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, ended = std::move(ended)] {
        KeychainResult result = resultOf(*job);
        if (result.state == KeyState::Stored) {
            QByteArray bytes = job->binaryData();
            result.secret = Secret::takenFrom(bytes);
        }
        ended(result);
    });
    start(job, id);
}

void writeKey(const QString &id, const Secret &secret, QObject *context, JobEnded ended)
{
    auto *job = new QKeychain::WritePasswordJob(serviceName);
    // As text: keyring programs can show it to its owner.
    job->setTextData(QString::fromUtf8(secret.reveal()));
    QObject::connect(job, &QKeychain::Job::finished, context, [job, ended = std::move(ended)] {
        KeychainResult result = resultOf(*job);
        ended(result);
    });
    start(job, id);
}

void deleteKey(const QString &id, QObject *context, JobEnded ended)
{
    auto *job = new QKeychain::DeletePasswordJob(serviceName);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, ended = std::move(ended)] {
        KeychainResult result = resultOf(*job);
        ended(result);
    });
    start(job, id);
}

void forgetKeyringSession()
{
    // QtKeychain loads it by this name and version; where it is not installed there is no session
    QLibrary libsecret(u"secret-1"_s, 0);
    if (const QFunctionPointer disconnect = libsecret.resolve("secret_service_disconnect")) {
        disconnect();
    }
}

} // namespace hermes::keys
