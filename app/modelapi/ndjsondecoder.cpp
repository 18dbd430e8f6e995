#include "modelapi/ndjsondecoder.h"

#include "modelapi/utf8text.h"

namespace hermes::modelapi {

NdjsonDecoder::NdjsonDecoder(const StreamLimits &limits) : m_limits(limits) { }

QList<QByteArray> NdjsonDecoder::feed(QByteArrayView bytes)
{
    QList<QByteArray> lines;
    while (!bytes.isEmpty() && !m_failure) {
        const qsizetype end = bytes.indexOf('\n');
        const qsizetype length = end < 0 ? bytes.size() : end;
        if (m_line.size() + length > m_limits.line) {
            m_failure = lineTooLong(m_limits.line);
            break;
        }
        m_line.append(bytes.first(length));
        if (end < 0) {
            break;
        }
        bytes = bytes.sliced(end + 1);
        takeLine(lines);
    }
    return lines;
}

QList<QByteArray> NdjsonDecoder::finish()
{
    QList<QByteArray> lines;
    takeLine(lines);
    return lines;
}

void NdjsonDecoder::takeLine(QList<QByteArray> &lines)
{
    if (const QByteArray line = m_line.trimmed(); !line.isEmpty()) {
        lines.append(validUtf8(line));
    }
    m_line.clear();
}

} // namespace hermes::modelapi
