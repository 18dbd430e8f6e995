#include "modelapi/bodies.h"
#include "modelapi/requests.h"
#include "modelapi/thinking.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qint64 leastBudget = 1024; ///< Tokens for thinking.
constexpr qsizetype longestTitle = 500; ///< Characters, of a document.
constexpr qint64 leastMaxTokens = 4096; ///< The API wants a number; every model takes this one.
constexpr qint64 usualMaxTokens = 16384; ///< Of models that are known to give as many.

void writeTextBlock(JsonWriter &json, const QString &text)
{
    if (!text.isEmpty()) {
        json.beginObject().key("type").text("text").key("text").text(text).endObject();
    }
}

void writeSource(JsonWriter &json, const QString &mediaType, const QByteArray &bytes)
{
    json.key("source").beginObject().key("type").text("base64");
    json.key("media_type").text(mediaType).key("data").text(bytes.toBase64()).endObject();
}

void writeUserContent(JsonWriter &json, const Turn &turn)
{
    if (!turn.hasFiles()) {
        json.text(turn.text);
        return;
    }
    json.beginArray();
    for (const Document &document : turn.documents) {
        json.beginObject().key("type").text("document");
        writeSource(json, document.mediaType, document.bytes);
        if (!document.name.isEmpty()) { // an empty title is refused, and one that is too long
            json.key("title").text(document.name.left(longestTitle));
        }
        json.endObject();
    }
    for (const Image &image : turn.images) {
        json.beginObject().key("type").text("image");
        writeSource(json, image.mediaType, image.bytes);
        json.endObject();
    }
    writeTextBlock(json, turn.text);
    json.endArray();
}

void writeAssistantContent(JsonWriter &json, const Turn &turn)
{
    if (turn.thinking.isEmpty() && turn.toolCalls.isEmpty()) {
        json.text(turn.text);
        return;
    }
    json.beginArray();
    for (const ThinkingBlock &block : turn.thinking) {
        if (block.redacted.isEmpty()) {
            json.beginObject().key("type").text("thinking").key("thinking").text(block.text);
            json.key("signature").text(block.signature).endObject();
        } else {
            json.beginObject().key("type").text("redacted_thinking");
            json.key("data").text(block.redacted).endObject();
        }
    }
    writeTextBlock(json, turn.text);
    for (const ToolCall &call : turn.toolCalls) {
        json.beginObject().key("type").text("tool_use").key("id").text(call.id);
        json.key("name").text(call.name).key("input").raw(call.arguments).endObject();
    }
    json.endArray();
}

void writeToolResult(JsonWriter &json, const Turn &turn)
{
    json.beginObject().key("type").text("tool_result").key("tool_use_id").text(turn.toolCallId);
    json.key("content").text(turn.text).endObject();
}

/// Results that follow each other are one message: the API wants all of a turn's calls answered
/// there.
void writeMessages(JsonWriter &json, const QList<Turn> &turns)
{
    json.key("messages").beginArray();
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const Turn &turn = turns.at(i);
        json.beginObject();
        json.key("role").text(turn.role == Turn::Role::Assistant ? "assistant" : "user");
        json.key("content");
        if (turn.role == Turn::Role::User) {
            writeUserContent(json, turn);
        } else if (turn.role == Turn::Role::Assistant) {
            writeAssistantContent(json, turn);
        } else {
            json.beginArray();
            writeToolResult(json, turn);
            while (i + 1 < turns.size() && turns.at(i + 1).role == Turn::Role::ToolResult) {
                writeToolResult(json, turns.at(++i));
            }
            json.endArray();
        }
        json.endObject();
    }
    json.endArray();
}

/// The request without what the API refuses while a model thinks: a call that must be made, and
/// another sampling than its own, but for a top-p near 1.
/// https://platform.claude.com/docs/en/build-with-claude/extended-thinking
ModelRequest takenWhileThinking(Body &body, ModelRequest request)
{
    constexpr double ownTemperature = 1;
    constexpr double leastTopP = 0.95;
    Parameters &parameters = request.parameters;
    if (request.toolChoice == ToolChoice::Required && !request.tools.isEmpty()) {
        request.toolChoice = ToolChoice::Auto;
        body.leftOut.append(u"toolChoice"_s);
    }
    if (parameters.temperature && *parameters.temperature != ownTemperature) {
        leaveOut(body, u"temperature"_s, std::exchange(parameters.temperature, {}));
    }
    if (parameters.topP && *parameters.topP < leastTopP) {
        leaveOut(body, u"topP"_s, std::exchange(parameters.topP, {}));
    }
    leaveOut(body, u"topK"_s, std::exchange(parameters.topK, {}));
    return request;
}

void writeTools(JsonWriter &json, const ModelRequest &request)
{
    if (request.tools.isEmpty()) {
        return;
    }
    json.key("tools").beginArray();
    for (const ToolDefinition &tool : request.tools) {
        json.beginObject().key("name").text(tool.name).key("description").text(tool.description);
        json.key("input_schema").object(tool.inputSchema).endObject();
    }
    json.endArray();
    if (request.toolChoice != ToolChoice::Auto) {
        json.key("tool_choice").beginObject().key("type");
        json.text(request.toolChoice == ToolChoice::Required ? "any" : "none").endObject();
    }
}

/// What is said about thinking; nothing if all is empty.
struct ThinkingChoice
{
    QByteArrayView type;
    std::optional<qint64> budget;
};

ThinkingChoice thinkingFor(Body &body, const ModelRequest &request)
{
    const Parameters &parameters = request.parameters;
    const ThinkingRules rules = thinkingRules(ConnectionType::Anthropic, request);
    const bool isOn = parameters.thinking == Parameters::Thinking::On;
    const bool isOff = parameters.thinking == Parameters::Thinking::Off;
    // Thinking is part of the output, so its budget must be smaller.
    const std::optional<qint64> longest =
        parameters.maxOutputTokens ? parameters.maxOutputTokens : request.outputLimit;
    const auto fits = [&longest](qint64 budget) {
        return budget >= leastBudget && budget < longest.value_or(budget + 1);
    };
    if (!isOff && rules.takesBudget && parameters.thinkingBudget
        && fits(*parameters.thinkingBudget)) {
        return {"enabled", parameters.thinkingBudget};
    }
    leaveOut(body, u"thinkingBudget"_s, parameters.thinkingBudget);
    if (isOff && rules.takesOff) {
        return {"disabled", {}};
    }
    if (isOn && rules.takesOn && rules.takesAdaptive) {
        return {"adaptive", {}};
    }
    if (isOn && rules.takesBudget && fits(leastBudget)) {
        return {"enabled", leastBudget}; // an older model thinks by a budget or not at all
    }
    if (isOn || isOff) {
        body.leftOut.append(u"thinking"_s);
    }
    return {};
}

/// For a request that sets no limit. The API counts thinking as output.
qint64 usualLimit(const ModelRequest &request, const ThinkingChoice &thinking)
{
    const qint64 wanted =
        thinking.budget.value_or(0) + (request.outputLimit ? usualMaxTokens : leastMaxTokens);
    return std::min(wanted, request.outputLimit.value_or(wanted));
}

void writeThinking(JsonWriter &json, const ThinkingChoice &choice)
{
    if (choice.type.isEmpty()) {
        return;
    }
    json.key("thinking").beginObject().key("type").text(choice.type);
    writeOptional(json, "budget_tokens", choice.budget);
    if (choice.type == "adaptive") {
        json.key("display").text("summarized");
    }
    json.endObject();
}

void writeOutputConfig(JsonWriter &json, const QString &effort, const QJsonObject &schema)
{
    if (effort.isEmpty() && schema.isEmpty()) {
        return;
    }
    json.key("output_config").beginObject();
    if (!effort.isEmpty()) {
        json.key("effort").text(effort);
    }
    if (!schema.isEmpty()) {
        json.key("format").beginObject().key("type").text("json_schema");
        json.key("schema").object(schema).endObject();
    }
    json.endObject();
}

} // namespace

std::optional<qint64> impliedOutputLimit(const ConnectionSettings &settings,
                                         const ModelRequest &request)
{
    if (settings.type != ConnectionType::Anthropic || request.parameters.maxOutputTokens) {
        return {};
    }
    Body unused;
    return usualLimit(request, thinkingFor(unused, request));
}

void writeAnthropic(Body &body, const ConnectionSettings &settings, const ModelRequest &asked,
                    BodyUse use)
{
    JsonWriter &json = body.json;
    const ThinkingChoice thinking = thinkingFor(body, asked);
    const bool isThinking = thinking.type == "enabled" || thinking.type == "adaptive";
    const ModelRequest request = isThinking ? takenWhileThinking(body, asked) : asked;
    const Parameters &parameters = request.parameters;
    json.beginObject().key("model").text(request.modelId);
    if (use == BodyUse::Answer) {
        const qint64 usual = usualLimit(request, thinking);
        json.key("max_tokens").integer(parameters.maxOutputTokens.value_or(usual));
    }
    if (!request.systemPrompt.isEmpty()) {
        json.key("system").text(request.systemPrompt);
    }
    writeMessages(json, request.turns);
    writeTools(json, request);
    writeThinking(json, thinking);
    writeOutputConfig(json, effortFor(body, settings.type, request), request.responseSchema);
    if (use == BodyUse::Answer) {
        writeSampling(body, settings, request, {"temperature", "top_p", "top_k"});
        writeTexts(json, "stop_sequences", parameters.stopSequences);
        json.key("stream").boolean(request.delivery == Delivery::Stream);
    }
    json.endObject();
    leaveOut(body, u"seed"_s, parameters.seed);
    leaveOut(body, u"contextTokens"_s, parameters.contextTokens);
}

} // namespace hermes::modelapi
