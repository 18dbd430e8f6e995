#pragma once

#include "core/error.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace hermes::modelapi {

/// The wire form that a server speaks.
enum class ConnectionType
{
    Anthropic, ///< Messages.
    OpenAiResponses,
    OpenAiChat, ///< Chat Completions at OpenAI itself.
    OpenAiCompatible, ///< Chat Completions elsewhere: llama.cpp, vLLM, LM Studio, OpenRouter.
    Azure, ///< Chat Completions; the model is the deployment.
    Gemini,
    Ollama,
};

/// All types, in the order in which they are offered.
[[nodiscard]] QList<ConnectionType> connectionTypes();
/// The name in files and on the command line: `anthropic`, `openai-responses`, `openai-chat`,
/// `openai-compatible`, `azure`, `gemini`, `ollama`.
[[nodiscard]] QString connectionTypeName(ConnectionType type);
[[nodiscard]] std::optional<ConnectionType> connectionTypeNamed(const QString &name);
/// The API's name for people: "Anthropic Messages".
[[nodiscard]] QString apiName(ConnectionType type);
/// Where the provider itself answers; empty for Azure, whose address belongs to the customer.
[[nodiscard]] QString usualBaseUrl(ConnectionType type);

/// What steers an answer. A value that is not set is not sent: the server's own default holds.
struct Parameters
{
    enum class Thinking
    {
        AsUsual, ///< Nothing is said about it.
        Off,
        On
    };

    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<qint64> topK;
    std::optional<qint64> maxOutputTokens;
    std::optional<qint64> seed;
    std::optional<qint64> contextTokens; ///< Ollama cuts longer prompts without a word.
    std::optional<qint64> thinkingBudget; ///< Tokens.
    QStringList stopSequences;
    QString effort; ///< `low`, `medium`, `high` or what else the model knows.
    Thinking thinking = Thinking::AsUsual;

    bool operator==(const Parameters &) const = default;
};

/// `base` with what `over` sets: the parameters of a definition over those of its connection.
[[nodiscard]] Parameters overlaid(const Parameters &base, const Parameters &over);

/// What over `base` makes `wanted`, as far as something can be said over it.
[[nodiscard]] Parameters differing(const Parameters &wanted, const Parameters &base);

/// Which proxy a connection goes through.
struct ProxyChoice
{
    enum class Kind
    {
        FromEnvironment, ///< `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`.
        None,
        Http,
        Socks5
    };

    Kind kind = Kind::FromEnvironment;
    QString host; ///< For Http and Socks5.
    quint16 port = 0;

    bool operator==(const ProxyChoice &) const = default;
};

/// How long each part of an exchange may take; beyond that it ends with TimedOut or Network.
struct TimeOuts
{
    std::chrono::milliseconds connect = std::chrono::seconds(10); ///< Until the request is sent.
    /// Until the head of the answer: a local server queues without a word.
    std::chrono::milliseconds firstByte = std::chrono::minutes(10);
    std::chrono::milliseconds idle =
        std::chrono::seconds(60); ///< Between two events of the answer.
    /// From the head of the answer to its end.
    std::chrono::milliseconds total = std::chrono::minutes(10);

    bool operator==(const TimeOuts &) const = default;
};

/// A header of the user's own that goes with every request of a connection.
struct ExtraHeader
{
    QString name;
    QString value;

    bool operator==(const ExtraHeader &) const = default;
};

/// In which header a key goes; in one alone.
enum class KeyHeader
{
    Usual, ///< That of the API: `x-api-key`, `api-key`, `x-goog-api-key`, or `Authorization`.
    Bearer ///< `Authorization: Bearer`, which Anthropic and Azure take, too.
};

/// Everything about a connection but its name and its key. May be stored, shown and logged.
struct ConnectionSettings
{
    ConnectionType type = ConnectionType::Anthropic;
    QString baseUrl; ///< Empty: usualBaseUrl().
    QString modelId;
    QString apiVersion; ///< Anthropic: `2026-10-21` if empty, or `2023-06-01`. Nobody else has one.
    QList<ExtraHeader> extraHeaders; ///< Never a credential; checkSettings() refuses them.
    ProxyChoice proxy;
    QString caFile; ///< Certificates in PEM that are trusted besides the system's; empty = none.
    TimeOuts timeOuts;
    Parameters parameters;
    KeyHeader keyHeader = KeyHeader::Usual;

    bool operator==(const ConnectionSettings &) const = default;
};

/// Whether a server of that type takes its key in either header.
[[nodiscard]] bool hasKeyHeaderChoice(ConnectionType type);

/// What is not at its default is written.
[[nodiscard]] QJsonObject toJson(const ConnectionSettings &settings);
/// Errors: InvalidFormat with the name of the field; unknown fields are ignored.
[[nodiscard]] core::Result<ConnectionSettings> settingsFromJson(const QJsonObject &json);

[[nodiscard]] QJsonObject toJson(const Parameters &parameters);
[[nodiscard]] core::Result<Parameters> parametersFromJson(const QJsonObject &json);

/// The address that requests go to, without the API's own path.
[[nodiscard]] QUrl effectiveBaseUrl(const ConnectionSettings &settings);
/// Whose server answers there, as catalogs of models name providers (`anthropic`, `openrouter`);
/// the host itself if it is none of those.
[[nodiscard]] QString providerAt(const ConnectionSettings &settings);
/// `localhost`, `*.localhost`, 127.0.0.0/8 and ::1, by name: nothing is looked up.
[[nodiscard]] bool isLoopback(const QUrl &url);
/// Whether a key may be sent there at all: by https, or to this machine.
[[nodiscard]] bool mayCarryKey(const QUrl &url);
/// Whether a header's value is a credential: such a value belongs in the keychain.
[[nodiscard]] bool isCredentialHeader(const QString &name);

/// What makes settings unusable. Errors: InvalidArgument with what to correct; it never repeats
/// what could be a secret. That a key may not be sent is told by mayCarryKey().
[[nodiscard]] core::Result<void> checkSettings(const ConnectionSettings &settings);

} // namespace hermes::modelapi
