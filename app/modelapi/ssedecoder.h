#pragma once

#include "core/error.h"
#include "modelapi/streamlimits.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace hermes::modelapi {

struct SseEvent
{
    QByteArray name; ///< `message` if the server gave none.
    QByteArray data; ///< Valid UTF-8.
    QByteArray lastId;

    bool operator==(const SseEvent &) const = default;
};

/// Server-sent events as the HTML Standard reads them (9.2.6), from bytes in pieces of any size.
///
/// Where the pieces are cut changes nothing. What the stream ends in the middle of is no event.
/// Memory: at most the limits of a line and of an event. Thread: a value.
class SseDecoder
{
public:
    explicit SseDecoder(const StreamLimits &limits);

    /// The events that `bytes` complete. After a failure: none.
    [[nodiscard]] QList<SseEvent> feed(QByteArrayView bytes);
    /// TooLarge, once a line or an event went beyond its limit.
    [[nodiscard]] const std::optional<core::Error> &failure() const { return m_failure; }

private:
    void takeLine(QList<SseEvent> &events);
    void takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(QList<SseEvent> &events);

    StreamLimits m_limits;
    QByteArray m_line;
    QByteArray m_data; ///< Each line of data with its line feed.
    QByteArray m_name;
    QByteArray m_lastId;
    std::optional<core::Error> m_failure;
    bool m_isFirstLine = true;
    bool m_followsCarriageReturn = false;
};

} // namespace hermes::modelapi
