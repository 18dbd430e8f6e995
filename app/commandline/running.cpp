#include "commandline/commands.h"
#include "commandline/keptruns.h"
#include "commandline/report.h"
#include "commandline/runkeys.h"
#include "commandline/runplan.h"
#include "commandline/runreport.h"
#include "commandline/toolanswers.h"
#include "diff/linediff.h"
#include "keys/processprotection.h"
#include "modelapi/exchange.h"
#include "modelapi/requests.h"
#include "modelapi/tokencountcall.h"
#include "workspace/modelquestion.h"
#include "workspace/providercount.h"
#include "workspace/secretplaces.h"
#include "workspace/testsendcost.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <algorithm>
#include <ranges>
#include <utility>
#include <vector>

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

QByteArray printable(const QString &text, const Streams &streams)
{
    return (streams.isTerminal ? shown(text) : text).toUtf8();
}

/// Sends, prints the text as it comes, and waits for the end.
ExchangeOutcome exchanged(const Invocation &invocation, const RunPlan &plan,
                          const keys::Secret &key)
{
    const Streams &streams = *invocation.streams;
    QEventLoop loop;
    Exchange exchange(plan.target.settings, plan.request, {}, nullptr);
    ExchangeOutcome outcome;
    if (invocation.form == OutputForm::Text) {
        QObject::connect(&exchange, &Exchange::eventsArrived, &loop,
                         [&streams](const QList<AnswerEvent> &events) {
                             for (const AnswerEvent &event : events) {
                                 if (const auto *text = std::get_if<TextDelta>(&event)) {
                                     streams.output(printable(text->text, streams));
                                 }
                             }
                         });
    }
    QObject::connect(
        &exchange, &Exchange::waiting, &loop,
        [&streams](const Failure &failure, std::chrono::milliseconds wait) {
            streams.errors(
                translated("%1 The next try follows in %2 s.\n")
                    .arg(shown(failure.error.message),
                         QString::number(std::chrono::duration<double>(wait).count(), 'f', 1))
                    .toUtf8());
        });
    QObject::connect(&exchange, &Exchange::finished, &loop, [&](const ExchangeOutcome &end) {
        outcome = end;
        loop.quit();
    });
    exchange.start(key.reveal());
    loop.exec();
    return outcome;
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

Failure ownFailure(const Error &error)
{
    Failure failure;
    failure.kind = FailureKind::BadRequest;
    failure.error = error;
    return failure;
}

/// Sends, and goes on as long as the model calls tools whose answers are given. What was answered
/// is reported even where it cannot go on.
RunReport conversed(const Invocation &invocation, RunPlan plan, ToolAnswers answers,
                    const keys::Secret &key)
{
    RunReport report{plan.target.settings.modelId,
                     serverName(plan.request.url),
                     plan.request.leftOut,
                     plan.kept.target,
                     {},
                     {},
                     {}};
    KeptRuns kept(invocation);
    for (int round = 0; round < mostRounds; ++round) {
        plan.kept.turns = plan.asked.turns;
        kept.begin(plan.kept, plan.target.settings);
        const ExchangeOutcome before =
            std::exchange(report.outcome, exchanged(invocation, plan, key));
        kept.end(report.outcome, plan.facts);
        const workspace::BilledFigures billed = workspace::billedFigures(
            plan.facts, report.outcome.answer.usage, report.outcome.failure);
        report.outcome.answer.usage = billed.usage;
        const auto costBefore = std::exchange(report.cost, billed.cost);
        if (round > 0) {
            addFigures(report, before, costBefore);
        }
        const Answer answer = report.outcome.answer;
        for (const ToolCall &call : answer.toolCalls) {
            invocation.streams->errors(
                translated("%1 is called with %2\n")
                    .arg(shown(call.name), shown(QString::fromUtf8(call.arguments)))
                    .toUtf8());
        }
        const QStringList given = answers.next(answer.toolCalls);
        if (report.outcome.failure || answer.toolCalls.isEmpty()
            || given.size() < answer.toolCalls.size()) {
            break;
        }
        if (round + 1 == mostRounds) {
            report.outcome.failure = ownFailure(
                {ErrorCode::TooLarge,
                 translated("The model called tools %1 times and was not asked again. What it "
                            "answered so far is above.")
                     .arg(mostRounds),
                 {}});
            break;
        }
        if (invocation.form == OutputForm::Text && !answer.text.isEmpty()) {
            invocation.streams->output("\n");
        }
        plan.asked.turns.append(answer.asTurn());
        for (const auto &[call, text] : std::views::zip(answer.toolCalls, given)) {
            Turn result;
            result.role = Turn::Role::ToolResult;
            result.text = text;
            result.toolCallId = call.id;
            result.toolName = call.name;
            plan.asked.turns.append(result);
            report.answeredCalls.append({call, result.text});
        }
        plan.asked.parameters.contextTokens = plan.target.settings.parameters.contextTokens;
        workspace::makeRoom(plan.asked, plan.target.settings.type, plan.facts);
        const Result<HttpRequest> next = answerRequest(plan.target.settings, plan.asked);
        if (!next) {
            report.outcome.failure = ownFailure(next.error());
            break;
        }
        plan.request = *next;
    }
    return report;
}

/// Of a run that was held: how it ended, and in the text form what follows the streamed answer.
Outcome reported(const Invocation &invocation, const RunReport &report)
{
    Outcome outcome;
    if (invocation.form == OutputForm::Text) {
        const QString &text = report.outcome.answer.text;
        outcome.output = text.isEmpty() || text.endsWith(u'\n') ? QByteArray() : "\n";
        outcome.errors = runText(report).toUtf8();
    }
    if (!report.outcome.answer.toolCalls.isEmpty()) {
        outcome.exitCode = Different;
    }
    if (report.outcome.failure) {
        const Outcome failed = failedWith(report.outcome.failure->error);
        outcome.exitCode = failed.exitCode;
        outcome.errors += failed.errors;
    }
    return outcome;
}

/// Nothing that looks like a secret leaves unless that is allowed. Errors: InvalidDefinition.
Result<void> withoutSecrets(const Invocation &invocation, const QList<QByteArray> &prompts,
                            const QString &message, const ToolAnswers &answers)
{
    if (invocation.parser->isSet(u"allow-secrets"_s)) {
        return {};
    }
    QList<workspace::SecretPlace> places =
        workspace::secretPlaces(translated("Your message"), message.toUtf8());
    for (const QByteArray &prompt : prompts) {
        places += workspace::secretPlaces(translated("The prompt"), prompt);
    }
    for (const auto given = answers.all(); const auto &[tool, text] : given) {
        places += workspace::secretPlaces(translated("What %1 gives").arg(tool), text.toUtf8());
    }
    if (places.isEmpty()) {
        return {};
    }
    return failure(ErrorCode::InvalidDefinition,
                   translated("%1\nNothing was sent. Take it out, or send it with --allow-secrets.")
                       .arg(workspace::secretsInWords(places)));
}

/// All that the entry declares in any of the states that are asked.
QList<ToolDefinition> toolsOf(const QList<RunPlan> &plans)
{
    QList<ToolDefinition> tools;
    for (const RunPlan &plan : plans) {
        for (const ToolDefinition &tool : plan.asked.tools) {
            if (!std::ranges::contains(tools, tool.name, &ToolDefinition::name)) {
                tools.append(tool);
            }
        }
    }
    return tools;
}

struct HeldRun
{
    RunPlan plan;
    RunReport report;
};

/// How an answer differs from the first one; empty: not at all.
QByteArray differenceFrom(const HeldRun &first, const HeldRun &other)
{
    constexpr int context = 3; // lines
    return diff::unifiedPatch(diff::compareTexts(first.report.outcome.answer.text,
                                                 other.report.outcome.answer.text),
                              first.plan.name, other.plan.name, context)
        .toUtf8();
}

Outcome runsJson(const Invocation &invocation, const QList<HeldRun> &runs)
{
    const bool isCompared = invocation.parser->isSet(u"differences"_s);
    QJsonArray all;
    for (const HeldRun &run : runs) {
        QJsonObject json = runJson(run.report);
        json.insert(u"state"_s, run.plan.state);
        if (run.plan.target.stored) {
            json.insert(u"connection"_s, run.plan.target.stored->name);
        }
        if (isCompared && !all.isEmpty()) {
            json.insert(u"patchFromFirst"_s, QString::fromUtf8(differenceFrom(runs.first(), run)));
        }
        all.append(json);
    }
    return runs.size() == 1 ? succeededWith(all.first().toObject()) : succeededWith(all);
}

/// One after the other, so that what streams can be read and a server of one's own is not asked
/// twice at once. One that fails does not keep the others from being asked; the worst exit code is
/// that of all.
Outcome heldRuns(const Invocation &invocation, const QList<RunPlan> &plans,
                 const ToolAnswers &answers, const std::vector<keys::Secret> &keys)
{
    const Streams &streams = *invocation.streams;
    const bool isText = invocation.form == OutputForm::Text;
    const bool areSeveral = plans.size() > 1;
    QList<HeldRun> runs;
    Outcome all;
    for (const auto &[plan, key] : std::views::zip(plans, keys)) {
        if (isText && areSeveral) {
            streams.output((runs.isEmpty() ? QString() : u"\n"_s).toUtf8()
                           + "=== " + printable(plan.name, streams) + " ===\n");
        }
        streams.errors(plan.notes);
        const RunReport report = conversed(invocation, plan, answers, key);
        const Outcome outcome = reported(invocation, report);
        streams.output(outcome.output);
        streams.errors(outcome.errors);
        all.exitCode = std::max(all.exitCode, outcome.exitCode);
        runs.append({plan, report});
    }
    if (!isText) {
        all.output = runsJson(invocation, runs).output;
    } else if (invocation.parser->isSet(u"differences"_s)) {
        for (qsizetype i = 1; i < runs.size(); ++i) {
            const QByteArray difference = differenceFrom(runs.first(), runs.at(i));
            all.output += '\n'
                + (difference.isEmpty() ? translated("%1 and %2 answer the same.\n")
                                              .arg(runs.first().plan.name, runs.at(i).plan.name)
                                              .toUtf8()
                                        : difference);
        }
    }
    return all;
}

} // namespace

Result<CountAtConnection> countedAtConnection(const Invocation &invocation,
                                              const QByteArray &prompt, const QString &modelId)
{
    if (const Result<void> harmless = withoutSecrets(invocation, {prompt}, {}, {}); !harmless) {
        return std::unexpected(harmless.error());
    }
    Result<RunTarget> target = connectionNamed(invocation.parser->value(u"count-at"_s));
    if (!target) {
        return std::unexpected(target.error());
    }
    ConnectionSettings &settings = target->settings;
    if (invocation.parser->isSet(u"model"_s)) {
        settings.modelId = invocation.parser->value(u"model"_s);
    } else if (settings.modelId.isEmpty()) {
        settings.modelId = modelId;
    }
    keys::protectProcess();
    const Result<keys::Secret> key = keyFor(invocation, *target);
    if (!key) {
        return std::unexpected(key.error());
    }
    QEventLoop loop;
    TokenCountCall call(settings, workspace::countedRequest(settings, prompt));
    TokenCountReply reply;
    QObject::connect(&call, &TokenCountCall::finished, &loop, [&](const TokenCountReply &end) {
        reply = end;
        loop.quit();
    });
    call.start(key->reveal());
    loop.exec();
    if (reply.failure) {
        return std::unexpected(reply.failure->error);
    }
    CountAtConnection counted{reply, settings.modelId, std::nullopt};
    // Of another model than what is told of it would say nothing.
    const std::optional<workspace::Connection> &stored = target->stored;
    if (stored && settings.modelId == modelId) {
        if (const auto window = workspace::toldWindow(*stored, modelId)) {
            counted.window = workspace::NamedWindow{*window, stored->name};
        }
    }
    return counted;
}

Outcome runPrompt(const Invocation &invocation)
{
    const auto plans = chosenPlans(invocation);
    if (!plans) {
        return plans.error();
    }
    if (plans->size() == 1 && invocation.parser->isSet(u"differences"_s)) {
        return wrongUsage(translated("--differences compares answers: name more than one --at, "
                                     "--connection or --model."));
    }
    if (invocation.parser->isSet(u"dry-run"_s) || invocation.parser->isSet(u"curl"_s)) {
        return shownPlans(invocation, *plans);
    }
    const Result<ToolAnswers> answers =
        ToolAnswers::parse(invocation.parser->values(u"tool-answer"_s), toolsOf(*plans));
    if (!answers) {
        return failedWith(answers.error());
    }
    QList<QByteArray> prompts;
    for (const RunPlan &plan : *plans) {
        if (!prompts.contains(plan.asked.systemPrompt)) {
            prompts.append(plan.asked.systemPrompt);
        }
    }
    if (const auto harmless = withoutSecrets(
            invocation, prompts, plans->constFirst().asked.turns.constFirst().text, *answers);
        !harmless) {
        return failedWith(harmless.error());
    }
    keys::protectProcess();
    const auto keys = keysFor(invocation, *plans);
    if (!keys) {
        return failedWith(keys.error());
    }
    return heldRuns(invocation, *plans, *answers, *keys);
}

} // namespace hermes::commandline
