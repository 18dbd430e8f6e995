#include "workspace/modelquestion.h"

#include "modelapi/requests.h"
#include "modelapi/thinking.h"
#include "tokens/countingmethod.h"
#include "tokens/tokenizer.h"
#include "workspace/testsendprompt.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr qint64 leastContext = 4096; ///< Tokens: Ollama's own.
constexpr qint64 contextStep = 1024; ///< Another size makes Ollama load the model anew.
constexpr qint64 usualAnswer = 2048; ///< Tokens of an answer that nobody has limited.

} // namespace

modelapi::ModelRequest modelQuestion(const modelapi::ConnectionSettings &settings,
                                     const QByteArray &systemPrompt,
                                     const QList<modelapi::Turn> &turns,
                                     const std::optional<registry::ModelFacts> &facts)
{
    modelapi::ModelRequest request = modelapi::requestFor(settings, systemPrompt, turns);
    if (facts) {
        if (facts->takesTemperature) {
            request.sampling =
                *facts->takesTemperature ? modelapi::Sampling::Taken : modelapi::Sampling::Refused;
        }
        request.efforts = facts->efforts;
        if (facts->model.maxOutputTokens > 0) {
            request.outputLimit = facts->model.maxOutputTokens;
        }
    }
    return request;
}

std::optional<registry::ModelFacts> factsBy(const modelapi::ConnectionSettings &settings,
                                            const registry::ModelTable &models)
{
    return registry::factsOf(settings.modelId, {}, models, modelapi::providerAt(settings));
}

modelapi::ModelRequest someQuestion(modelapi::ConnectionSettings &settings,
                                    const std::optional<registry::ModelFacts> &facts)
{
    settings.baseUrl = u"https://localhost"_s;
    settings.proxy = {};
    settings.extraHeaders.clear();
    if (settings.modelId.isEmpty()) {
        settings.modelId = u"model"_s;
    }
    modelapi::Turn turn;
    turn.text = u"."_s;
    return modelQuestion(settings, {}, {turn}, facts);
}

QStringList parametersNotTaken(modelapi::ConnectionSettings settings,
                               const std::optional<registry::ModelFacts> &facts)
{
    const QString effort = std::exchange(settings.parameters, {}).effort;
    modelapi::ModelRequest question = someQuestion(settings, facts);
    QStringList refused;
    // Each is tried apart from those that exclude it.
    const auto attempt = [&](const auto &set) {
        question.parameters = {};
        question.parameters.effort = effort;
        set(question.parameters);
        const auto request = modelapi::answerRequest(settings, question);
        refused += request ? request->leftOut : QStringList();
    };
    attempt([](modelapi::Parameters &one) {
        one.temperature = one.topP = 1;
        one.topK = one.maxOutputTokens = one.seed = one.contextTokens = 4096;
        one.stopSequences = QStringList{u"."_s};
    });
    attempt([](modelapi::Parameters &one) {
        one.thinkingBudget = 2048;
        one.effort.clear();
    });
    attempt([](modelapi::Parameters &one) { one.thinking = modelapi::Parameters::Thinking::On; });
    refused.removeAll(u"effort"_s);
    if (modelapi::offeredEfforts(settings.type, question).isEmpty()) {
        refused.append(u"effort"_s);
    }
    return refused;
}

qint64 windowOf(const modelapi::ConnectionSettings &settings,
                const std::optional<registry::ModelFacts> &facts)
{
    if (settings.type == modelapi::ConnectionType::Ollama && settings.parameters.contextTokens) {
        return *settings.parameters.contextTokens;
    }
    if (!facts) {
        return 0;
    }
    return facts->maxInputTokens > 0 ? facts->maxInputTokens : facts->model.contextTokens;
}

void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type, qint64 input,
              const std::optional<registry::ModelFacts> &facts)
{
    modelapi::Parameters &parameters = request.parameters;
    if (type != modelapi::ConnectionType::Ollama || parameters.contextTokens) {
        return;
    }
    // The count is an estimate, of another vocabulary and without what a template adds.
    const qint64 needed = input + input / 4 + parameters.maxOutputTokens.value_or(usualAnswer);
    const qint64 steps = (needed + contextStep - 1) / contextStep;
    const qint64 window = facts ? facts->model.contextTokens : 0;
    const qint64 wanted = std::max(steps * contextStep, leastContext);
    parameters.contextTokens = window > 0 ? std::min(wanted, window) : wanted;
}

void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type,
              const std::optional<registry::ModelFacts> &facts)
{
    if (type != modelapi::ConnectionType::Ollama) {
        return;
    }
    tokens::Tokenizer tokenizer(tokens::methodFor(request.modelId).encoding);
    makeRoom(request, type,
             tokenizer.count(request.systemPrompt) + countedTurns(request.turns, request.modelId)
                 + countedTools(request.tools, request.modelId),
             facts);
}

qint64 countedTools(const QList<modelapi::ToolDefinition> &tools, const QString &modelId)
{
    if (tools.isEmpty()) {
        return 0;
    }
    QJsonArray told;
    for (const modelapi::ToolDefinition &tool : tools) {
        told.append(QJsonObject{{u"name"_s, tool.name},
                                {u"description"_s, tool.description},
                                {u"input_schema"_s, tool.inputSchema}});
    }
    return tokens::Tokenizer(tokens::methodFor(modelId).encoding)
        .count(QJsonDocument(told).toJson(QJsonDocument::Compact));
}

modelapi::ModelRequest
wholeQuestion(const modelapi::ConnectionSettings &settings, const QByteArray &systemPrompt,
              const QList<modelapi::Turn> &turns, const QList<modelapi::ToolDefinition> &tools,
              const std::optional<registry::ModelFacts> &facts, std::optional<qint64> input)
{
    modelapi::ModelRequest asked = modelQuestion(settings, systemPrompt, turns, facts);
    asked.tools = tools;
    if (input) {
        makeRoom(asked, settings.type, *input, facts);
    } else {
        makeRoom(asked, settings.type, facts);
    }
    return asked;
}

} // namespace hermes::workspace
