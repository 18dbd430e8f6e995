#include "commandline/runkeys.h"

#include "commandline/report.h"
#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "workspace/neededkey.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <map>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

Error keyError(const keys::KeyReply &reply)
{
    const QString where =
        reply.keyringName.isEmpty() ? translated("the keyring") : shown(reply.keyringName);
    switch (reply.state) {
    case keys::KeyState::NoService:
        return {ErrorCode::NotReadable,
                translated("No keyring answers here, so the connection's key cannot be read. "
                           "Nothing was sent. Use --type with --key-from VARIABLE."),
                reply.detail};
    case keys::KeyState::Locked:
    case keys::KeyState::Dismissed:
    case keys::KeyState::Denied:
        return {ErrorCode::NotReadable,
                translated("%1 did not give the connection's key. Nothing was sent. Unlock it and "
                           "try again.")
                    .arg(where),
                reply.detail};
    case keys::KeyState::Absent:
        return {ErrorCode::NotFound,
                translated("The connection's key is no longer in %1. Nothing was sent. Open "
                           "Connections in the window and enter the key.")
                    .arg(where),
                reply.detail};
    default:
        return {ErrorCode::NotReadable,
                translated("The connection's key could not be read from %1. Nothing was sent. "
                           "Look at the connection in the window.")
                    .arg(where),
                reply.detail};
    }
}

Result<keys::Secret> storedKey(const workspace::Connection &connection, const Streams &streams)
{
    QEventLoop loop;
    keys::KeyStore store(keys::KeyStore::usualPatience);
    Result<keys::Secret> key;
    store.read({connection.id, connection.keyStoredIn}, &loop,
               [&](const keys::KeyReply &reply, const keys::Secret &secret) {
                   if (reply.state == keys::KeyState::Unanswered) {
                       streams.errors(translated("The keyring asks for its password: answer it "
                                                 "there.\n")
                                          .toUtf8());
                       return;
                   }
                   if (reply.state == keys::KeyState::Stored
                       || reply.state == keys::KeyState::ThisSession) {
                       key = secret.clone();
                   } else {
                       key = std::unexpected(keyError(reply));
                   }
                   loop.quit();
               });
    loop.exec();
    return key;
}

} // namespace

Result<keys::Secret> keyFor(const Invocation &invocation, const RunTarget &target)
{
    keys::EnvironmentKeys environment;
    if (invocation.parser->isSet(u"key-from"_s)) {
        return environment.key(invocation.parser->value(u"key-from"_s));
    }
    if (target.stored && target.stored->keyStoredIn != keys::Keyring::None) {
        return storedKey(*target.stored, *invocation.streams);
    }
    if (!workspace::needsKey(target.settings)) {
        return keys::Secret();
    }
    if (!target.stored) {
        return failure(ErrorCode::InvalidArgument,
                       translated("This API answers nobody without a key. Nothing was sent. Name "
                                  "the environment variable that holds the key: --key-from "
                                  "VARIABLE."));
    }
    return failure(ErrorCode::NotFound,
                   translated("The connection “%1” has no key. Nothing was sent. Open Connections "
                              "in the window and enter the key.")
                       .arg(shown(target.stored->name)));
}

Result<std::vector<keys::Secret>> keysFor(const Invocation &invocation, const QList<RunPlan> &plans)
{
    std::map<QString, keys::Secret> known; // by the connection's id; empty = none of the window's
    std::vector<keys::Secret> keys;
    for (const RunPlan &plan : plans) {
        const QString id = plan.target.stored ? plan.target.stored->id : QString();
        if (!known.contains(id)) {
            Result<keys::Secret> key = keyFor(invocation, plan.target);
            if (!key) {
                return std::unexpected(key.error());
            }
            known.emplace(id, std::move(*key));
        }
        keys.push_back(known.at(id).clone());
    }
    return keys;
}

} // namespace hermes::commandline
