#include "workspace/textplaces.h"

#include "workspace/documentcharacters.h"

#include <algorithm>

namespace hermes::workspace {

namespace {

constexpr qint64 betweenMarks = 4096; // bytes

struct Step
{
    qint64 bytes = 0;
    qsizetype units = 0;
};

/// The character at a byte.
Step stepAt(QByteArrayView text, qint64 at)
{
    const auto first = static_cast<unsigned char>(text.at(at));
    if (first < 0x80) {
        const bool isSecondOfBreak = first == '\n' && at > 0 && text.at(at - 1) == '\r';
        return {1, isSecondOfBreak ? 0 : 1};
    }
    const qint64 length = std::min<qint64>(first < 0xE0       ? 2
                                               : first < 0xF0 ? 3
                                                              : 4,
                                           text.size() - at);
    return length == 2
        ? Step{length, 1}
        : Step{length, withStandIns(QString::fromUtf8(text.sliced(at, length))).size()};
}

} // namespace

TextPlaces::TextPlaces(const QByteArray &utf8) : m_text(utf8)
{
    Mark here;
    while (here.offset < utf8.size()) {
        if (m_marks.isEmpty() || here.offset - m_marks.last().offset >= betweenMarks) {
            m_marks.append(here);
        }
        const Step step = stepAt(utf8, here.offset);
        here = {here.offset + step.bytes, here.place + step.units};
    }
}

qsizetype TextPlaces::placeOf(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(m_marks, offset, {}, &Mark::offset);
    if (after == m_marks.cbegin()) {
        return 0;
    }
    Mark here = *std::prev(after);
    while (here.offset < m_text.size()) {
        const Step step = stepAt(m_text, here.offset);
        if (here.offset + step.bytes > offset) {
            break;
        }
        here = {here.offset + step.bytes, here.place + step.units};
    }
    return here.place;
}

qint64 TextPlaces::offsetOf(qsizetype place) const
{
    const auto after = std::ranges::upper_bound(m_marks, place, {}, &Mark::place);
    if (after == m_marks.cbegin()) {
        return 0;
    }
    Mark here = *std::prev(after);
    while (here.offset < m_text.size()) {
        const Step step = stepAt(m_text, here.offset);
        if (here.place + step.units > place) {
            break;
        }
        here = {here.offset + step.bytes, here.place + step.units};
    }
    return here.offset;
}

} // namespace hermes::workspace
