#pragma once

#include "keys/keyreply.h"
#include "keys/secret.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace hermes::keys {

/// How a job of QtKeychain ended; `secret` is what a read brought.
struct KeychainResult
{
    KeyState state = KeyState::Failed; ///< Stored = the job did what it was told.
    QString detail;
    Secret secret;
};

using JobEnded = std::function<void(KeychainResult &)>;

// QtKeychain, and nothing else of it: never with its plain-text fallback, with settings of its own
// that are empty. A job that has started lives until it ends by itself, whatever becomes of
// `context`; `ended` is called once, and not after `context` is gone. Thread: UI.

void readKey(const QString &id, QObject *context, JobEnded ended);
void writeKey(const QString &id, const Secret &secret, QObject *context, JobEnded ended);
void deleteKey(const QString &id, QObject *context, JobEnded ended);

/// For when the keyring has gone: libsecret, through which QtKeychain works, would keep to the
/// session that it had with it, and every job of this process fail although a new keyring is there.
void forgetKeyringSession();

} // namespace hermes::keys
