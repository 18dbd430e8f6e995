#pragma once

#include "modelapi/modelrequest.h"

#include <variant>

namespace hermes::modelapi {

/// The next piece of an answer's text.
struct TextDelta
{
    QString text;

    bool operator==(const TextDelta &) const = default;
};

/// The next piece of what a model thinks aloud before it answers.
struct ThinkingDelta
{
    QString text;

    bool operator==(const ThinkingDelta &) const = default;
};

/// Tokens as the provider counted them; what it did not say is not set. A later one replaces an
/// earlier one.
struct Usage
{
    std::optional<qint64> input; ///< All of it: new, read from and written to a cache.
    std::optional<qint64> cacheRead; ///< Part of `input`.
    std::optional<qint64> cacheWrite; ///< Part of `input`.
    std::optional<qint64> output; ///< All of it, thinking included.
    std::optional<qint64> thinking; ///< Part of `output`.
    std::optional<double> cost; ///< USD, where the server says it (OpenRouter).

    bool operator==(const Usage &) const = default;
};

/// Why an answer ended.
struct Stop
{
    enum class Reason
    {
        EndOfTurn,
        OutputLimit,
        StopSequence,
        ToolCalls,
        Refusal,
        ContextFull,
        Paused,
        Other
    };

    Reason reason = Reason::Other;
    QString name; ///< As the server calls it.
    QString detail; ///< The category of a refusal, a safety rating, or nothing.

    bool operator==(const Stop &) const = default;
};

/// An error that a server reports, in an error answer or in the middle of a stream.
struct ServerError
{
    QString type;
    QString code;
    QString message; ///< The server's text, as it came.
    QString parameter; ///< Which one it does not like.
    std::optional<std::chrono::milliseconds> retryAfter; ///< Told in the body (Gemini).
    bool isUndecodable = false; ///< What came is not what the API promises.

    bool operator==(const ServerError &) const = default;
};

/// A tool call and a thinking block come when they are complete.
using AnswerEvent =
    std::variant<TextDelta, ThinkingDelta, ThinkingBlock, ToolCall, Usage, Stop, ServerError>;

/// What came so far.
struct Answer
{
    QString text;
    QString thinking;
    QList<ThinkingBlock> thinkingBlocks;
    QList<ToolCall> toolCalls;
    Usage usage;
    std::optional<Stop> stop;

    void take(const AnswerEvent &event);
    /// The turn that goes back to the server with the next request.
    [[nodiscard]] Turn asTurn() const;

    bool operator==(const Answer &) const = default;
};

} // namespace hermes::modelapi
