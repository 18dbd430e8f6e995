#pragma once

#include "core/entryid.h"
#include "modelapi/answerevent.h"

#include <QDate>
#include <QDateTime>
#include <QJsonObject>

#include <chrono>
#include <cstdint>
#include <optional>

namespace hermes::runs {

/// What a run cost, and from when the prices are.
struct Cost
{
    double amount = 0;
    QString currency; ///< `USD`
    QDate pricesFrom; ///< Null: told by the server.

    bool operator==(const Cost &) const = default;
};

/// One test-send: what was sent, to whom, and what came back. Holds no key.
struct Run
{
    enum class Outcome : std::uint8_t
    {
        Unfinished, ///< Under way, or the program ended before the answer did.
        Complete,
        Stopped, ///< By the user.
        Failed
    };

    QString id; ///< By newRunId().
    QDateTime started; ///< Milliseconds are kept.
    core::EntryId entry;
    QString registry; ///< Its folder.
    QString version; ///< Empty = the draft.
    QString promptDigest; ///< `sha256:` + 64 hex digits, of the bytes of the system field.
    QString target; ///< The program that it was prepared for: `hermes-agent`; empty = as written.
    QStringList contextFiles; ///< Absolute paths of what stood beside the prompt.
    QString connectionName;
    QString provider; ///< The connection's type: `anthropic`.
    QString host; ///< With the port where it is not the usual one.
    QString modelId;
    modelapi::Parameters parameters;
    /// In JSON images keep their media type, documents their name, too, and both lose their bytes;
    /// the history keeps those beside it.
    QList<modelapi::Turn> turns;
    /// By digestOf(), of the images and then the documents of turn after turn; empty = the run is
    /// without, or is from before they were noted.
    QStringList fileDigests;
    QString answer;
    QString thinking;
    QList<modelapi::ThinkingBlock> thinkingBlocks; ///< Of the answer, to go on with.
    QList<modelapi::ToolCall> toolCalls;
    modelapi::Usage usage; ///< As the provider counted.
    std::optional<qint64> countedInput; ///< Tokens of the input by our own count.
    std::optional<Cost> cost;
    std::optional<std::chrono::milliseconds> firstToken;
    std::chrono::milliseconds total{};
    int attempts = 0;
    Outcome outcome = Outcome::Unfinished;
    std::optional<modelapi::Stop> stop; ///< Why a complete answer ended, as the server says it.
    QString failure; ///< In words; empty = none.

    bool operator==(const Run &) const = default;
};

[[nodiscard]] QString newRunId();
/// `sha256:` + 64 hex digits.
[[nodiscard]] QString digestOf(const QByteArray &bytes);
/// As Run has them; empty where none of the files has its bytes. Thread: any; linear in the bytes.
[[nodiscard]] QStringList fileDigestsOf(const QList<modelapi::Turn> &turns);
/// Whether both answer the same: the same turns of one entry of one registry, with the same files.
/// Where it is not known which files they were, they do not. The runs without their files' bytes.
[[nodiscard]] bool answerTheSame(const Run &one, const Run &other);

[[nodiscard]] QJsonObject toJson(const Run &run);
/// Errors: InvalidFormat; unknown fields are ignored.
[[nodiscard]] core::Result<Run> runFromJson(const QJsonObject &json);
/// A file of runs for people and programs: UTF-8, indented.
[[nodiscard]] QByteArray exportedRuns(const QList<Run> &runs);

} // namespace hermes::runs
