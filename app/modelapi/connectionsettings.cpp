#include "modelapi/connectionsettings.h"

#include "modelapi/modelapitr.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

struct TypeRow
{
    ConnectionType type;
    QLatin1StringView name;
    QLatin1StringView baseUrl;
};

constexpr std::array typeRows{
    TypeRow{ConnectionType::Anthropic, "anthropic"_L1, "https://api.anthropic.com"_L1},
    TypeRow{ConnectionType::OpenAiResponses, "openai-responses"_L1, "https://api.openai.com/v1"_L1},
    TypeRow{ConnectionType::OpenAiChat, "openai-chat"_L1, "https://api.openai.com/v1"_L1},
    TypeRow{ConnectionType::OpenAiCompatible, "openai-compatible"_L1,
            "http://127.0.0.1:8080/v1"_L1},
    TypeRow{ConnectionType::Azure, "azure"_L1, ""_L1},
    TypeRow{ConnectionType::Gemini, "gemini"_L1, "https://generativelanguage.googleapis.com"_L1},
    TypeRow{ConnectionType::Ollama, "ollama"_L1, "http://localhost:11434"_L1},
};

const TypeRow &rowOf(ConnectionType type)
{
    return *std::ranges::find(typeRows, type, &TypeRow::type);
}

constexpr std::array proxyNames{
    std::pair{ProxyChoice::Kind::FromEnvironment, "environment"_L1},
    std::pair{ProxyChoice::Kind::None, "none"_L1},
    std::pair{ProxyChoice::Kind::Http, "http"_L1},
    std::pair{ProxyChoice::Kind::Socks5, "socks5"_L1},
};

constexpr QLatin1StringView bearerName("bearer");

/// Reads fields one by one and keeps the name of the first that is not what it should be.
class FieldReader
{
public:
    explicit FieldReader(const QJsonObject &json) : m_json(json) { }

    void read(QLatin1StringView name, QString &into)
    {
        if (const QJsonValue value = taken(name, QJsonValue::String); !value.isUndefined()) {
            into = value.toString();
        }
    }
    void read(QLatin1StringView name, std::optional<double> &into)
    {
        if (const QJsonValue value = taken(name, QJsonValue::Double); !value.isUndefined()) {
            into = value.toDouble();
        }
    }
    void read(QLatin1StringView name, std::optional<qint64> &into)
    {
        const QJsonValue value = taken(name, QJsonValue::Double);
        if (value.isUndefined()) {
            return;
        }
        if (std::trunc(value.toDouble()) != value.toDouble()) {
            refuse(name);
        }
        into = value.toInteger();
    }
    void read(QLatin1StringView name, std::chrono::milliseconds &into)
    {
        std::optional<qint64> count;
        read(name, count);
        if (count && *count <= 0) {
            refuse(name);
        } else if (count) {
            into = std::chrono::milliseconds(*count);
        }
    }
    void read(QLatin1StringView name, QStringList &into)
    {
        const QJsonValue values = taken(name, QJsonValue::Array);
        if (values.isUndefined()) {
            return;
        }
        for (const QJsonArray array = values.toArray(); const auto &value : array) {
            if (!value.isString()) {
                refuse(name);
            }
            into.append(value.toString());
        }
    }
    [[nodiscard]] QJsonObject object(QLatin1StringView name)
    {
        return taken(name, QJsonValue::Object).toObject();
    }
    [[nodiscard]] QJsonArray array(QLatin1StringView name)
    {
        return taken(name, QJsonValue::Array).toArray();
    }
    void refuse(QLatin1StringView name)
    {
        if (m_refused.isEmpty()) {
            m_refused = name;
        }
    }
    [[nodiscard]] Result<void> result() const
    {
        if (m_refused.isEmpty()) {
            return {};
        }
        return failure(ErrorCode::InvalidFormat,
                       ModelApiTr::tr("The connection's field “%1” is not what it should be. "
                                      "Correct it in the connection's settings.")
                           .arg(m_refused));
    }

private:
    QJsonValue taken(QLatin1StringView name, QJsonValue::Type type)
    {
        QJsonValue value = m_json.value(name);
        if (!value.isUndefined() && value.type() != type) {
            refuse(name);
            return QJsonValue(QJsonValue::Undefined);
        }
        return value;
    }

    QJsonObject m_json;
    QString m_refused;
};

template <typename Number>
void put(QJsonObject &json, QLatin1StringView name, const std::optional<Number> &value)
{
    if (value) {
        json.insert(name, QJsonValue(*value));
    }
}

void put(QJsonObject &json, QLatin1StringView name, const QString &value)
{
    if (!value.isEmpty()) {
        json.insert(name, value);
    }
}

void put(QJsonObject &json, QLatin1StringView name, const QJsonObject &value)
{
    if (!value.isEmpty()) {
        json.insert(name, value);
    }
}

QJsonObject toJson(const TimeOuts &timeOuts)
{
    const TimeOuts usual;
    QJsonObject json;
    const auto putTime = [&json](QLatin1StringView name, std::chrono::milliseconds value,
                                 std::chrono::milliseconds usually) {
        if (value != usually) {
            json.insert(name, static_cast<qint64>(value.count()));
        }
    };
    putTime("connectMs"_L1, timeOuts.connect, usual.connect);
    putTime("firstByteMs"_L1, timeOuts.firstByte, usual.firstByte);
    putTime("idleMs"_L1, timeOuts.idle, usual.idle);
    putTime("totalMs"_L1, timeOuts.total, usual.total);
    return json;
}

QJsonObject toJson(const ProxyChoice &proxy)
{
    if (proxy == ProxyChoice{}) {
        return {};
    }
    QJsonObject json{
        {u"kind"_s, QString(std::ranges::find(proxyNames, proxy.kind, [](const auto &row) {
                                return row.first;
                            })->second)}};
    put(json, "host"_L1, proxy.host);
    if (proxy.port != 0) {
        json.insert("port"_L1, proxy.port);
    }
    return json;
}

Result<ProxyChoice> proxyFromJson(const QJsonObject &json)
{
    ProxyChoice proxy;
    if (json.isEmpty()) {
        return proxy;
    }
    FieldReader reader(json);
    QString kind;
    std::optional<qint64> port;
    reader.read("kind"_L1, kind);
    reader.read("host"_L1, proxy.host);
    reader.read("port"_L1, port);
    const auto *row =
        std::ranges::find(proxyNames, kind, [](const auto &r) { return QString(r.second); });
    if (row == proxyNames.end()) {
        reader.refuse("proxy.kind"_L1);
    } else {
        proxy.kind = row->first;
    }
    if (port && (*port < 1 || *port > 65535)) {
        reader.refuse("proxy.port"_L1);
    }
    proxy.port = static_cast<quint16>(port.value_or(0));
    return reader.result().transform([&proxy] { return proxy; });
}

Result<TimeOuts> timeOutsFromJson(const QJsonObject &json)
{
    TimeOuts timeOuts;
    FieldReader reader(json);
    reader.read("connectMs"_L1, timeOuts.connect);
    reader.read("firstByteMs"_L1, timeOuts.firstByte);
    reader.read("idleMs"_L1, timeOuts.idle);
    reader.read("totalMs"_L1, timeOuts.total);
    return reader.result().transform([&timeOuts] { return timeOuts; });
}

/// What RFC 9110 allows in a header's name.
bool isToken(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || u"!#$%&'*+-.^_`|~"_s.contains(c));
    });
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

/// A name or an IP address, and nothing else.
bool isHost(const QString &text)
{
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    return !url.host().isEmpty() && !text.contains(u'/') && !text.contains(u'@');
}

Result<void> checkHeaders(const QList<ExtraHeader> &headers)
{
    static const QStringList ours{u"content-type"_s, u"content-length"_s,
                                  u"host"_s,         u"transfer-encoding"_s,
                                  u"connection"_s,   u"accept-encoding"_s};
    for (const ExtraHeader &header : headers) {
        if (!isToken(header.name)) {
            return refused(ModelApiTr::tr("An extra header's name may have letters, digits and "
                                          "hyphens; correct it."));
        }
        if (isCredentialHeader(header.name)) {
            return refused(ModelApiTr::tr("The header “%1” would hold a key, and settings are no "
                                          "place for keys. Remove it and give the connection its "
                                          "key instead.")
                               .arg(header.name));
        }
        if (ours.contains(header.name.toLower())) {
            return refused(ModelApiTr::tr("The header “%1” is set by the program. Remove it.")
                               .arg(header.name));
        }
        if (std::ranges::any_of(header.value, [](QChar c) {
                return c.unicode() > 0x7e || (c.unicode() < 0x20 && c != u'\t');
            })) {
            return refused(ModelApiTr::tr("The value of the header “%1” must be plain ASCII text "
                                          "in one line.")
                               .arg(header.name));
        }
    }
    return {};
}

} // namespace

QList<ConnectionType> connectionTypes()
{
    QList<ConnectionType> types;
    std::ranges::transform(typeRows, std::back_inserter(types), &TypeRow::type);
    return types;
}

QString connectionTypeName(ConnectionType type)
{
    return rowOf(type).name;
}

std::optional<ConnectionType> connectionTypeNamed(const QString &name)
{
    const auto *row =
        std::ranges::find(typeRows, name, [](const TypeRow &r) { return QString(r.name); });
    return row == typeRows.end() ? std::nullopt : std::optional(row->type);
}

QString apiName(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return ModelApiTr::tr("Anthropic Messages");
    case ConnectionType::OpenAiResponses:
        return ModelApiTr::tr("OpenAI Responses");
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
        return ModelApiTr::tr("Chat Completions");
    case ConnectionType::Azure:
        return ModelApiTr::tr("Azure OpenAI");
    case ConnectionType::Gemini:
        return ModelApiTr::tr("Gemini");
    case ConnectionType::Ollama:
        return ModelApiTr::tr("Ollama");
    }
    Q_UNREACHABLE();
}

bool hasKeyHeaderChoice(ConnectionType type)
{
    return type == ConnectionType::Anthropic || type == ConnectionType::Azure;
}

QString usualBaseUrl(ConnectionType type)
{
    return rowOf(type).baseUrl;
}

Parameters overlaid(const Parameters &base, const Parameters &over)
{
    Parameters result = base;
    const auto take = [](auto &into, const auto &from) {
        if (from) {
            into = from;
        }
    };
    take(result.temperature, over.temperature);
    take(result.topP, over.topP);
    take(result.topK, over.topK);
    take(result.maxOutputTokens, over.maxOutputTokens);
    take(result.seed, over.seed);
    take(result.contextTokens, over.contextTokens);
    take(result.thinkingBudget, over.thinkingBudget);
    if (!over.stopSequences.isEmpty()) {
        result.stopSequences = over.stopSequences;
    }
    if (!over.effort.isEmpty()) {
        result.effort = over.effort;
    }
    if (over.thinking != Parameters::Thinking::AsUsual) {
        result.thinking = over.thinking;
    }
    return result;
}

QJsonObject toJson(const Parameters &parameters)
{
    QJsonObject json;
    put(json, "temperature"_L1, parameters.temperature);
    put(json, "topP"_L1, parameters.topP);
    put(json, "topK"_L1, parameters.topK);
    put(json, "maxOutputTokens"_L1, parameters.maxOutputTokens);
    put(json, "seed"_L1, parameters.seed);
    put(json, "contextTokens"_L1, parameters.contextTokens);
    put(json, "thinkingBudget"_L1, parameters.thinkingBudget);
    put(json, "effort"_L1, parameters.effort);
    if (!parameters.stopSequences.isEmpty()) {
        json.insert("stopSequences"_L1, QJsonArray::fromStringList(parameters.stopSequences));
    }
    if (parameters.thinking != Parameters::Thinking::AsUsual) {
        json.insert("thinking"_L1,
                    parameters.thinking == Parameters::Thinking::On ? u"on"_s : u"off"_s);
    }
    return json;
}

Result<Parameters> parametersFromJson(const QJsonObject &json)
{
    Parameters parameters;
    FieldReader reader(json);
    reader.read("temperature"_L1, parameters.temperature);
    reader.read("topP"_L1, parameters.topP);
    reader.read("topK"_L1, parameters.topK);
    reader.read("maxOutputTokens"_L1, parameters.maxOutputTokens);
    reader.read("seed"_L1, parameters.seed);
    reader.read("contextTokens"_L1, parameters.contextTokens);
    reader.read("thinkingBudget"_L1, parameters.thinkingBudget);
    reader.read("effort"_L1, parameters.effort);
    reader.read("stopSequences"_L1, parameters.stopSequences);
    QString thinking;
    reader.read("thinking"_L1, thinking);
    if (thinking == "on"_L1) {
        parameters.thinking = Parameters::Thinking::On;
    } else if (thinking == "off"_L1) {
        parameters.thinking = Parameters::Thinking::Off;
    } else if (!thinking.isEmpty()) {
        reader.refuse("thinking"_L1);
    }
    return reader.result().transform([&parameters] { return parameters; });
}

Parameters differing(const Parameters &wanted, const Parameters &base)
{
    QJsonObject json = toJson(wanted);
    const QJsonObject below = toJson(base);
    for (const auto names = json.keys(); const QString &name : names) {
        if (json.value(name) == below.value(name)) {
            json.remove(name);
        }
    }
    return parametersFromJson(json).value_or(wanted);
}

QJsonObject toJson(const ConnectionSettings &settings)
{
    QJsonObject json{{u"type"_s, connectionTypeName(settings.type)}};
    put(json, "baseUrl"_L1, settings.baseUrl);
    put(json, "model"_L1, settings.modelId);
    put(json, "apiVersion"_L1, settings.apiVersion);
    put(json, "caFile"_L1, settings.caFile);
    QJsonArray headers;
    for (const ExtraHeader &header : settings.extraHeaders) {
        headers.append(QJsonObject{{u"name"_s, header.name}, {u"value"_s, header.value}});
    }
    if (!headers.isEmpty()) {
        json.insert("extraHeaders"_L1, headers);
    }
    put(json, "proxy"_L1, toJson(settings.proxy));
    put(json, "timeOuts"_L1, toJson(settings.timeOuts));
    put(json, "parameters"_L1, toJson(settings.parameters));
    if (settings.keyHeader == KeyHeader::Bearer) {
        json.insert("keyHeader"_L1, bearerName);
    }
    return json;
}

Result<ConnectionSettings> settingsFromJson(const QJsonObject &json)
{
    ConnectionSettings settings;
    FieldReader reader(json);
    QString type;
    reader.read("type"_L1, type);
    if (const auto known = connectionTypeNamed(type)) {
        settings.type = *known;
    } else {
        reader.refuse("type"_L1);
    }
    reader.read("baseUrl"_L1, settings.baseUrl);
    reader.read("model"_L1, settings.modelId);
    reader.read("apiVersion"_L1, settings.apiVersion);
    reader.read("caFile"_L1, settings.caFile);
    for (const QJsonArray headers = reader.array("extraHeaders"_L1); const auto &header : headers) {
        FieldReader fields(header.toObject());
        ExtraHeader &added = settings.extraHeaders.emplaceBack();
        fields.read("name"_L1, added.name);
        fields.read("value"_L1, added.value);
        if (!header.isObject() || !fields.result()) {
            reader.refuse("extraHeaders"_L1);
        }
    }
    QString keyHeader;
    reader.read("keyHeader"_L1, keyHeader);
    if (keyHeader == bearerName) {
        settings.keyHeader = KeyHeader::Bearer;
    } else if (!keyHeader.isEmpty()) {
        reader.refuse("keyHeader"_L1);
    }
    const auto proxy = proxyFromJson(reader.object("proxy"_L1));
    const auto timeOuts = timeOutsFromJson(reader.object("timeOuts"_L1));
    const auto parameters = parametersFromJson(reader.object("parameters"_L1));
    if (const auto fields = reader.result(); !fields) {
        return std::unexpected(fields.error());
    }
    if (!proxy || !timeOuts || !parameters) {
        return std::unexpected(!proxy          ? proxy.error()
                                   : !timeOuts ? timeOuts.error()
                                               : parameters.error());
    }
    settings.proxy = *proxy;
    settings.timeOuts = *timeOuts;
    settings.parameters = *parameters;
    return settings;
}

QUrl effectiveBaseUrl(const ConnectionSettings &settings)
{
    const QString text = settings.baseUrl.trimmed();
    return QUrl(text.isEmpty() ? usualBaseUrl(settings.type) : text, QUrl::StrictMode);
}

QString providerAt(const ConnectionSettings &settings)
{
    static const QHash<QString, QString> providers{
        {u"api.anthropic.com"_s, u"anthropic"_s},
        {u"api.openai.com"_s, u"openai"_s},
        {u"generativelanguage.googleapis.com"_s, u"google"_s},
        {u"api.mistral.ai"_s, u"mistral"_s},
        {u"api.deepseek.com"_s, u"deepseek"_s},
        {u"api.x.ai"_s, u"xai"_s},
        {u"api.groq.com"_s, u"groq"_s},
        {u"api.cohere.com"_s, u"cohere"_s},
        {u"api.cohere.ai"_s, u"cohere"_s},
        {u"openrouter.ai"_s, u"openrouter"_s}};
    const QString host = effectiveBaseUrl(settings).host();
    return providers.value(host, host);
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host().toLower();
    if (host == "localhost"_L1 || host.endsWith(".localhost"_L1) || host == "::1"_L1) {
        return true;
    }
    const QStringList parts = host.split(u'.');
    return parts.size() == 4 && parts.first() == "127"_L1
        && std::ranges::all_of(parts, [](const QString &part) {
               bool isNumber = false;
               return part.toUInt(&isNumber) <= 255 && isNumber;
           });
}

bool mayCarryKey(const QUrl &url)
{
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url));
}

bool isCredentialHeader(const QString &name)
{
    static const QStringList words{u"authorization"_s, u"api-key"_s, u"apikey"_s,  u"cookie"_s,
                                   u"token"_s,         u"secret"_s,  u"password"_s};
    const QString lower = name.toLower();
    return std::ranges::any_of(words,
                               [&lower](const QString &word) { return lower.contains(word); });
}

Result<void> checkSettings(const ConnectionSettings &settings)
{
    const QUrl url = effectiveBaseUrl(settings);
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)) {
        return refused(ModelApiTr::tr("The address must begin with https:// or http:// and name a "
                                      "server, such as https://api.example.org/v1."));
    }
    if (!url.userInfo().isEmpty()) {
        return refused(ModelApiTr::tr("The address must not hold a user or a password. Remove them "
                                      "and give the connection its key instead."));
    }
    const QString query = url.query().toLower();
    if (url.hasFragment()
        || (url.hasQuery()
            && !(settings.type == ConnectionType::Azure && query.startsWith("api-version="_L1)
                 && !query.contains(u'&')))) {
        return refused(ModelApiTr::tr("The address must end with its path, without ? and #. A key "
                                      "is not part of it."));
    }
    if (settings.type == ConnectionType::Anthropic && !settings.apiVersion.isEmpty()
        && settings.apiVersion != "2023-06-01"_L1 && settings.apiVersion != "2026-10-21"_L1) {
        return refused(ModelApiTr::tr("The API version must be 2026-10-21 or 2023-06-01."));
    }
    const bool namesProxy = settings.proxy.kind == ProxyChoice::Kind::Http
        || settings.proxy.kind == ProxyChoice::Kind::Socks5;
    if (namesProxy && (settings.proxy.host.isEmpty() || settings.proxy.port == 0)) {
        return refused(ModelApiTr::tr("The proxy needs a host and a port."));
    }
    if (namesProxy && !isHost(settings.proxy.host)) {
        return refused(ModelApiTr::tr("“%1” is no host of a proxy. Enter its name or IP address "
                                      "alone; the port has a field of its own.")
                           .arg(settings.proxy.host));
    }
    return checkHeaders(settings.extraHeaders);
}

} // namespace hermes::modelapi
