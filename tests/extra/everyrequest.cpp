#include "everyrequest.h"

#include <QJsonDocument>

using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

Turn said(Turn::Role role, const QString &text)
{
    Turn turn;
    turn.role = role;
    turn.text = text;
    return turn;
}

/// Two calls of a tool, answered and gone on from.
QList<Turn> talkWithTools()
{
    Turn calling = said(Turn::Role::Assistant, u"I look."_s);
    calling.thinking = {{u"Where?"_s, u"c2ln"_s, {}}, {{}, {}, u"ZGF0YQ=="_s}};
    calling.toolCalls = {{u"toolu_1"_s, u"look"_s, R"({"at":"a"})", u"c2ln"_s},
                         {u"toolu_2"_s, u"look"_s, "{}", {}}};
    Turn first = said(Turn::Role::ToolResult, u"a tree"_s);
    first.toolCallId = u"toolu_1"_s;
    first.toolName = u"look"_s;
    Turn second = said(Turn::Role::ToolResult, {});
    second.toolCallId = u"toolu_2"_s;
    second.toolName = u"look"_s;
    return {said(Turn::Role::User, u"Where are we?"_s),
            calling,
            first,
            second,
            said(Turn::Role::Assistant, u"In a wood."_s),
            said(Turn::Role::User, u"Why?"_s)};
}

QList<ToolDefinition> tools()
{
    const QJsonObject place{{u"type"_s, u"string"_s}, {u"description"_s, u"Where."_s}};
    return {{u"look"_s,
             u"Looks at a place."_s,
             {{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"at"_s, place}}}}},
            {u"wait"_s, {}, {{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{}}}}};
}

QStringList modelsOf(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return {u"claude-opus-4-8"_s, u"claude-3-5-haiku-20241022"_s};
    case ConnectionType::Gemini:
        return {u"gemini-2.5-pro"_s};
    default:
        return {u"gpt-4o"_s, u"gpt-6"_s, u"o3"_s};
    }
}

/// Each parameter alone, then all.
QList<std::pair<QString, Parameters>> parameterSets()
{
    QList<std::pair<QString, Parameters>> sets{{u"no parameter"_s, {}}};
    Parameters all;
    const auto add = [&](const QString &name, auto &&set) {
        Parameters one;
        set(one);
        set(all);
        sets.append({name, one});
    };
    add(u"temperature"_s, [](Parameters &p) { p.temperature = 0.5; });
    add(u"topP"_s, [](Parameters &p) { p.topP = 1; });
    add(u"topK"_s, [](Parameters &p) { p.topK = 40; });
    add(u"maxOutputTokens"_s, [](Parameters &p) { p.maxOutputTokens = 4000; });
    add(u"seed"_s, [](Parameters &p) { p.seed = 7; });
    add(u"contextTokens"_s, [](Parameters &p) { p.contextTokens = 8192; });
    add(u"thinkingBudget"_s, [](Parameters &p) { p.thinkingBudget = 2000; });
    add(u"stopSequences"_s, [](Parameters &p) { p.stopSequences = {u"END"_s, u"\n\n"_s}; });
    add(u"effort"_s, [](Parameters &p) { p.effort = u"low"_s; });
    add(u"thinking off"_s, [](Parameters &p) { p.thinking = Parameters::Thinking::Off; });
    add(u"thinking on"_s, [](Parameters &p) { p.thinking = Parameters::Thinking::On; });
    sets.append({u"all parameters"_s, all});
    return sets;
}

} // namespace

QList<NamedRequest> everyRequest(ConnectionType type, const QString &apiVersion)
{
    QList<NamedRequest> requests;
    ConnectionSettings settings;
    settings.type = type;
    settings.apiVersion = apiVersion;
    settings.baseUrl = usualBaseUrl(type).isEmpty() ? u"https://r.openai.azure.com/openai/v1"_s
                                                    : usualBaseUrl(type);
    const auto add = [&](const QString &name, const ModelRequest &request) {
        const QString full =
            connectionTypeName(type) + u' ' + apiVersion + u' ' + request.modelId + u": "_s + name;
        requests.append({full, settings, request, false});
        requests.append({full + u", counted"_s, settings, request, true});
    };
    const QByteArray prompt = "You are “Hermes”.\r\n\t{{x}} \\ \"q\" \xf0\x9f\xa6\x89\n";
    for (const QStringList models = modelsOf(type); const QString &model : models) {
        settings.modelId = model;
        const ModelRequest plain = requestFor(settings, prompt, {said(Turn::Role::User, u"Hi"_s)});
        for (const auto sets = parameterSets(); const auto &[name, parameters] : sets) {
            ModelRequest request = plain;
            request.parameters = parameters;
            add(name, request);
        }
        ModelRequest request = plain;
        request.systemPrompt.clear();
        request.delivery = Delivery::Whole;
        add(u"no system prompt, whole"_s, request);
        request = plain;
        request.turns[0].images = {{u"image/png"_s, "abc"}, {u"image/jpeg"_s, "d"}};
        add(u"images"_s, request);
        request.turns[0].text.clear();
        add(u"images alone"_s, request);
        request = plain;
        request.turns[0].documents = {{u"report.pdf"_s, u"application/pdf"_s, "%PDF-1.7"}};
        add(u"a document"_s, request);
        request.turns[0].images = {{u"image/png"_s, "abc"}};
        add(u"a document and an image"_s, request);
        request.turns[0].text.clear();
        request.turns[0].images.clear();
        add(u"a document alone"_s, request);
        request = plain;
        request.responseSchema = {{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{}}};
        add(u"a schema"_s, request);
        request = plain;
        request.turns = talkWithTools();
        for (const ToolChoice choice : {ToolChoice::Auto, ToolChoice::Required, ToolChoice::None}) {
            request.tools = tools();
            request.toolChoice = choice;
            add(u"tools %1"_s.arg(static_cast<int>(choice)), request);
        }
        request.parameters.thinking = Parameters::Thinking::On;
        add(u"tools and thinking"_s, request);
    }
    return requests;
}

QList<DescribedApi> describedApis()
{
    using enum ConnectionType;
    return {{"Anthropic, newest", Anthropic, {}, u"anthropic-2026-10-21"_s},
            {"Anthropic, older", Anthropic, u"2023-06-01"_s, u"anthropic-2023-06-01"_s},
            {"Responses", OpenAiResponses, {}, u"openai"_s},
            {"Chat", OpenAiChat, {}, u"openai"_s},
            {"compatible", OpenAiCompatible, {}, u"openai"_s},
            {"Azure", Azure, {}, u"openai"_s},
            {"Gemini", Gemini, {}, u"gemini"_s}};
}

std::optional<HttpRequest> describedRequest(const NamedRequest &named)
{
    auto http = named.isCount ? countRequest(named.settings, named.request)
                              : answerRequest(named.settings, named.request);
    if (!http) {
        return {};
    }
    if (named.isCount && named.settings.type == ConnectionType::Gemini) {
        QJsonObject body = QJsonDocument::fromJson(http->body).object();
        QJsonObject inside = body.value("generateContentRequest"_L1).toObject();
        if (inside.take("model"_L1) != QString(u"models/"_s + named.request.modelId)) {
            return {};
        }
        body.insert("generateContentRequest"_L1, inside);
        http->body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    return *http;
}

} // namespace hermes::test
