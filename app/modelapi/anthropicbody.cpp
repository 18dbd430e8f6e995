#include "modelapi/bodies.h"

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qint64 usualMaxTokens = 4096; ///< The API wants a number; every model takes this one.

void writeTextBlock(JsonWriter &json, const QString &text)
{
    if (!text.isEmpty()) {
        json.beginObject().key("type").text("text").key("text").text(text).endObject();
    }
}

void writeUserContent(JsonWriter &json, const Turn &turn)
{
    if (turn.images.isEmpty()) {
        json.text(turn.text);
        return;
    }
    json.beginArray();
    for (const Image &image : turn.images) {
        json.beginObject().key("type").text("image").key("source").beginObject();
        json.key("type").text("base64").key("media_type").text(image.mediaType);
        json.key("data").text(image.bytes.toBase64()).endObject().endObject();
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

void writeThinking(JsonWriter &json, const Parameters &parameters)
{
    if (parameters.thinking == Parameters::Thinking::Off) {
        json.key("thinking").beginObject().key("type").text("disabled").endObject();
    } else if (parameters.thinkingBudget) {
        json.key("thinking").beginObject().key("type").text("enabled");
        json.key("budget_tokens").integer(*parameters.thinkingBudget).endObject();
    } else if (parameters.thinking == Parameters::Thinking::On) {
        json.key("thinking").beginObject().key("type").text("adaptive");
        json.key("display").text("summarized").endObject();
    }
}

void writeOutputConfig(JsonWriter &json, const ModelRequest &request)
{
    if (request.parameters.effort.isEmpty() && request.responseSchema.isEmpty()) {
        return;
    }
    json.key("output_config").beginObject();
    if (!request.parameters.effort.isEmpty()) {
        json.key("effort").text(request.parameters.effort);
    }
    if (!request.responseSchema.isEmpty()) {
        json.key("format").beginObject().key("type").text("json_schema");
        json.key("schema").object(request.responseSchema).endObject();
    }
    json.endObject();
}

} // namespace

void writeAnthropic(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                    BodyUse use)
{
    const Parameters &parameters = request.parameters;
    JsonWriter &json = body.json;
    json.beginObject().key("model").text(request.modelId);
    if (use == BodyUse::Answer) {
        // Thinking is part of the output, so its budget must be smaller.
        const qint64 least = parameters.thinkingBudget.value_or(0) + usualMaxTokens;
        json.key("max_tokens").integer(parameters.maxOutputTokens.value_or(least));
    }
    if (!request.systemPrompt.isEmpty()) {
        json.key("system").text(request.systemPrompt);
    }
    writeMessages(json, request.turns);
    writeTools(json, request);
    writeThinking(json, parameters);
    writeOutputConfig(json, request);
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
