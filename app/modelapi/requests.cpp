#include "modelapi/requests.h"

#include "modelapi/bodies.h"
#include "modelapi/filelimits.h"
#include "modelapi/modelapitr.h"
#include "modelapi/thinking.h"
#include "modelapi/toolcalls.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QUtf8StringView>

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

QString anthropicVersion(const ConnectionSettings &settings)
{
    return settings.apiVersion.isEmpty() ? u"2026-10-21"_s : settings.apiVersion;
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

/// The base address with `path` behind it; a first segment that both have is there once.
QUrl endpoint(const ConnectionSettings &settings, const QString &path, const QString &query = {})
{
    QUrl url = effectiveBaseUrl(settings);
    QString base = url.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/')) {
        base.chop(1);
    }
    const QString first = path.section(u'/', 0, 0);
    if (base.section(u'/', -1) == first) {
        base.chop(first.size() + 1);
    }
    url.setPath(base + u'/' + path, QUrl::TolerantMode);
    if (!query.isEmpty()) {
        url.setQuery(query);
    }
    return url;
}

/// Beside `/v1`, where servers of one's own have what is no part of the API.
QUrl besideVersion(const ConnectionSettings &settings, const QString &path)
{
    QUrl url = effectiveBaseUrl(settings);
    QString base = url.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/')) {
        base.chop(1);
    }
    if (base.endsWith("/v1"_L1)) {
        base.chop(3);
    }
    url.setPath(base + u'/' + path, QUrl::TolerantMode);
    return url;
}

QString geminiModel(const QString &modelId)
{
    const QString name = modelId.startsWith("models/"_L1) ? modelId.sliced(7) : modelId;
    return u"v1beta/models/"_s + QString::fromLatin1(QUrl::toPercentEncoding(name));
}

void setKeyHeader(HttpRequest &http, const ConnectionSettings &settings)
{
    const bool isBearer =
        settings.keyHeader == KeyHeader::Bearer && hasKeyHeaderChoice(settings.type);
    switch (isBearer ? ConnectionType::OpenAiChat : settings.type) {
    case ConnectionType::Anthropic:
        http.keyHeader = "x-api-key";
        break;
    case ConnectionType::Azure:
        http.keyHeader = "api-key";
        break;
    case ConnectionType::Gemini:
        http.keyHeader = "x-goog-api-key";
        break;
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Ollama:
        http.keyHeader = "Authorization";
        http.keyPrefix = "Bearer ";
        break;
    }
}

/// As one line of that name: the wire would otherwise have both.
void setHeader(HttpRequest &http, const HttpHeader &header)
{
    const auto same = [&header](const HttpHeader &known) {
        return known.name.compare(header.name, Qt::CaseInsensitive) == 0;
    };
    const auto known = std::ranges::find_if(http.headers, same);
    if (known == http.headers.end()) {
        http.headers.append(header);
    } else {
        *known = header;
    }
}

Result<void> checkTurns(const ConnectionSettings &settings, const QList<Turn> &turns)
{
    if (turns.isEmpty()) {
        return refused(ModelApiTr::tr("There is no message to answer. Write one."));
    }
    for (const Turn &turn : turns) {
        if (!turn.documents.isEmpty() && !hasDocumentForm(settings.type)) {
            return refused(ModelApiTr::tr("%1 takes no PDFs. Nothing was sent. Attach the text or "
                                          "pictures of the pages instead, or ask another server.")
                               .arg(apiName(settings.type)));
        }
        for (const ToolCall &call : turn.toolCalls) {
            if (!QJsonDocument::fromJson(call.arguments).isObject()) {
                return refused(ModelApiTr::tr("The arguments of the call of “%1” are no JSON "
                                              "object. Correct them.")
                                   .arg(call.name));
            }
        }
    }
    if (const auto call = unansweredCall(turns)) { // which the APIs answer with an error
        return refused(ModelApiTr::tr("The model calls “%1”, and the call is not answered yet. "
                                      "Nothing was sent. Answer it, or have the question before "
                                      "it answered anew.")
                           .arg(call->name));
    }
    return {};
}

/// OpenAI's schema has no room for more words to stop at (`StopConfiguration`, at most 4 items).
Result<void> checkStops(const ConnectionSettings &settings, const ModelRequest &request)
{
    constexpr qsizetype mostStops = 4;
    const qsizetype count = request.parameters.stopSequences.size();
    const bool isLimited =
        settings.type == ConnectionType::OpenAiChat || settings.type == ConnectionType::Azure;
    if (!isLimited || count <= mostStops || refusesStops(settings, request)) {
        return {};
    }
    return refused(ModelApiTr::tr("%1 stops at %2 words at most, and there are %3. Nothing was "
                                  "sent. Take some away.")
                       .arg(apiName(settings.type))
                       .arg(mostStops)
                       .arg(count));
}

Result<void> checkRequest(const ConnectionSettings &settings, const ModelRequest &request)
{
    if (const auto checked = checkSettings(settings); !checked) {
        return checked;
    }
    if (request.modelId.trimmed().isEmpty()) {
        return refused(ModelApiTr::tr("The connection names no model. Choose one."));
    }
    if (!QUtf8StringView(request.systemPrompt).isValidUtf8()) {
        return failure(ErrorCode::NotText,
                       ModelApiTr::tr("The prompt is not UTF-8 text and cannot be sent. Nothing "
                                      "was sent. Save it as UTF-8."));
    }
    if (const auto checked = checkStops(settings, request); !checked) {
        return checked;
    }
    return checkTurns(settings, request.turns);
}

/// As the API can be told it: these two know calls without an id, the others do not.
ModelRequest toldTo(ConnectionType type, ModelRequest request)
{
    if (type != ConnectionType::Gemini && type != ConnectionType::Ollama) {
        request.turns = withCallIds(std::move(request.turns));
    }
    return request;
}

QUrl answerUrl(const ConnectionSettings &settings, const ModelRequest &request)
{
    switch (settings.type) {
    case ConnectionType::Anthropic:
        return endpoint(settings, u"v1/messages"_s);
    case ConnectionType::OpenAiResponses:
        return endpoint(settings, u"responses"_s);
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure:
        return endpoint(settings, u"chat/completions"_s);
    case ConnectionType::Gemini:
        return request.delivery == Delivery::Stream
            ? endpoint(settings, geminiModel(request.modelId) + u":streamGenerateContent"_s,
                       u"alt=sse"_s)
            : endpoint(settings, geminiModel(request.modelId) + u":generateContent"_s);
    case ConnectionType::Ollama:
        return endpoint(settings, u"api/chat"_s);
    }
    Q_UNREACHABLE();
}

void writeBody(Body &body, const ConnectionSettings &settings, const ModelRequest &request)
{
    switch (settings.type) {
    case ConnectionType::Anthropic:
        return writeAnthropic(body, settings, request, BodyUse::Answer);
    case ConnectionType::OpenAiResponses:
        return writeResponses(body, settings, request, BodyUse::Answer);
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure:
        return writeChat(body, settings, request);
    case ConnectionType::Gemini:
        return writeGemini(body, settings, request);
    case ConnectionType::Ollama:
        return writeOllama(body, settings, request);
    }
}

} // namespace

HttpRequest requestTo(const ConnectionSettings &settings, const QByteArray &method, const QUrl &url)
{
    HttpRequest http;
    http.method = method;
    http.url = url;
    if (method == "POST") {
        http.headers.append(HttpHeader{"Content-Type", "application/json; charset=utf-8"});
    }
    http.headers.append(HttpHeader{"Accept", "application/json"});
    // Asked for so that nothing unpacks to more than was sent.
    http.headers.append(HttpHeader{"Accept-Encoding", "identity"});
    http.headers.append(HttpHeader{"User-Agent", "hermes-studio/" HERMES_VERSION});
    if (settings.type == ConnectionType::Anthropic) {
        http.headers.append(HttpHeader{"anthropic-version", anthropicVersion(settings).toLatin1()});
    }
    for (const ExtraHeader &header : settings.extraHeaders) {
        setHeader(http, HttpHeader{header.name.toLatin1(), header.value.toLatin1()});
    }
    setKeyHeader(http, settings);
    return http;
}

bool refusesSampling(const ConnectionSettings &settings, const ModelRequest &request)
{
    if (settings.type == ConnectionType::Anthropic
        && anthropicVersion(settings) != "2023-06-01"_L1) {
        return true; // whatever the model
    }
    if (takenEffort(settings.type, request) == "none"_L1) {
        return false; // models that think refuse it while they do
    }
    if (request.sampling != Sampling::AsKnown) {
        return request.sampling == Sampling::Refused;
    }
    switch (settings.type) {
    case ConnectionType::Anthropic: {
        static const QRegularExpression newer(
            u"^claude-(opus-(4-[7-9]|[5-9])|sonnet-[5-9]|fable)"_s);
        return newer.match(request.modelId).hasMatch();
    }
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat: {
        static const QRegularExpression reasoning(u"^(o\\d|gpt-[5-9])"_s);
        return reasoning.match(request.modelId).hasMatch();
    }
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure: // the model's name is the customer's own
    case ConnectionType::Gemini:
    case ConnectionType::Ollama:
        return false;
    }
    Q_UNREACHABLE();
}

ModelRequest requestFor(const ConnectionSettings &settings, const QByteArray &systemPrompt,
                        const QList<Turn> &turns)
{
    ModelRequest request;
    request.modelId = settings.modelId;
    request.systemPrompt = systemPrompt;
    request.turns = turns;
    request.parameters = settings.parameters;
    return request;
}

Result<HttpRequest> answerRequest(const ConnectionSettings &settings, const ModelRequest &asked)
{
    if (const auto checked = checkRequest(settings, asked); !checked) {
        return std::unexpected(checked.error());
    }
    const ModelRequest request = toldTo(settings.type, asked);
    Body body;
    writeBody(body, settings, request);
    HttpRequest http = requestTo(settings, "POST", answerUrl(settings, request));
    http.body = body.json.json();
    http.leftOut = body.leftOut;
    return http;
}

Result<HttpRequest> countRequest(const ConnectionSettings &settings, const ModelRequest &asked)
{
    if (const auto checked = checkRequest(settings, asked); !checked) {
        return std::unexpected(checked.error());
    }
    const ModelRequest request = toldTo(settings.type, asked);
    Body body;
    QUrl url;
    if (settings.type == ConnectionType::Anthropic) {
        writeAnthropic(body, settings, request, BodyUse::Count);
        url = endpoint(settings, u"v1/messages/count_tokens"_s);
    } else if (settings.type == ConnectionType::OpenAiResponses
               || settings.type == ConnectionType::OpenAiChat
               || settings.type == ConnectionType::OpenAiCompatible) {
        writeResponses(body, settings, request, BodyUse::Count);
        url = endpoint(settings, u"responses/input_tokens"_s);
    } else if (settings.type == ConnectionType::Gemini) {
        Body inner;
        writeGemini(inner, settings, request);
        // The same body, inside; it names its model itself there.
        const QByteArray model = "models/" + request.modelId.section(u'/', -1).toUtf8();
        body.json.beginObject().key("generateContentRequest").beginObject();
        body.json.key("model").text(model);
        body.json.rawMembers(inner.json.json()).endObject().endObject();
        url = endpoint(settings, geminiModel(request.modelId) + u":countTokens"_s);
    } else {
        return refused(ModelApiTr::tr("This kind of server does not count tokens."));
    }
    HttpRequest http = requestTo(settings, "POST", url);
    http.body = body.json.json();
    return http;
}

QList<HttpRequest> furtherCountRequests(const ConnectionSettings &settings,
                                        const ModelRequest &asked)
{
    if (settings.type != ConnectionType::OpenAiCompatible) {
        return {};
    }
    const ModelRequest request = toldTo(settings.type, asked);
    Body messages;
    writeAnthropic(messages, settings, request, BodyUse::Count);
    HttpRequest asAnthropic =
        requestTo(settings, "POST", endpoint(settings, u"messages/count_tokens"_s));
    asAnthropic.body = messages.json.json();

    ModelRequest whole = request;
    whole.delivery = Delivery::Whole;
    Body chat;
    writeChat(chat, settings, whole);
    Body both; // vLLM reads the messages, llama.cpp the content
    both.json.beginObject().rawMembers(chat.json.json());
    both.json.key("content").text(request.systemPrompt).endObject();
    HttpRequest tokenize = requestTo(settings, "POST", besideVersion(settings, u"tokenize"_s));
    tokenize.body = both.json.json();
    return {asAnthropic, tokenize};
}

Result<HttpRequest> emptyRequest(const ConnectionSettings &settings)
{
    if (const auto checked = checkSettings(settings); !checked) {
        return std::unexpected(checked.error());
    }
    ModelRequest request = requestFor(settings, {}, {});
    request.delivery = Delivery::Whole;
    HttpRequest http = requestTo(settings, "POST", answerUrl(settings, request));
    http.body = "{}";
    return http;
}

Result<HttpRequest> modelsRequest(const ConnectionSettings &settings, const QString &page)
{
    if (const auto checked = checkSettings(settings); !checked) {
        return std::unexpected(checked.error());
    }
    const QString token = QString::fromLatin1(QUrl::toPercentEncoding(page));
    QUrl url;
    switch (settings.type) {
    case ConnectionType::Anthropic:
        url = endpoint(settings, u"v1/models"_s,
                       u"limit=1000"_s + (page.isEmpty() ? QString() : u"&after_id="_s + token));
        break;
    case ConnectionType::Gemini:
        url =
            endpoint(settings, u"v1beta/models"_s,
                     u"pageSize=1000"_s + (page.isEmpty() ? QString() : u"&pageToken="_s + token));
        break;
    case ConnectionType::Ollama:
        url = endpoint(settings, u"api/tags"_s);
        break;
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
        url = endpoint(settings, u"models"_s);
        break;
    case ConnectionType::Azure:
        url = endpoint(settings, u"models"_s);
        // A deployment has no list of its own.
        if (const QString path = url.path(); path.contains("/deployments/"_L1)) {
            url.setPath(path.section(u"/deployments/"_s, 0, 0) + u"/models"_s);
        }
        break;
    }
    return requestTo(settings, "GET", url);
}

} // namespace hermes::modelapi
