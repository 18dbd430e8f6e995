#include "modelapi/bodies.h"
#include "modelapi/thinking.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qint64 leastResponseTokens = 16; ///< The API refuses fewer.

QByteArrayView toolChoiceName(ToolChoice choice)
{
    switch (choice) {
    case ToolChoice::Auto:
        return "auto";
    case ToolChoice::Required:
        return "required";
    case ToolChoice::None:
        return "none";
    }
    Q_UNREACHABLE();
}

/// OpenAI's newer models know the system prompt by another role; other servers do not.
QByteArrayView systemRole(ConnectionType type, const QString &modelId)
{
    static const QRegularExpression newer(u"^(o\\d|gpt-[5-9])"_s);
    return type == ConnectionType::OpenAiChat && newer.match(modelId).hasMatch() ? "developer"
                                                                                 : "system";
}

void writeFileData(JsonWriter &json, const Document &document)
{
    json.key("filename").text(document.name);
    json.key("file_data").text(dataUrl(document.mediaType, document.bytes));
}

void writeUser(JsonWriter &json, const Turn &turn)
{
    json.beginObject().key("role").text("user").key("content");
    if (!turn.hasFiles()) {
        json.text(turn.text).endObject();
        return;
    }
    json.beginArray();
    for (const Document &document : turn.documents) {
        json.beginObject().key("type").text("file").key("file").beginObject();
        writeFileData(json, document);
        json.endObject().endObject();
    }
    if (!turn.text.isEmpty()) {
        json.beginObject().key("type").text("text").key("text").text(turn.text).endObject();
    }
    for (const Image &image : turn.images) {
        json.beginObject().key("type").text("image_url").key("image_url").beginObject();
        json.key("url").text(dataUrl(image.mediaType, image.bytes)).endObject().endObject();
    }
    json.endArray().endObject();
}

void writeAssistant(JsonWriter &json, const Turn &turn)
{
    json.beginObject().key("role").text("assistant").key("content");
    if (turn.text.isEmpty() && !turn.toolCalls.isEmpty()) {
        json.null();
    } else {
        json.text(turn.text);
    }
    if (!turn.toolCalls.isEmpty()) {
        json.key("tool_calls").beginArray();
        for (const ToolCall &call : turn.toolCalls) {
            json.beginObject().key("id").text(call.id).key("type").text("function");
            json.key("function").beginObject().key("name").text(call.name);
            json.key("arguments").text(call.arguments).endObject().endObject();
        }
        json.endArray();
    }
    json.endObject();
}

void writeMessages(JsonWriter &json, ConnectionType type, const ModelRequest &request)
{
    json.key("messages").beginArray();
    if (!request.systemPrompt.isEmpty()) {
        json.beginObject().key("role").text(systemRole(type, request.modelId));
        json.key("content").text(request.systemPrompt).endObject();
    }
    for (const Turn &turn : request.turns) {
        switch (turn.role) {
        case Turn::Role::User:
            writeUser(json, turn);
            break;
        case Turn::Role::Assistant:
            writeAssistant(json, turn);
            break;
        case Turn::Role::ToolResult:
            json.beginObject().key("role").text("tool").key("tool_call_id").text(turn.toolCallId);
            json.key("content").text(turn.text).endObject();
            break;
        }
    }
    json.endArray();
}

void writeChatTools(JsonWriter &json, const ModelRequest &request)
{
    if (request.tools.isEmpty()) {
        return;
    }
    json.key("tools").beginArray();
    for (const ToolDefinition &tool : request.tools) {
        json.beginObject().key("type").text("function").key("function").beginObject();
        json.key("name").text(tool.name).key("description").text(tool.description);
        json.key("parameters").object(tool.inputSchema).endObject().endObject();
    }
    json.endArray().key("tool_choice").text(toolChoiceName(request.toolChoice));
}

void writeResponseParts(JsonWriter &json, const Turn &turn)
{
    json.beginArray();
    for (const Document &document : turn.documents) {
        json.beginObject().key("type").text("input_file");
        writeFileData(json, document);
        json.endObject();
    }
    if (!turn.text.isEmpty()) {
        json.beginObject().key("type").text("input_text").key("text").text(turn.text).endObject();
    }
    for (const Image &image : turn.images) {
        json.beginObject().key("type").text("input_image").key("detail").text("auto");
        json.key("image_url").text(dataUrl(image.mediaType, image.bytes)).endObject();
    }
    json.endArray();
}

void writeResponseItem(JsonWriter &json, const Turn &turn)
{
    if (turn.role == Turn::Role::ToolResult) {
        json.beginObject().key("type").text("function_call_output");
        json.key("call_id").text(turn.toolCallId).key("output").text(turn.text).endObject();
        return;
    }
    if (!turn.text.isEmpty() || turn.hasFiles()) {
        const bool isUser = turn.role == Turn::Role::User;
        json.beginObject();
        if (!isUser) {
            json.key("type").text("message"); // llama.cpp knows an answer by it alone
        }
        json.key("role").text(isUser ? "user" : "assistant").key("content");
        if (turn.hasFiles()) {
            writeResponseParts(json, turn);
        } else {
            json.text(turn.text);
        }
        json.endObject();
    }
    for (const ToolCall &call : turn.toolCalls) {
        json.beginObject().key("type").text("function_call").key("call_id").text(call.id);
        json.key("name").text(call.name).key("arguments").text(call.arguments).endObject();
    }
}

void writeReasoning(Body &body, const ModelRequest &request)
{
    const QString effort = effortFor(body, ConnectionType::OpenAiResponses, request);
    const bool isOn = request.parameters.thinking == Parameters::Thinking::On
        && thinkingRules(ConnectionType::OpenAiResponses, request).takesOn;
    if (isOn || !effort.isEmpty()) {
        body.json.key("reasoning").beginObject();
        if (!effort.isEmpty()) {
            body.json.key("effort").text(effort);
        }
        if (isOn) {
            body.json.key("summary").text("auto");
        }
        body.json.endObject();
    }
    if (request.parameters.thinking != Parameters::Thinking::AsUsual && !isOn) {
        body.leftOut.append(u"thinking"_s);
    }
}

void writeResponseFormat(JsonWriter &json, const QJsonObject &schema)
{
    if (schema.isEmpty()) {
        return;
    }
    json.key("text").beginObject().key("format").beginObject();
    json.key("type").text("json_schema").key("name").text("answer");
    json.key("schema").object(schema).endObject().endObject();
}

void writeResponseTools(JsonWriter &json, const ModelRequest &request)
{
    if (request.tools.isEmpty()) {
        return;
    }
    json.key("tools").beginArray();
    for (const ToolDefinition &tool : request.tools) {
        json.beginObject().key("type").text("function").key("name").text(tool.name);
        json.key("description").text(tool.description);
        json.key("parameters").object(tool.inputSchema).key("strict").boolean(false).endObject();
    }
    json.endArray().key("tool_choice").text(toolChoiceName(request.toolChoice));
}

void writeChatStream(JsonWriter &json, ConnectionType type, Delivery delivery)
{
    json.key("stream").boolean(delivery == Delivery::Stream);
    if (delivery == Delivery::Stream) {
        json.key("stream_options").beginObject().key("include_usage").boolean(true);
        if (type == ConnectionType::OpenAiChat) {
            json.key("include_obfuscation").boolean(false);
        }
        json.endObject();
    }
}

} // namespace

void writeChat(Body &body, const ConnectionSettings &settings, const ModelRequest &request)
{
    const Parameters &parameters = request.parameters;
    const bool isElsewhere = settings.type == ConnectionType::OpenAiCompatible;
    JsonWriter &json = body.json;
    json.beginObject().key("model").text(request.modelId);
    writeMessages(json, settings.type, request);
    writeChatTools(json, request);
    // OpenAI's newer models refuse the old name, and other servers know only that.
    writeOptional(json, isElsewhere ? "max_tokens" : "max_completion_tokens",
                  parameters.maxOutputTokens);
    writeSampling(
        body, settings, request,
        {"temperature", "top_p", isElsewhere ? QByteArrayView("top_k") : QByteArrayView()});
    writeOptional(json, "seed", parameters.seed);
    if (refusesStops(settings, request)) {
        leaveOut(body, u"stopSequences"_s, parameters.stopSequences);
    } else {
        writeTexts(json, "stop", parameters.stopSequences);
    }
    if (const QString effort = effortFor(body, settings.type, request); !effort.isEmpty()) {
        json.key("reasoning_effort").text(effort);
    }
    if (!request.responseSchema.isEmpty()) {
        json.key("response_format").beginObject().key("type").text("json_schema");
        json.key("json_schema").beginObject().key("name").text("answer");
        json.key("schema").object(request.responseSchema).endObject().endObject();
    }
    writeChatStream(json, settings.type, request.delivery);
    json.endObject();
    leaveOut(body, u"contextTokens"_s, parameters.contextTokens);
    leaveOut(body, u"thinkingBudget"_s, parameters.thinkingBudget);
    if (parameters.thinking != Parameters::Thinking::AsUsual) {
        body.leftOut.append(u"thinking"_s);
    }
}

void writeResponses(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                    BodyUse use)
{
    const Parameters &parameters = request.parameters;
    JsonWriter &json = body.json;
    json.beginObject().key("model").text(request.modelId);
    if (!request.systemPrompt.isEmpty()) {
        json.key("instructions").text(request.systemPrompt);
    }
    json.key("input").beginArray();
    for (const Turn &turn : request.turns) {
        writeResponseItem(json, turn);
    }
    json.endArray();
    writeResponseTools(json, request);
    writeReasoning(body, request);
    writeResponseFormat(json, request.responseSchema);
    if (use == BodyUse::Answer) {
        if (parameters.maxOutputTokens) {
            json.key("max_output_tokens")
                .integer(std::max(*parameters.maxOutputTokens, leastResponseTokens));
        }
        writeSampling(body, settings, request, {"temperature", "top_p", {}});
        json.key("store").boolean(false);
        json.key("stream").boolean(request.delivery == Delivery::Stream);
    }
    json.endObject();
    leaveOut(body, u"seed"_s, parameters.seed);
    leaveOut(body, u"contextTokens"_s, parameters.contextTokens);
    leaveOut(body, u"thinkingBudget"_s, parameters.thinkingBudget);
    leaveOut(body, u"stopSequences"_s, parameters.stopSequences);
}

} // namespace hermes::modelapi
