#pragma once

#include "modelapi/connectionsettings.h"

#include <QByteArray>
#include <QJsonObject>

namespace hermes::modelapi {

/// A tool as a model is told of it.
struct ToolDefinition
{
    QString name;
    QString description;
    QJsonObject inputSchema;

    bool operator==(const ToolDefinition &) const = default;
};

/// What a model wants a tool to do.
struct ToolCall
{
    QString id; ///< Empty where the API has none (Gemini, Ollama).
    QString name;
    QByteArray arguments; ///< A JSON object, as text.
    QString signature; ///< Gemini's, to be sent back unchanged.

    bool operator==(const ToolCall &) const = default;
};

/// Thinking that must go back to the server unchanged with the next turn (Anthropic).
struct ThinkingBlock
{
    QString text;
    QString signature;
    QString redacted; ///< Encrypted thinking, instead of text and signature.

    bool operator==(const ThinkingBlock &) const = default;
};

/// A picture that goes with a question.
struct Image
{
    QString mediaType; ///< `image/png`
    QByteArray bytes;

    bool operator==(const Image &) const = default;
};

/// A file that a model reads as it is: a PDF.
struct Document
{
    QString name; ///< Of the file.
    QString mediaType; ///< `application/pdf`
    QByteArray bytes;

    /// The same bytes in the same place are not looked through: they are megabytes.
    bool operator==(const Document &other) const
    {
        return name == other.name && mediaType == other.mediaType
            && (bytes.isSharedWith(other.bytes) || bytes == other.bytes);
    }
};

/// What one side says in a conversation, or what a tool gave.
struct Turn
{
    enum class Role
    {
        User,
        Assistant,
        ToolResult
    };

    Role role = Role::User;
    QString text;
    QList<Image> images; ///< User.
    QList<Document> documents; ///< User.
    QList<ThinkingBlock> thinking; ///< Assistant.
    QList<ToolCall> toolCalls; ///< Assistant.
    QString toolCallId; ///< ToolResult.
    QString toolName; ///< ToolResult.

    [[nodiscard]] bool hasFiles() const { return !images.isEmpty() || !documents.isEmpty(); }
    bool operator==(const Turn &) const = default;
};

/// Whether a model has to call a tool, where it is told of some.
enum class ToolChoice
{
    Auto,
    Required,
    None
};

/// Whether an answer comes as it is written, or at once when it is whole.
enum class Delivery
{
    Stream,
    Whole
};

/// Whether a model takes temperature, top-p and top-k; newer ones answer with an error.
enum class Sampling
{
    AsKnown, ///< By what is known of the API version and the model's name.
    Taken,
    Refused
};

/// What a model is asked, whatever the API.
struct ModelRequest
{
    QString modelId;
    QByteArray systemPrompt; ///< UTF-8; reaches the server byte for byte. Empty: none.
    QList<Turn> turns;
    QList<ToolDefinition> tools;
    ToolChoice toolChoice = ToolChoice::Auto;
    QJsonObject responseSchema; ///< JSON Schema of the answer; empty = any text.
    Parameters parameters;
    Sampling sampling = Sampling::AsKnown;
    /// Words for `parameters.effort` that the model takes; nullopt: by what is known of its name.
    std::optional<QStringList> efforts;
    /// Tokens of the longest answer that the model gives; nullopt: not known.
    std::optional<qint64> outputLimit;
    Delivery delivery = Delivery::Stream;

    bool operator==(const ModelRequest &) const = default;
};

} // namespace hermes::modelapi
