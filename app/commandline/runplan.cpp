#include "commandline/runplan.h"

#include "commandline/message.h"
#include "commandline/report.h"
#include "commandline/typedtarget.h"
#include "modelapi/requests.h"
#include "workspace/modelquestion.h"
#include "workspace/settings.h"
#include "workspace/testsendfiles.h"
#include "workspace/testsendprompt.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text, const char *about = nullptr)
{
    return QCoreApplication::translate("hermesctl", text, about);
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

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
        if (std::ranges::contains(numbers, name) && isNumber && std::isfinite(number)) {
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

Result<QList<RunTarget>> storedTargets(const Invocation &invocation)
{
    for (const QString &other :
         {u"type"_s, u"base-url"_s, u"api-version"_s, u"ca-file"_s, u"key-from"_s, u"bearer"_s,
          u"proxy"_s, u"header"_s, u"time-out"_s}) {
        if (invocation.parser->isSet(other)) {
            return refused(
                translated("--connection says all about the server: leave --%1 out.").arg(other));
        }
    }
    QList<RunTarget> targets;
    for (const auto names = invocation.parser->values(u"connection"_s);
         const QString &name : names) {
        const Result<RunTarget> target = connectionNamed(name);
        if (!target) {
            return std::unexpected(target.error());
        }
        targets.append(*target);
    }
    return targets;
}

/// Where it goes, with the models that were asked for.
Result<QList<RunTarget>> chosenTargets(const Invocation &invocation)
{
    const auto places = invocation.parser->isSet(u"connection"_s)
        ? storedTargets(invocation)
        : typedTarget(invocation).transform([](const RunTarget &target) { return QList{target}; });
    if (!places) {
        return places;
    }
    const QStringList models = invocation.parser->values(u"model"_s);
    QList<RunTarget> targets;
    for (const RunTarget &place : *places) {
        RunTarget target = place;
        if (models.isEmpty()) {
            targets.append(target);
        }
        for (const QString &model : models) {
            target.settings.modelId = model;
            targets.append(target);
        }
    }
    return targets;
}

Result<RunPlan> planOf(const Invocation &invocation, RunTarget target, const AssembledEntry &entry,
                       const TakenPrompt &taken, const QList<Turn> &turns)
{
    ConnectionSettings &settings = target.settings;
    if (settings.modelId.isEmpty()) {
        settings.modelId = entry.definition.manifest.model;
    }
    workspace::TestSendRequest kept;
    kept.entry = entry.definition.id;
    kept.registry = invocation.registryRoot;
    kept.version = workspace::stateInHistory(entry.state);
    kept.connection = target.stored.value_or(workspace::Connection{});
    kept.systemPrompt = taken.prompt.sent;
    kept.target = taken.prompt;
    RunPlan plan;
    const auto told =
        target.stored ? workspace::toldWindow(*target.stored, settings.modelId) : std::nullopt;
    plan.facts = workspace::withWindow(factsOf(invocation, settings.modelId, providerAt(settings)),
                                       settings.modelId, told);
    plan.kept = kept;
    plan.state = entry.state;
    plan.name = translated("%1 · %2 · %3", "state of a prompt, connection, model")
                    .arg(shown(entry.state),
                         target.stored ? shown(target.stored->name) : apiName(settings.type),
                         shown(settings.modelId));
    plan.asked = workspace::modelQuestion(settings, taken.prompt.sent, turns, plan.facts);
    const workspace::FileObjection objection =
        workspace::objectionToFiles({settings, settings.modelId, plan.facts}, taken.prompt.sent,
                                    turns.first(turns.size() - 1), turns.constLast());
    if (objection.isFinal) {
        return refused(objection.message + u' ' + translated("Nothing was sent."));
    }
    if (taken.prompt.target != assembly::Target::AsWritten) {
        plan.notes = takenLines(taken);
    }
    if (!objection.message.isEmpty()) {
        plan.notes += (shown(objection.message) + u'\n').toUtf8();
    }
    if (const QString proxy =
            workspace::proxyOnTheWay(settings, QProcessEnvironment::systemEnvironment());
        !proxy.isEmpty()) {
        plan.notes += (translated("By way of the proxy %1.").arg(shown(proxy)) + u'\n').toUtf8();
    }
    plan.asked.tools =
        workspace::declaredTools(entry.definition.manifest.tools.value_or(QStringList()));
    workspace::makeRoom(plan.asked, settings.type, plan.facts);
    plan.target = std::move(target);
    return answerRequest(plan.target.settings, plan.asked)
        .transform([&plan](const HttpRequest &request) {
            plan.request = request;
            return plan;
        });
}

/// What is sent of an entry in one state: the entry, and the prompt as the program of `--target`
/// takes it.
struct PromptToSend
{
    AssembledEntry entry;
    TakenPrompt taken;
};

std::expected<PromptToSend, Outcome> promptToSend(const Invocation &invocation, const QString &at)
{
    const auto entry = assembledAsAsked(invocation, invocation.arguments.first(), at);
    if (!entry) {
        return std::unexpected(failedWith(entry.error()));
    }
    const auto stopped = [](const QByteArray &why) {
        return std::unexpected(
            Outcome{Different, {}, why + translated("Nothing was sent.\n").toUtf8()});
    };
    if (const auto &problems = entry->assembled.assembly.problems; hasErrors(problems)) {
        return stopped(problemLines(problems));
    }
    const Result<TakenPrompt> taken = takenAsAsked(invocation, *entry);
    if (!taken) {
        return std::unexpected(failedWith(taken.error()));
    }
    if (hasErrors(taken->prompt.taken.problems)) {
        return stopped(takenLines(*taken));
    }
    return PromptToSend{*entry, *taken};
}

/// What the window's user has set for a definition: over the connection's parameters, below those
/// of the command.
Parameters definitionsOwn(const Invocation &invocation, const core::EntryId &id)
{
    const QString root = QFileInfo(invocation.registryRoot).canonicalFilePath();
    return workspace::Settings().testParameters(root, id.toString());
}

QByteArray ownLine(const Parameters &own)
{
    const QStringList names = toJson(own).keys();
    return names.isEmpty()
        ? QByteArray()
        : translated("With the parameters that the window has for this definition: %1.\n")
              .arg(names.join(u", "_s))
              .toUtf8();
}

QByteArray leftOutLine(const RunPlan &plan)
{
    return plan.request.leftOut.isEmpty()
        ? QByteArray()
        : translated("Left out, since the model or its API does not take it: %1.\n")
              .arg(plan.request.leftOut.join(u", "_s))
              .toUtf8();
}

QJsonObject planJson(const RunPlan &plan)
{
    QJsonObject headers;
    for (const HttpHeader &header : plan.request.headers) {
        headers.insert(QString::fromLatin1(header.name), QString::fromLatin1(header.value));
    }
    return {{u"method"_s, QString::fromLatin1(plan.request.method)},
            {u"url"_s, plan.request.url.toString(QUrl::FullyEncoded)},
            {u"headers"_s, headers},
            {u"keyHeader"_s, QString::fromLatin1(plan.request.keyHeader)},
            {u"body"_s, QString::fromUtf8(plan.request.body)}};
}

} // namespace

Result<RunTarget> connectionNamed(const QString &name)
{
    const auto connections = workspace::readConnections(workspace::connectionsFile());
    if (!connections) {
        return std::unexpected(connections.error());
    }
    const auto found = std::ranges::find(*connections, name, &workspace::Connection::name);
    if (found != connections->end()) {
        return RunTarget{found->settings, *found};
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

std::expected<QList<RunPlan>, Outcome> chosenPlans(const Invocation &invocation)
{
    const auto targets = chosenTargets(invocation);
    if (!targets) {
        return std::unexpected(failedWith(targets.error()));
    }
    const Result<Parameters> parameters = chosenParameters(invocation);
    if (!parameters) {
        return std::unexpected(failedWith(parameters.error()));
    }
    QStringList states = invocation.parser->values(u"at"_s);
    if (states.isEmpty()) {
        states.append(u"saved"_s);
    }
    if (states.size() * targets->size() > mostRuns) {
        return std::unexpected(
            wrongUsage(translated("That is %1 requests: at most %2 go side by side.")
                           .arg(states.size() * targets->size())
                           .arg(mostRuns)));
    }
    QList<PromptToSend> prompts;
    for (const QString &state : std::as_const(states)) {
        const auto prompt = promptToSend(invocation, state);
        if (!prompt) {
            return std::unexpected(prompt.error());
        }
        prompts.append(*prompt);
    }
    const Result<QList<Turn>> turns = chosenTurns(invocation);
    if (!turns) {
        return std::unexpected(failedWith(turns.error()));
    }
    QList<RunPlan> plans;
    for (const PromptToSend &prompt : std::as_const(prompts)) {
        const Parameters own = definitionsOwn(invocation, prompt.entry.definition.id);
        for (RunTarget target : *targets) {
            target.settings.parameters =
                overlaid(overlaid(target.settings.parameters, own), *parameters);
            auto plan = planOf(invocation, std::move(target), prompt.entry, prompt.taken, *turns);
            if (!plan) {
                return std::unexpected(failedWith(plan.error()));
            }
            plan->notes += ownLine(own);
            plans.append(*plan);
        }
    }
    return plans;
}

Outcome shownPlans(const Invocation &invocation, const QList<RunPlan> &plans)
{
    const bool isCurl = invocation.parser->isSet(u"curl"_s);
    Outcome all;
    QJsonArray json;
    for (const RunPlan &plan : plans) {
        all.errors += plan.notes + leftOutLine(plan);
        json.append(planJson(plan));
        const QString text = isCurl ? asCurl(plan.request) : asHttpText(plan.request);
        all.output += all.output.isEmpty() ? QByteArray() : "\n";
        all.output += text.toUtf8();
    }
    if (!isCurl && invocation.form == OutputForm::Json) {
        const QByteArray told = all.errors;
        all = plans.size() == 1 ? succeededWith(json.first().toObject()) : succeededWith(json);
        all.errors = told;
    }
    return all;
}

} // namespace hermes::commandline
