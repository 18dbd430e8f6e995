#pragma once

#include "keys/keyreply.h"
#include "keys/secret.h"
#include "modelapi/exchange.h"
#include "registry/modelfacts.h"
#include "runs/run.h"
#include "workspace/connectionstore.h"
#include "workspace/prompttarget.h"

#include <QObject>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QProcessEnvironment;
QT_END_NAMESPACE

namespace hermes::keys {
class KeyStore;
}

namespace hermes::runs {
class RunHistory;
}

namespace hermes::workspace {

/// What is sent, where, and as what it is kept.
struct TestSendRequest
{
    core::EntryId entry;
    QString registry; ///< Its folder.
    QString version; ///< Empty = the draft.
    Connection connection;
    QString modelId; ///< Empty = the connection's.
    QByteArray systemPrompt;
    TargetPrompt target; ///< For whom that was prepared.
    QList<modelapi::Turn> turns;
    QList<modelapi::ToolDefinition> tools;
    std::optional<registry::ModelFacts> facts; ///< Of the model.
    std::optional<qint64> countedInput; ///< Tokens by our own count.
};

/// How a test-send went.
struct TestSendResult
{
    runs::Run run; ///< As it is in the history.
    modelapi::Answer answer; ///< What came, even if it is not all.
    std::optional<modelapi::Failure> failure;
    modelapi::HttpRequest request; ///< Without the key. Empty address: nothing was sent.
    modelapi::AnswerHead head;
    QByteArray received; ///< The first bytes of the answer, without the key.
};

/// Host and port of a connection as people are asked about them: `api.anthropic.com`,
/// `http://localhost:11434`.
[[nodiscard]] QString shownServer(const modelapi::ConnectionSettings &settings);

/// The proxy that is used on the way there, as people are asked about it; empty = none.
[[nodiscard]] QString proxyOnTheWay(const modelapi::ConnectionSettings &settings,
                                    const QProcessEnvironment &environment);
/// What somebody agrees to: the server, and the proxy on the way if there is one.
[[nodiscard]] QString way(const QString &server, const QString &proxy);

/// One test-send: takes the key from the keyring, sends, tells the answer as it comes, keeps the
/// run in the history from its beginning on.
///
/// Destroying it closes the connection at once; what came stays in the history as stopped. Thread:
/// UI.
class TestSend final : public QObject
{
    Q_OBJECT

public:
    /// `keys` and `history` outlive it.
    TestSend(TestSendRequest request, keys::KeyStore &keys, runs::RunHistory &history,
             const modelapi::ExchangeOptions &options, QObject *parent);
    ~TestSend() override;

    /// Once.
    void start();
    /// finished() follows, with what came so far.
    void stop();
    [[nodiscard]] const modelapi::Answer &answer() const { return m_answer; }

Q_SIGNALS:
    void grew(); ///< answer() has more.
    /// Another attempt follows after `wait`.
    void waiting(const hermes::modelapi::Failure &failure, std::chrono::milliseconds wait);
    /// The keyring's prompt has been open for long.
    void awaitingKeyring(const QString &keyring);
    /// Exactly once, never from inside start() or stop().
    void finished(const hermes::workspace::TestSendResult &result);
    void notKept(const hermes::core::Error &error); ///< The history could not be written.

private:
    void takeRequest(const core::Result<modelapi::HttpRequest> &made);
    void takeKey(const keys::KeyReply &reply, const keys::Secret &key);
    void send(const keys::Secret &key);
    void takeOutcome(const modelapi::ExchangeOutcome &outcome);
    void endWith(const modelapi::Failure &failure);
    void end();
    void keepRun();

    TestSendRequest m_request;
    keys::KeyStore &m_keys;
    runs::RunHistory &m_history;
    modelapi::ExchangeOptions m_options;
    modelapi::ConnectionSettings m_settings; ///< With the model that is asked.
    std::unique_ptr<modelapi::Exchange> m_exchange;
    modelapi::Answer m_answer;
    TestSendResult m_result;
    QTimer m_keeping;
    bool m_isStopped = false;
    bool m_isEnded = false;
};

} // namespace hermes::workspace
