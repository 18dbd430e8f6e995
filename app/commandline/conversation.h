#pragma once

#include "commandline/keptruns.h"
#include "commandline/runoutput.h"
#include "commandline/runplan.h"
#include "commandline/runreport.h"
#include "commandline/toolanswers.h"
#include "keys/secret.h"
#include "modelapi/exchange.h"

#include <memory>

namespace hermes::commandline {

/// One run: sends, prints the text as it comes, and goes on as long as the model calls tools whose
/// answers are given. What was answered is reported even where it cannot go on.
///
/// Destroying it closes the connection at once. Thread: one, with an event loop.
class Conversation final : public QObject
{
    Q_OBJECT

public:
    /// `invocation` and `kept` outlive it.
    Conversation(const Invocation &invocation, RunPlan plan, ToolAnswers answers, keys::Secret key,
                 KeptRuns &kept);
    ~Conversation() override;

    /// Once.
    void start();
    [[nodiscard]] bool isStarted() const { return m_isStarted; }
    [[nodiscard]] bool isFinished() const { return m_isFinished; }

    [[nodiscard]] const RunPlan &plan() const { return m_plan; }
    [[nodiscard]] const RunReport &report() const { return m_report; }
    [[nodiscard]] RunOutput &output() { return m_output; }
    /// Requests and answers as they were on the wire, without the key.
    [[nodiscard]] const QString &exchanges() const { return m_exchanges; }

Q_SIGNALS:
    void finished(); ///< Exactly once, never from inside start().

private:
    void ask();
    void print(const QList<modelapi::AnswerEvent> &events);
    void printThinking(const QString &text);
    void take(const modelapi::ExchangeOutcome &outcome);
    /// With the exchange before this one.
    void goOn(const modelapi::ExchangeOutcome &before);
    void takeFigures(const modelapi::ExchangeOutcome &before);
    /// True if another exchange follows.
    [[nodiscard]] bool takeCalls();
    void answerCalls(const modelapi::Answer &answer, const QStringList &given);

    const Invocation &m_invocation;
    RunPlan m_plan;
    ToolAnswers m_answers;
    keys::Secret m_key;
    KeptRuns &m_kept;
    runs::Run m_run; ///< Of the exchange that is on.
    RunReport m_report;
    RunOutput m_output;
    QString m_exchanges;
    std::unique_ptr<modelapi::Exchange> m_exchange;
    int m_rounds = 0; ///< Exchanges that have ended.
    bool m_isThinking = false; ///< The last that was printed is thinking without an end of line.
    bool m_isStarted = false;
    bool m_isFinished = false;
};

} // namespace hermes::commandline
