#include "commandline/conversation.h"

#include "commandline/report.h"
#include "modelapi/requests.h"
#include "workspace/exchangetext.h"
#include "workspace/modelquestion.h"
#include "workspace/testsendcost.h"

#include <QCoreApplication>

#include <ranges>
#include <utility>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr int mostRounds = 50; ///< Of calls and their answers.

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

std::optional<qint64> sum(const std::optional<qint64> &one, const std::optional<qint64> &other)
{
    return one || other ? std::optional(one.value_or(0) + other.value_or(0)) : std::nullopt;
}

/// The same of what every exchange should tell: a part is not the whole.
std::optional<qint64> wholeSum(const std::optional<qint64> &one, const std::optional<qint64> &other)
{
    return one && other ? std::optional(*one + *other) : std::nullopt;
}

/// Adds the figures of the exchanges before to those of the last one. What one of them did not tell
/// is unknown of all.
void addFigures(RunReport &report, const ExchangeOutcome &before,
                const std::optional<runs::Cost> &costBefore)
{
    ExchangeOutcome &last = report.outcome;
    if (!last.failure) {
        Usage &usage = last.answer.usage;
        usage.input = wholeSum(usage.input, before.answer.usage.input);
        usage.cacheRead = sum(usage.cacheRead, before.answer.usage.cacheRead);
        usage.cacheWrite = sum(usage.cacheWrite, before.answer.usage.cacheWrite);
        usage.output = wholeSum(usage.output, before.answer.usage.output);
        usage.thinking = sum(usage.thinking, before.answer.usage.thinking);
    }
    last.attempts += before.attempts;
    last.total += before.total;
    last.firstToken = before.firstToken;
    if (report.cost && costBefore) {
        report.cost->amount += costBefore->amount;
    } else {
        report.cost.reset();
    }
}

} // namespace

Conversation::Conversation(const Invocation &invocation, RunPlan plan, ToolAnswers answers,
                           keys::Secret key, KeptRuns &kept)
    : m_invocation(invocation)
    , m_plan(std::move(plan))
    , m_answers(std::move(answers))
    , m_key(std::move(key))
    , m_kept(kept)
    , m_report{m_plan.target.settings.modelId,
               serverName(m_plan.request.url),
               m_plan.request.leftOut,
               m_plan.kept.target,
               {},
               {},
               {}}
    , m_output(*invocation.streams)
{
}

Conversation::~Conversation() = default;

void Conversation::start()
{
    m_isStarted = true;
    ask();
}

void Conversation::ask()
{
    m_plan.kept.turns = m_plan.asked.turns;
    m_run = m_kept.begun(m_plan.kept, m_plan.target.settings);
    m_exchange = std::make_unique<Exchange>(m_plan.target.settings, m_plan.request,
                                            ExchangeOptions{}, nullptr);
    connect(m_exchange.get(), &Exchange::eventsArrived, this, &Conversation::print);
    connect(m_exchange.get(), &Exchange::waiting, this,
            [this](const Failure &failure, std::chrono::milliseconds wait) {
                const double seconds = std::chrono::duration<double>(wait).count();
                m_output.errors(
                    translated("%1 The next try follows in %2 s.\n")
                        .arg(shown(failure.error.message), QString::number(seconds, 'f', 1))
                        .toUtf8());
            });
    connect(m_exchange.get(), &Exchange::finished, this, &Conversation::take);
    m_exchange->start(m_key.reveal());
}

void Conversation::print(const QList<AnswerEvent> &events)
{
    for (const AnswerEvent &event : events) {
        if (const auto *thought = std::get_if<ThinkingDelta>(&event)) {
            printThinking(thought->text);
        } else if (const auto *text = std::get_if<TextDelta>(&event)) {
            printThinking({});
            if (m_invocation.form == OutputForm::Text) {
                m_output.output(m_output.printable(text->text));
            }
        }
    }
}

/// Apart from the answer, on standard error. Empty: it is over.
void Conversation::printThinking(const QString &text)
{
    if (!m_invocation.parser->isSet(u"show-thinking"_s)) {
        return;
    }
    if (!text.isEmpty()) {
        m_output.errors(m_output.printable(text));
        m_isThinking = !text.endsWith(u'\n');
    } else if (std::exchange(m_isThinking, false)) {
        m_output.errors("\n");
    }
}

void Conversation::take(const ExchangeOutcome &outcome)
{
    const ExchangeOutcome before = std::exchange(m_report.outcome, outcome);
    // It is telling this. What it holds goes before the answer is written once more.
    connect(m_exchange.get(), &QObject::destroyed, this, [this, before] { goOn(before); });
    m_exchange.release()->deleteLater();
}

void Conversation::goOn(const ExchangeOutcome &before)
{
    const ExchangeOutcome &outcome = m_report.outcome;
    printThinking({});
    m_kept.ended(m_run, outcome, m_plan.facts);
    if (m_invocation.parser->isSet(u"exchange"_s)) {
        m_exchanges += asHttpText(m_plan.request) + u'\n'
            + workspace::answerAsHttpText(outcome.head, outcome.received, outcome.failure)
            + u"\n\n"_s;
    }
    takeFigures(before);
    ++m_rounds;
    if (takeCalls()) {
        ask();
    } else {
        m_isFinished = true;
        Q_EMIT finished();
    }
}

void Conversation::takeFigures(const ExchangeOutcome &before)
{
    const workspace::BilledFigures billed = workspace::billedFigures(
        m_plan.facts, m_report.outcome.answer.usage, m_report.outcome.failure);
    m_report.outcome.answer.usage = billed.usage;
    const auto costBefore = std::exchange(m_report.cost, billed.cost);
    if (m_rounds > 0) {
        addFigures(m_report, before, costBefore);
    }
}

bool Conversation::takeCalls()
{
    const Answer answer = m_report.outcome.answer;
    for (const ToolCall &call : answer.toolCalls) {
        m_output.errors(translated("%1 is called with %2\n")
                            .arg(shown(call.name), shown(QString::fromUtf8(call.arguments)))
                            .toUtf8());
    }
    const QStringList given = m_answers.next(answer.toolCalls);
    if (m_report.outcome.failure || answer.toolCalls.isEmpty()
        || given.size() < answer.toolCalls.size()) {
        return false;
    }
    if (m_rounds == mostRounds) {
        m_report.outcome.failure =
            makeFailure(FailureKind::BadRequest, ErrorCode::TooLarge,
                        translated("The model called tools %1 times and was not asked again. What "
                                   "it answered so far is above.")
                            .arg(mostRounds));
        return false;
    }
    if (m_invocation.form == OutputForm::Text && !answer.text.isEmpty()) {
        m_output.output("\n");
    }
    answerCalls(answer, given);
    const Result<HttpRequest> next = answerRequest(m_plan.target.settings, m_plan.asked);
    if (!next) {
        m_report.outcome.failure = makeFailure(FailureKind::BadRequest, next.error().code,
                                               next.error().message, next.error().detail);
        return false;
    }
    m_plan.request = *next;
    return true;
}

void Conversation::answerCalls(const Answer &answer, const QStringList &given)
{
    m_plan.asked.turns.append(answer.asTurn());
    for (const auto &[call, text] : std::views::zip(answer.toolCalls, given)) {
        Turn result;
        result.role = Turn::Role::ToolResult;
        result.text = text;
        result.toolCallId = call.id;
        result.toolName = call.name;
        m_plan.asked.turns.append(result);
        m_report.answeredCalls.append({call, result.text});
    }
    m_plan.asked.parameters.contextTokens = m_plan.target.settings.parameters.contextTokens;
    workspace::makeRoom(m_plan.asked, m_plan.target.settings.type, m_plan.facts);
}

} // namespace hermes::commandline
