#pragma once

#include "workspace/testsend.h"
#include "workspace/testsendconversation.h"
#include "workspace/testsendprompt.h"

#include <QDeadlineTimer>

namespace hermes::workspace {

/// One conversation with one model about one state of a definition: a column of the Runs view.
/// Thread: UI.
class TestSendColumn final : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Idle,
        Sending, ///< Until the answer is whole.
        Waiting ///< For the next attempt.
    };

    /// `keys` and `history` outlive it.
    TestSendColumn(keys::KeyStore &keys, runs::RunHistory &history, QObject *parent);
    ~TestSendColumn() override;

    [[nodiscard]] const ContentRef &content() const { return m_content; }
    void setContent(const ContentRef &content);
    /// Empty = none is chosen.
    [[nodiscard]] const QString &connectionId() const { return m_connectionId; }
    void setConnectionId(const QString &id);
    /// Empty = the connection's.
    [[nodiscard]] const QString &modelId() const { return m_modelId; }
    void setModelId(const QString &modelId);

    [[nodiscard]] const Conversation &conversation() const { return m_conversation; }
    /// Replaces it; not while something is sent.
    void setConversation(const Conversation &conversation);
    void clear(); ///< Stops, and begins anew.
    /// Shows what a retry was to replace, if it brought nothing.
    void showRest();

    /// Sends the conversation. `request` has all but the turns. Stops what is under way.
    void send(TestSendRequest request, const modelapi::ExchangeOptions &options);
    void stop();

    [[nodiscard]] State state() const;
    /// Of the answer that comes, or that came last.
    [[nodiscard]] const modelapi::Answer &answer() const;
    [[nodiscard]] const std::optional<TestSendResult> &lastResult() const { return m_result; }
    [[nodiscard]] const QDeadlineTimer &nextAttempt() const { return m_nextAttempt; }
    [[nodiscard]] const modelapi::Failure &waitedFor() const { return m_waitedFor; }
    /// Who is asked for the key, and has not answered for long; empty = nobody.
    [[nodiscard]] const QString &awaitedKeyring() const { return m_awaitedKeyring; }
    /// Since when the answer that comes has been awaited.
    [[nodiscard]] qint64 elapsedMs() const;

Q_SIGNALS:
    void changed(); ///< Anything but the text of the answer that comes.
    void grew(); ///< answer() has more.
    void ended(); ///< After changed(): the answer came, or will not come.
    void notKept(const hermes::core::Error &error);

private:
    void takeResult(const TestSendResult &result);

    keys::KeyStore &m_keys;
    runs::RunHistory &m_history;
    ContentRef m_content = ContentRef::draft();
    QString m_connectionId;
    QString m_modelId;
    Conversation m_conversation;
    TestSend *m_send = nullptr; ///< Only while something is sent.
    std::optional<TestSendResult> m_result;
    modelapi::Failure m_waitedFor;
    QDeadlineTimer m_nextAttempt;
    bool m_isWaiting = false;
    QString m_awaitedKeyring;
    QElapsedTimer m_clock;
};

} // namespace hermes::workspace
