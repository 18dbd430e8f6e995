#include "modelapi/ssedecoder.h"

#include "modelapi/modelapitr.h"
#include "modelapi/utf8text.h"

#include <algorithm>
#include <utility>

using namespace hermes::core;

namespace hermes::modelapi {

SseDecoder::SseDecoder(const StreamLimits &limits) : m_limits(limits) { }

QList<SseEvent> SseDecoder::feed(QByteArrayView bytes)
{
    QList<SseEvent> events;
    while (!bytes.isEmpty() && !m_failure) {
        if (std::exchange(m_followsCarriageReturn, false) && bytes.front() == '\n') {
            bytes = bytes.sliced(1);
            continue;
        }
        const auto end =
            std::ranges::find_if(bytes, [](char byte) { return byte == '\n' || byte == '\r'; });
        const qsizetype length = end - bytes.begin();
        if (m_line.size() + length > m_limits.line) {
            m_failure = lineTooLong(m_limits.line);
            break;
        }
        m_line.append(bytes.first(length));
        if (end == bytes.end()) {
            break;
        }
        m_followsCarriageReturn = *end == '\r';
        bytes = bytes.sliced(length + 1);
        takeLine(events);
    }
    return events;
}

void SseDecoder::takeLine(QList<SseEvent> &events)
{
    QByteArrayView line = m_line;
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xef\xbb\xbf")) {
        line = line.sliced(3);
    }
    if (line.isEmpty()) {
        dispatch(events);
    } else if (const qsizetype colon = line.indexOf(':'); colon < 0) {
        takeField(line, {});
    } else if (colon > 0) { // a line that begins with a colon is a comment
        QByteArrayView value = line.sliced(colon + 1);
        if (value.startsWith(' ')) {
            value = value.sliced(1);
        }
        takeField(line.first(colon), value);
    }
    m_line.clear();
}

void SseDecoder::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data") {
        if (m_data.size() + value.size() + 1 > m_limits.event) {
            m_failure = Error{ErrorCode::TooLarge,
                              ModelApiTr::tr("The server sent an event of more than %1 bytes. What "
                                             "came before it was kept.")
                                  .arg(m_limits.event),
                              {}};
            return;
        }
        m_data.append(value).append('\n');
    } else if (name == "event") {
        m_name = value.toByteArray();
    } else if (name == "id" && !value.contains('\0')) {
        m_lastId = value.toByteArray();
    }
}

void SseDecoder::dispatch(QList<SseEvent> &events)
{
    if (!m_data.isEmpty()) {
        m_data.chop(1);
        events.append({m_name.isEmpty() ? QByteArrayLiteral("message") : validUtf8(m_name),
                       validUtf8(m_data), validUtf8(m_lastId)});
    }
    m_data.clear();
    m_name.clear();
}

} // namespace hermes::modelapi
