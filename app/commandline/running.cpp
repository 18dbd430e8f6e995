#include "commandline/commands.h"
#include "commandline/keptruns.h"
#include "commandline/message.h"
#include "commandline/report.h"
#include "commandline/runreport.h"
#include "commandline/toolanswers.h"
#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "keys/processprotection.h"
#include "modelapi/requests.h"
#include "modelapi/tokencountcall.h"
#include "workspace/connectionstore.h"
#include "workspace/modelquestion.h"
#include "workspace/providercount.h"
#include "workspace/secretplaces.h"
#include "workspace/testsendcost.h"
#include "workspace/testsendprompt.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr qint64 longestInput = 64LL * 1024 * 1024; ///< Bytes.
constexpr int mostRounds = 50; ///< Of calls and their answers.

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

/// Where a prompt is sent.
struct Target
{
    ConnectionSettings settings;
    std::optional<workspace::Connection> stored; ///< Of the window's.
};

/// All that is known before a key is.
struct Plan
{
    Target target;
    ModelRequest asked;
    HttpRequest request;
    std::optional<registry::ModelFacts> facts; ///< Of the model.
    workspace::TestSendRequest kept; ///< As it is kept; without what is asked.
    QByteArray notes; ///< About the prompt, for standard error.
};

/// What tools are said to give, by the tool's name.
Result<Parameters> chosenParameters(const Invocation &invocation)
{
    constexpr std::array numbers{"temperature"_L1,     "topP"_L1, "topK"_L1,
                                 "maxOutputTokens"_L1, "seed"_L1, "contextTokens"_L1,
                                 "thinkingBudget"_L1};
    QJsonObject json;
    QJsonArray stops;
    for (const auto values = invocation.parser->values(u"param"_s); const QString &each : values) {
        const QString name = each.section(u'=', 0, 0);
        const QString value = each.section(u'=', 1);
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (std::ranges::contains(numbers, name) && isNumber) {
            json.insert(name, number);
        } else if (name == "stopSequences"_L1 && !value.isEmpty()) {
            stops.append(value);
            json.insert(name, stops);
        } else if ((name == "effort"_L1 || name == "thinking"_L1) && !value.isEmpty()) {
            json.insert(name, value);
        } else {
            return refused(translated("--param “%1” is no parameter with its value, such as "
                                      "temperature=0.2.")
                               .arg(shown(each)));
        }
    }
    return parametersFromJson(json).transform_error([](Error error) {
        error.code = ErrorCode::InvalidArgument;
        return error;
    });
}

/// A connection of the window, by its name.
Result<Target> connectionNamed(const QString &name)
{
    const auto connections = workspace::readConnections(workspace::connectionsFile());
    if (!connections) {
        return std::unexpected(connections.error());
    }
    const auto found = std::ranges::find(*connections, name, &workspace::Connection::name);
    if (found != connections->end()) {
        return Target{found->settings, *found};
    }
    QStringList names;
    std::ranges::transform(*connections, std::back_inserter(names),
                           [](const workspace::Connection &each) { return shown(each.name); });
    return failure(ErrorCode::NotFound,
                   names.isEmpty()
                       ? translated("There is no connection yet. Make one in the window, or use "
                                    "--type.")
                       : translated("There is no connection “%1”. There are: %2.")
                             .arg(shown(name), names.join(u", "_s)));
}

Result<Target> storedTarget(const Invocation &invocation)
{
    for (const QString &other :
         {u"type"_s, u"base-url"_s, u"api-version"_s, u"ca-file"_s, u"key-from"_s, u"bearer"_s}) {
        if (invocation.parser->isSet(other)) {
            return refused(
                translated("--connection says all about the server: leave --%1 out.").arg(other));
        }
    }
    return connectionNamed(invocation.parser->value(u"connection"_s));
}

Result<Target> typedTarget(const Invocation &invocation)
{
    const QCommandLineParser &options = *invocation.parser;
    const auto type = connectionTypeNamed(options.value(u"type"_s));
    if (!type) {
        QStringList names;
        std::ranges::transform(connectionTypes(), std::back_inserter(names), connectionTypeName);
        return refused(translated("run needs --connection NAME, or --type with one of: %1.")
                           .arg(names.join(u", "_s)));
    }
    Target target;
    target.settings.type = *type;
    target.settings.baseUrl = options.value(u"base-url"_s);
    target.settings.apiVersion = options.value(u"api-version"_s);
    target.settings.caFile = options.value(u"ca-file"_s);
    if (options.isSet(u"bearer"_s)) {
        target.settings.keyHeader = KeyHeader::Bearer;
    }
    return target;
}

/// The target with the model and the parameters that were asked for.
Result<Target> chosenTarget(const Invocation &invocation)
{
    const Result<Parameters> parameters = chosenParameters(invocation);
    if (!parameters) {
        return std::unexpected(parameters.error());
    }
    Result<Target> target = invocation.parser->isSet(u"connection"_s) ? storedTarget(invocation)
                                                                      : typedTarget(invocation);
    if (!target) {
        return target;
    }
    ConnectionSettings &settings = target->settings;
    settings.parameters = overlaid(settings.parameters, *parameters);
    if (invocation.parser->isSet(u"model"_s)) {
        settings.modelId = invocation.parser->value(u"model"_s);
    }
    return target;
}

Result<Plan> planOf(const Invocation &invocation, Target target, const AssembledEntry &entry,
                    const TakenPrompt &taken, const Turn &turn)
{
    ConnectionSettings &settings = target.settings;
    if (settings.modelId.isEmpty()) {
        settings.modelId = entry.definition.manifest.model;
    }
    workspace::TestSendRequest kept;
    kept.entry = entry.definition.id;
    kept.registry = invocation.registryRoot;
    kept.version = entry.state.startsWith(u'v') ? entry.state.sliced(1) : entry.state;
    kept.connection = target.stored.value_or(workspace::Connection{});
    kept.systemPrompt = taken.prompt.sent;
    kept.target = taken.prompt;
    Plan plan{target, {}, {}, factsOf(invocation, settings.modelId, providerAt(settings)),
              kept,   {}};
    plan.asked = workspace::modelQuestion(settings, taken.prompt.sent, {turn}, plan.facts);
    if (taken.prompt.target != assembly::Target::AsWritten) {
        plan.notes = takenLines(taken);
    }
    plan.asked.tools =
        workspace::declaredTools(entry.definition.manifest.tools.value_or(QStringList()));
    workspace::makeRoom(plan.asked, settings.type, plan.facts);
    return answerRequest(settings, plan.asked).transform([&plan](const HttpRequest &request) {
        plan.request = request;
        return plan;
    });
}

/// The request as it would be sent, without its key.
Outcome shownPlan(const Invocation &invocation, const Plan &plan)
{
    QByteArray notes = plan.notes;
    if (!plan.request.leftOut.isEmpty()) {
        notes += translated("Left out, since the model or its API does not take it: %1.\n")
                     .arg(plan.request.leftOut.join(u", "_s))
                     .toUtf8();
    }
    if (invocation.parser->isSet(u"curl"_s)) {
        return {Success, asCurl(plan.request).toUtf8(), notes};
    }
    if (invocation.form == OutputForm::Text) {
        return {Success, asHttpText(plan.request).toUtf8(), notes};
    }
    QJsonObject headers;
    for (const HttpHeader &header : plan.request.headers) {
        headers.insert(QString::fromLatin1(header.name), QString::fromLatin1(header.value));
    }
    Outcome outcome =
        succeededWith(QJsonObject{{u"method"_s, QString::fromLatin1(plan.request.method)},
                                  {u"url"_s, plan.request.url.toString(QUrl::FullyEncoded)},
                                  {u"headers"_s, headers},
                                  {u"keyHeader"_s, QString::fromLatin1(plan.request.keyHeader)},
                                  {u"body"_s, QString::fromUtf8(plan.request.body)}});
    outcome.errors = notes;
    return outcome;
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
    default:
        return {ErrorCode::NotReadable,
                translated("The connection's key could not be read from %1. Nothing was sent. "
                           "Look at the connection in the window.")
                    .arg(where),
                reply.detail};
    }
}

/// The key of a stored connection; empty if it has none.
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
                   } else if (reply.state != keys::KeyState::Absent) {
                       key = std::unexpected(keyError(reply));
                   }
                   loop.quit();
               });
    loop.exec();
    return key;
}

Result<keys::Secret> keyFor(const Invocation &invocation, const Target &target)
{
    keys::EnvironmentKeys environment;
    if (invocation.parser->isSet(u"key-from"_s)) {
        return environment.key(invocation.parser->value(u"key-from"_s));
    }
    const bool hasKey = target.stored && target.stored->keyStoredIn != keys::Keyring::None;
    return hasKey ? storedKey(*target.stored, *invocation.streams) : keys::Secret();
}

QByteArray printable(const QString &text, const Streams &streams)
{
    return (streams.isTerminal ? shown(text) : text).toUtf8();
}

/// Sends, prints the text as it comes, and waits for the end.
ExchangeOutcome exchanged(const Invocation &invocation, const Plan &plan, const keys::Secret &key)
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
    QObject::connect(&exchange, &Exchange::waiting, &loop,
                     [&streams](const Failure &failure, std::chrono::milliseconds wait) {
                         streams.errors(
                             translated("%1 The next try follows in %2 s.\n")
                                 .arg(shown(failure.error.message))
                                 .arg(std::chrono::duration<double>(wait).count(), 0, 'f', 1)
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

/// Adds the figures of the exchanges before to those of the last one.
void addFigures(RunReport &report, const ExchangeOutcome &before,
                const std::optional<runs::Cost> &costBefore)
{
    ExchangeOutcome &last = report.outcome;
    Usage &usage = last.answer.usage;
    usage.input = sum(usage.input, before.answer.usage.input);
    usage.cacheRead = sum(usage.cacheRead, before.answer.usage.cacheRead);
    usage.cacheWrite = sum(usage.cacheWrite, before.answer.usage.cacheWrite);
    usage.output = sum(usage.output, before.answer.usage.output);
    usage.thinking = sum(usage.thinking, before.answer.usage.thinking);
    last.attempts += before.attempts;
    last.total += before.total;
    last.firstToken = before.firstToken;
    if (report.cost && costBefore) {
        report.cost->amount += costBefore->amount;
    }
}

/// Sends, and goes on as long as the model calls tools whose answers are given.
Result<RunReport> conversed(const Invocation &invocation, Plan plan, ToolAnswers answers,
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
        const auto costBefore =
            std::exchange(report.cost, workspace::costOf(plan.facts, report.outcome.answer.usage));
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
        const Result<HttpRequest> next = answerRequest(plan.target.settings, plan.asked);
        if (!next) {
            return std::unexpected(next.error());
        }
        plan.request = *next;
    }
    return report;
}

Outcome reported(const Invocation &invocation, const RunReport &report)
{
    Outcome outcome;
    if (invocation.form == OutputForm::Json) {
        outcome = succeededWith(runJson(report));
    } else {
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
Result<void> withoutSecrets(const Invocation &invocation, const QByteArray &prompt,
                            const QString &message, const ToolAnswers &answers)
{
    if (invocation.parser->isSet(u"allow-secrets"_s)) {
        return {};
    }
    QList<workspace::SecretPlace> places = workspace::secretPlaces(translated("The prompt"), prompt)
        + workspace::secretPlaces(translated("Your message"), message.toUtf8());
    for (const auto &[tool, text] : answers.all()) {
        places += workspace::secretPlaces(translated("What %1 gives").arg(tool), text.toUtf8());
    }
    if (places.isEmpty()) {
        return {};
    }
    return failure(ErrorCode::InvalidDefinition,
                   translated("%1\nNothing was sent. Take it out, or send it with --allow-secrets.")
                       .arg(workspace::secretsInWords(places)));
}

} // namespace

Result<qint64> countedAtConnection(const Invocation &invocation, const QByteArray &prompt,
                                   const QString &modelId)
{
    if (const Result<void> harmless = withoutSecrets(invocation, prompt, {}, {}); !harmless) {
        return std::unexpected(harmless.error());
    }
    Result<Target> target = connectionNamed(invocation.parser->value(u"count-at"_s));
    if (!target) {
        return std::unexpected(target.error());
    }
    ConnectionSettings &settings = target->settings;
    if (settings.modelId.isEmpty()) {
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
    return reply.failure ? Result<qint64>(std::unexpected(reply.failure->error))
                         : Result<qint64>(reply.inputTokens);
}

Outcome runPrompt(const Invocation &invocation)
{
    const Result<Target> target = chosenTarget(invocation);
    const auto entry = target.and_then([&](const Target & /*valid*/) {
        return assembledAsAsked(invocation, invocation.arguments.first());
    });
    if (!entry) {
        return failedWith(entry.error());
    }
    if (const auto &problems = entry->assembled.assembly.problems; hasErrors(problems)) {
        return {Different, {}, problemLines(problems) + translated("Nothing was sent.\n").toUtf8()};
    }
    const Result<TakenPrompt> taken = takenAsAsked(invocation, *entry);
    if (!taken) {
        return failedWith(taken.error());
    }
    if (hasErrors(taken->prompt.taken.problems)) {
        return {Different, {}, takenLines(*taken) + translated("Nothing was sent.\n").toUtf8()};
    }
    const auto plan = chosenTurn(invocation).and_then([&](const Turn &turn) {
        return planOf(invocation, *target, *entry, *taken, turn);
    });
    if (!plan) {
        return failedWith(plan.error());
    }
    if (invocation.parser->isSet(u"dry-run"_s) || invocation.parser->isSet(u"curl"_s)) {
        return shownPlan(invocation, *plan);
    }
    const Result<ToolAnswers> answers =
        ToolAnswers::parse(invocation.parser->values(u"tool-answer"_s), plan->asked.tools);
    if (!answers) {
        return failedWith(answers.error());
    }
    if (const auto harmless = withoutSecrets(invocation, plan->asked.systemPrompt,
                                             plan->asked.turns.constFirst().text, *answers);
        !harmless) {
        return failedWith(harmless.error());
    }
    if (invocation.form == OutputForm::Text) {
        invocation.streams->errors(plan->notes);
    }
    keys::protectProcess();
    const Result<RunReport> report =
        keyFor(invocation, plan->target).and_then([&](const keys::Secret &key) {
            return conversed(invocation, *plan, *answers, key);
        });
    return report ? reported(invocation, *report) : failedWith(report.error());
}

} // namespace hermes::commandline
