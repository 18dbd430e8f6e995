#include "modelapi/bodies.h"
#include "modelapi/thinking.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

void writePart(JsonWriter &json, QByteArrayView text)
{
    json.beginObject().key("text").text(text).endObject();
}

void writeInlineData(JsonWriter &json, const QString &mediaType, const QByteArray &bytes)
{
    json.beginObject().key("inlineData").beginObject().key("mimeType").text(mediaType);
    json.key("data").text(bytes.toBase64()).endObject().endObject();
}

/// Only what has one: the API tells calls apart by it where it gave one, and else by their order.
void writeCallId(JsonWriter &json, const QString &id)
{
    if (!id.isEmpty()) {
        json.key("id").text(id);
    }
}

void writeFunctionResponse(JsonWriter &json, const Turn &turn)
{
    json.beginObject().key("functionResponse").beginObject();
    writeCallId(json, turn.toolCallId);
    json.key("name").text(turn.toolName);
    json.key("response").beginObject().key("result").text(turn.text).endObject();
    json.endObject().endObject();
}

void writeFunctionCall(JsonWriter &json, const ToolCall &call)
{
    json.beginObject().key("functionCall").beginObject();
    writeCallId(json, call.id);
    json.key("name").text(call.name).key("args").raw(call.arguments).endObject();
    if (!call.signature.isEmpty()) {
        json.key("thoughtSignature").text(call.signature);
    }
    json.endObject();
}

void writeGeminiParts(JsonWriter &json, const Turn &turn)
{
    for (const Document &document : turn.documents) {
        writeInlineData(json, document.mediaType, document.bytes);
    }
    for (const Image &image : turn.images) {
        writeInlineData(json, image.mediaType, image.bytes);
    }
    if (!turn.text.isEmpty() || (turn.toolCalls.isEmpty() && !turn.hasFiles())) {
        writePart(json, turn.text.toUtf8());
    }
    for (const ToolCall &call : turn.toolCalls) {
        writeFunctionCall(json, call);
    }
}

/// Results that follow each other are one content: the API wants as many function responses there
/// as the content before has calls, and answers 400 otherwise.
/// https://ai.google.dev/gemini-api/docs/function-calling (parallel function calling)
void writeContents(JsonWriter &json, const QList<Turn> &turns)
{
    json.key("contents").beginArray();
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const Turn &turn = turns.at(i);
        json.beginObject();
        json.key("role").text(turn.role == Turn::Role::Assistant ? "model" : "user");
        json.key("parts").beginArray();
        if (turn.role == Turn::Role::ToolResult) {
            writeFunctionResponse(json, turn);
            while (i + 1 < turns.size() && turns.at(i + 1).role == Turn::Role::ToolResult) {
                writeFunctionResponse(json, turns.at(++i));
            }
        } else {
            writeGeminiParts(json, turn);
        }
        json.endArray().endObject();
    }
    json.endArray();
}

void writeGeminiTools(JsonWriter &json, const ModelRequest &request)
{
    if (request.tools.isEmpty()) {
        return;
    }
    json.key("tools").beginArray().beginObject().key("functionDeclarations").beginArray();
    for (const ToolDefinition &tool : request.tools) {
        json.beginObject().key("name").text(tool.name).key("description").text(tool.description);
        json.key("parametersJsonSchema").object(tool.inputSchema).endObject();
    }
    json.endArray().endObject().endArray();
    if (request.toolChoice != ToolChoice::Auto) {
        json.key("toolConfig").beginObject().key("functionCallingConfig").beginObject();
        json.key("mode").text(request.toolChoice == ToolChoice::Required ? "ANY" : "NONE");
        json.endObject().endObject();
    }
}

void writeGeminiThinking(Body &body, const ModelRequest &request)
{
    const Parameters &parameters = request.parameters;
    const ThinkingRules rules = thinkingRules(ConnectionType::Gemini, request);
    const bool isOff = parameters.thinking == Parameters::Thinking::Off && rules.takesOff;
    const bool isOn = parameters.thinking == Parameters::Thinking::On && rules.takesOn;
    if (parameters.thinking != Parameters::Thinking::AsUsual && !isOff && !isOn) {
        body.leftOut.append(u"thinking"_s);
    }
    QString level = effortFor(body, ConnectionType::Gemini, request);
    std::optional<qint64> budget;
    // Off, a level and a budget exclude each other.
    if (isOff) {
        leaveOut(body, u"effort"_s, std::exchange(level, {}));
        budget = 0;
    } else if (rules.takesBudget && level.isEmpty()) {
        budget = parameters.thinkingBudget;
    }
    if (isOff || !budget) {
        leaveOut(body, u"thinkingBudget"_s, parameters.thinkingBudget);
    }
    if (!isOn && !budget && level.isEmpty()) {
        return;
    }
    JsonWriter &json = body.json;
    json.key("thinkingConfig").beginObject();
    if (isOn) {
        json.key("includeThoughts").boolean(true);
    }
    writeOptional(json, "thinkingBudget", budget);
    if (!level.isEmpty()) {
        json.key("thinkingLevel").text(level.toUpper());
    }
    json.endObject();
}

void writeOllamaMessage(JsonWriter &json, const Turn &turn)
{
    json.beginObject().key("role");
    switch (turn.role) {
    case Turn::Role::User:
        json.text("user");
        break;
    case Turn::Role::Assistant:
        json.text("assistant");
        break;
    case Turn::Role::ToolResult:
        json.text("tool").key("tool_name").text(turn.toolName);
        break;
    }
    json.key("content").text(turn.text);
    if (!turn.images.isEmpty()) {
        json.key("images").beginArray();
        for (const Image &image : turn.images) {
            json.text(image.bytes.toBase64());
        }
        json.endArray();
    }
    if (!turn.toolCalls.isEmpty()) {
        json.key("tool_calls").beginArray();
        for (const ToolCall &call : turn.toolCalls) {
            json.beginObject().key("function").beginObject().key("name").text(call.name);
            json.key("arguments").raw(call.arguments).endObject().endObject();
        }
        json.endArray();
    }
    json.endObject();
}

void writeOllamaThinking(Body &body, const ModelRequest &request)
{
    JsonWriter &json = body.json;
    const QString effort = effortFor(body, ConnectionType::Ollama, request);
    if (request.parameters.thinking == Parameters::Thinking::Off) {
        leaveOut(body, u"effort"_s, effort);
        json.key("think").boolean(false);
    } else if (!effort.isEmpty()) {
        json.key("think").text(effort);
    } else if (request.parameters.thinking == Parameters::Thinking::On) {
        json.key("think").boolean(true);
    }
}

void writeOllamaTools(JsonWriter &json, const QList<ToolDefinition> &tools)
{
    if (tools.isEmpty()) {
        return;
    }
    json.key("tools").beginArray();
    for (const ToolDefinition &tool : tools) {
        json.beginObject().key("type").text("function").key("function").beginObject();
        json.key("name").text(tool.name).key("description").text(tool.description);
        json.key("parameters").object(tool.inputSchema).endObject().endObject();
    }
    json.endArray();
}

} // namespace

void writeGemini(Body &body, const ConnectionSettings &settings, const ModelRequest &request)
{
    const Parameters &parameters = request.parameters;
    JsonWriter &json = body.json;
    json.beginObject();
    if (!request.systemPrompt.isEmpty()) {
        json.key("systemInstruction").beginObject().key("parts").beginArray();
        writePart(json, request.systemPrompt);
        json.endArray().endObject();
    }
    writeContents(json, request.turns);
    writeGeminiTools(json, request);
    json.key("generationConfig").beginObject();
    writeSampling(body, settings, request, {"temperature", "topP", "topK"});
    writeOptional(json, "maxOutputTokens", parameters.maxOutputTokens);
    writeOptional(json, "seed", parameters.seed);
    writeTexts(json, "stopSequences", parameters.stopSequences);
    if (!request.responseSchema.isEmpty()) {
        json.key("responseMimeType").text("application/json");
        json.key("responseJsonSchema").object(request.responseSchema);
    }
    writeGeminiThinking(body, request);
    json.endObject().endObject();
    leaveOut(body, u"contextTokens"_s, parameters.contextTokens);
}

void writeOllama(Body &body, const ConnectionSettings &settings, const ModelRequest &request)
{
    const Parameters &parameters = request.parameters;
    JsonWriter &json = body.json;
    json.beginObject().key("model").text(request.modelId).key("messages").beginArray();
    if (!request.systemPrompt.isEmpty()) {
        json.beginObject().key("role").text("system");
        json.key("content").text(request.systemPrompt).endObject();
    }
    for (const Turn &turn : request.turns) {
        writeOllamaMessage(json, turn);
    }
    json.endArray();
    writeOllamaTools(json, request.tools);
    writeOllamaThinking(body, request);
    if (!request.responseSchema.isEmpty()) {
        json.key("format").object(request.responseSchema);
    }
    json.key("options").beginObject();
    writeOptional(json, "num_ctx", parameters.contextTokens);
    writeOptional(json, "num_predict", parameters.maxOutputTokens);
    writeSampling(body, settings, request, {"temperature", "top_p", "top_k"});
    writeOptional(json, "seed", parameters.seed);
    writeTexts(json, "stop", parameters.stopSequences);
    json.endObject().key("stream").boolean(request.delivery == Delivery::Stream).endObject();
    leaveOut(body, u"thinkingBudget"_s, parameters.thinkingBudget);
    if (request.toolChoice != ToolChoice::Auto && !request.tools.isEmpty()) {
        body.leftOut.append(u"toolChoice"_s);
    }
}

} // namespace hermes::modelapi
