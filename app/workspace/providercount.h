#pragma once

#include "keys/keyreply.h"
#include "keys/secret.h"
#include "modelapi/tokencountcall.h"
#include "workspace/connectionstore.h"
#include "workspace/measuredcount.h"

namespace hermes::keys {
class KeyStore;
}

namespace hermes::workspace {

/// Whether the API of a connection counts tokens.
[[nodiscard]] bool countsTokens(modelapi::ConnectionType type);

/// The request that has a prompt and its tools counted. An API counts no prompt without a message:
/// there is one, a full stop.
[[nodiscard]] modelapi::ModelRequest countedRequest(const modelapi::ConnectionSettings &settings,
                                                    const QByteArray &prompt,
                                                    const QList<modelapi::ToolDefinition> &tools);
/// The same of a prompt alone.
[[nodiscard]] modelapi::ModelRequest countedRequest(const modelapi::ConnectionSettings &settings,
                                                    const QByteArray &prompt);

/// Has a provider count a prompt, with the connection's key: nothing is generated or billed.
///
/// Destroying it closes the connection at once. Thread: UI.
class ProviderCount final : public QObject
{
    Q_OBJECT

public:
    /// What is counted.
    struct Counted
    {
        QString modelId; ///< Of the definition, for a connection without one.
        QByteArray prompt;
        QList<modelapi::ToolDefinition> tools;
    };

    /// `keys` outlives it.
    ProviderCount(const Connection &connection, const Counted &what, keys::KeyStore &keys,
                  QObject *parent);

    /// Once.
    void start();

Q_SIGNALS:
    /// Exactly once, never from inside start(). `tokens`: of prompt, tools and message, or of the
    /// prompt's bare text, where the server counts no more.
    void counted(qint64 tokens, hermes::modelapi::CountScope scope);
    void failed(const hermes::core::Error &error); ///< Or this one.

private:
    void takeKey(const keys::KeyReply &reply, const keys::Secret &key);
    void refuse(const core::Error &error);

    Connection m_connection;
    keys::KeyStore &m_keys;
    modelapi::TokenCountCall m_call;
    bool m_isAsked = false;
};

} // namespace hermes::workspace
