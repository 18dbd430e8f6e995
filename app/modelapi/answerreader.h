#pragma once

#include "modelapi/answerdialect.h"
#include "modelapi/ndjsondecoder.h"
#include "modelapi/ssedecoder.h"

namespace hermes::modelapi {

/// What the Content-Type of an answer announces.
enum class AnswerForm
{
    Sse,
    Ndjson,
    WholeJson,
    Unknown
};

[[nodiscard]] AnswerForm answerForm(QByteArrayView contentType);

/// Bytes that a ServerError holds of what cannot be read.
inline constexpr qsizetype longestUndecodable = 200;

/// The bytes of a successful answer, in pieces of any size, as events.
///
/// Memory: the limits; text that was delivered is not kept. Thread: one.
class AnswerReader
{
public:
    AnswerReader(ConnectionType type, AnswerForm form, const StreamLimits &limits);

    [[nodiscard]] AnswerEvents feed(QByteArrayView bytes);
    /// The end of the bytes.
    [[nodiscard]] AnswerEvents finish();

    /// Whether the API's own end mark came: without it, what came is not all.
    [[nodiscard]] bool isComplete() const { return m_dialect->isComplete(); }
    /// Events of the stream so far, those that say nothing included: what shows that a server
    /// lives.
    [[nodiscard]] qint64 eventCount() const { return m_eventCount; }
    /// TooLarge; nothing is read after it.
    [[nodiscard]] std::optional<core::Error> failure() const;

private:
    void takeEvent(const QByteArray &name, const QByteArray &data, AnswerEvents &events);
    void takeWhole(AnswerEvents &events);
    /// Whether JSON may be read; else it fails.
    [[nodiscard]] bool isReadable(const QByteArray &json);
    /// Counts what the events from `first` on hold, and takes them away if that is too much.
    void addContent(AnswerEvents &events, qsizetype first);

    std::unique_ptr<AnswerDialect> m_dialect;
    AnswerForm m_form;
    StreamLimits m_limits;
    SseDecoder m_sse;
    NdjsonDecoder m_ndjson;
    QByteArray m_whole;
    qsizetype m_content = 0; ///< Of the events that were told.
    qint64 m_streamed = 0;
    qint64 m_eventCount = 0;
    std::optional<core::Error> m_failure;
};

} // namespace hermes::modelapi
