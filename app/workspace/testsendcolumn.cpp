#include "workspace/testsendcolumn.h"

#include <utility>

namespace hermes::workspace {

TestSendColumn::TestSendColumn(keys::KeyStore &keys, runs::RunHistory &history, QObject *parent)
    : QObject(parent), m_keys(keys), m_history(history)
{
}

TestSendColumn::~TestSendColumn() = default;

void TestSendColumn::setContent(const ContentRef &content)
{
    m_content = content;
    Q_EMIT changed();
}

void TestSendColumn::setConnectionId(const QString &id)
{
    m_connectionId = id;
    Q_EMIT changed();
}

void TestSendColumn::setModelId(const QString &modelId)
{
    m_modelId = modelId;
    Q_EMIT changed();
}

void TestSendColumn::setConversation(const Conversation &conversation)
{
    m_conversation = conversation;
    m_result.reset();
    Q_EMIT changed();
}

void TestSendColumn::clear()
{
    delete std::exchange(m_send, nullptr);
    m_isWaiting = false;
    setConversation({});
}

void TestSendColumn::showRest()
{
    m_conversation.showRest();
    Q_EMIT changed();
}

void TestSendColumn::send(TestSendRequest request, const modelapi::ExchangeOptions &options)
{
    delete std::exchange(m_send, nullptr);
    m_result.reset();
    m_isWaiting = false;
    m_awaitedKeyring.clear();
    request.turns = m_conversation.turns();
    m_send = new TestSend(std::move(request), m_keys, m_history, options, this);
    connect(m_send, &TestSend::grew, this, [this] {
        if (std::exchange(m_isWaiting, false)) {
            Q_EMIT changed();
        }
        Q_EMIT grew();
    });
    connect(m_send, &TestSend::waiting, this,
            [this](const modelapi::Failure &failure, std::chrono::milliseconds wait) {
                m_waitedFor = failure;
                m_nextAttempt.setRemainingTime(wait);
                m_isWaiting = true;
                Q_EMIT changed();
            });
    connect(m_send, &TestSend::awaitingKeyring, this, [this](const QString &keyring) {
        m_awaitedKeyring = keyring.isEmpty() ? tr("the keyring") : keyring;
        Q_EMIT changed();
    });
    connect(m_send, &TestSend::finished, this, &TestSendColumn::takeResult);
    connect(m_send, &TestSend::notKept, this, &TestSendColumn::notKept);
    m_clock.start();
    m_send->start();
    Q_EMIT changed();
}

void TestSendColumn::stop()
{
    if (m_send != nullptr) {
        m_send->stop();
    }
}

void TestSendColumn::takeResult(const TestSendResult &result)
{
    std::exchange(m_send, nullptr)->deleteLater();
    m_isWaiting = false;
    m_awaitedKeyring.clear();
    m_result = result;
    m_conversation.addAnswer(result.answer);
    m_conversation.showRest();
    Q_EMIT changed();
    Q_EMIT ended();
}

TestSendColumn::State TestSendColumn::state() const
{
    return m_send == nullptr ? State::Idle : m_isWaiting ? State::Waiting : State::Sending;
}

const modelapi::Answer &TestSendColumn::answer() const
{
    static const modelapi::Answer none;
    return m_send != nullptr ? m_send->answer() : m_result ? m_result->answer : none;
}

qint64 TestSendColumn::elapsedMs() const
{
    return m_clock.isValid() ? m_clock.elapsed() : 0;
}

} // namespace hermes::workspace
