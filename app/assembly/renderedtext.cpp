#include "assembly/renderedtext.h"

#include "assembly/blockties.h"
#include "assembly/htmlwriter.h"

#include <QUtf8StringView>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::assembly {

namespace {

constexpr unsigned previewFlags =
    MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH;

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

/// Valid UTF-8 for md4c, whatever the bytes are. A mark of the byte order is not part of it.
QByteArray validText(const QByteArray &text)
{
    return QUtf8StringView(text).isValidUtf8() && !text.startsWith(byteOrderMark)
        ? text
        : QString::fromUtf8(text).toUtf8();
}

bool definesLinks(const HtmlWriter &writer, QByteArrayView text, const ByteRange &part)
{
    const QByteArrayView markdown = text.sliced(part.start, part.length);
    // Nothing is told of a definition; a line that only looks like one is text.
    return std::ranges::any_of(definitionStarts(markdown), [&](qsizetype start) {
        const qsizetype end = lineEnd(markdown, start);
        return !writer.hasTextIn({part.start + start, end - start});
    });
}

} // namespace

bool RenderedText::parse(const QByteArray &text, const ByteRange &range, const QList<Mark> &marks,
                         Parsed &parsed)
{
    // Blank lines mean nothing, and put the text where it would be.
    const qint64 above = range.start % placeModulus;
    QByteArrayView given = QByteArrayView(text).sliced(range.start, range.length);
    QByteArray moved;
    if (above > 0) {
        moved.reserve(above + range.length);
        moved.fill('\n', above);
        moved.append(given);
        given = moved;
    }
    const QByteArrayView slice = given.sliced(above);
    const QList<Mark> within = marksWithin(marks, range);
    HtmlWriter writer(slice, within);
    if (!text::parseMarkdown(given, previewFlags, writer)) {
        return false;
    }
    const std::vector<WrittenBlock> &blocks = writer.blocks();
    parsed.parts.push_back({range.start, 0, {}, false, false});
    parsed.beginsWithBlock = !blocks.empty() && blocks.front().boundary == 0;
    for (const WrittenBlock &written : blocks) {
        if (const qint64 boundary = written.boundary.value_or(0); boundary > 0) {
            parsed.parts.push_back(
                {range.start + boundary, parsed.blocks.size(), {}, false, false});
        }
        parsed.parts.back().dependsOnPlace |= written.hasList;
        RenderedBlock block = written.block;
        block.start += range.start;
        parsed.blocks.append(block);
    }
    for (size_t i = 0; i < parsed.parts.size(); ++i) {
        Part &part = parsed.parts[i];
        const qint64 end =
            i + 1 < parsed.parts.size() ? parsed.parts[i + 1].start : range.start + range.length;
        const ByteRange inSlice{part.start - range.start, end - part.start};
        part.marks = marksWithin(within, inSlice);
        part.definesLinks = definesLinks(writer, slice, inSlice);
        part.dependsOnPlace =
            part.dependsOnPlace && dependsOnPlace(slice.sliced(inSlice.start, inSlice.length));
    }
    return true;
}

/// Makes the new state from the one before.
class RenderedText::Update
{
public:
    Update(const State &before, const QByteArray &text, const QList<Mark> &marks);

    /// False = everything must be parsed, there is no other way to be sure.
    [[nodiscard]] bool run();
    [[nodiscard]] State takeState() { return std::move(m_after); }
    [[nodiscard]] qint64 parsedBytes() const { return m_parsedBytes; }

private:
    [[nodiscard]] size_t partCount() const { return m_before.parts.size(); }
    [[nodiscard]] qint64 endBefore(size_t part) const;
    [[nodiscard]] std::optional<qint64> startOf(size_t part) const;
    [[nodiscard]] std::optional<qint64> endOf(size_t part) const;
    [[nodiscard]] bool isKept(size_t part) const;
    void keep(size_t part);
    [[nodiscard]] bool parseOn();
    [[nodiscard]] qint64 sliceEnd(qint64 atLeast) const;
    [[nodiscard]] bool isSure(const Parsed &parsed, qint64 end) const;
    [[nodiscard]] size_t partThatGoesOn(const Parsed &parsed, qint64 end) const;
    void take(const Parsed &parsed, qint64 end);

    const State &m_before;
    const QList<Mark> &m_marks;
    qint64 m_sameStart = 0; ///< Bytes that both texts have in common at their beginning
    qint64 m_sameEnd = 0; ///< and at their end.
    qint64 m_growth = 0; ///< Bytes.
    bool m_hasDefinitions = false;
    State m_after;
    qint64 m_done = 0; ///< Bytes of the new text.
    size_t m_next = 0; ///< The old part that is not yet kept or replaced.
    qint64 m_parsedBytes = 0;
};

RenderedText::Update::Update(const State &before, const QByteArray &text, const QList<Mark> &marks)
    : m_before(before), m_marks(marks), m_growth(text.size() - before.text.size())
{
    m_after.text = text;
    const QByteArray &old = before.text;
    m_sameStart = std::ranges::mismatch(old, text).in1 - old.cbegin();
    if (m_sameStart == old.size() && m_growth == 0) {
        m_sameStart = 0; // then all is at the end
    }
    const QByteArrayView oldRest = QByteArrayView(old).sliced(m_sameStart);
    const QByteArrayView rest = QByteArrayView(text).sliced(m_sameStart);
    m_sameEnd = std::mismatch(oldRest.rbegin(), oldRest.rend(), rest.rbegin(), rest.rend()).first
        - oldRest.rbegin();
    m_hasDefinitions = std::ranges::any_of(before.parts, &Part::definesLinks);
}

qint64 RenderedText::Update::endBefore(size_t part) const
{
    return part + 1 < partCount() ? m_before.parts[part + 1].start : m_before.text.size();
}

/// Where an old part is in the new text; nullopt = it was touched, or nobody knows whether the part
/// still begins there. Of one in front of what was touched that is sure if its first line is whole.
std::optional<qint64> RenderedText::Update::startOf(size_t part) const
{
    const qint64 start = m_before.parts[part].start;
    if (part + 1 < partCount() && endBefore(part) <= m_sameStart) {
        return start;
    }
    if (start >= m_before.text.size() - m_sameEnd) {
        return start + m_growth;
    }
    return std::nullopt;
}

std::optional<qint64> RenderedText::Update::endOf(size_t part) const
{
    return part + 1 < partCount() ? startOf(part + 1) : std::optional(m_after.text.size());
}

bool RenderedText::Update::isKept(size_t part) const
{
    const Part &old = m_before.parts[part];
    const qint64 length = endBefore(part) - old.start;
    return startOf(part) == m_done && endOf(part) == m_done + length
        && (!old.dependsOnPlace || (m_done - old.start) % placeModulus == 0)
        && marksWithin(m_marks, {m_done, length}) == old.marks;
}

void RenderedText::Update::keep(size_t part)
{
    const Part &old = m_before.parts[part];
    const qsizetype end =
        part + 1 < partCount() ? m_before.parts[part + 1].firstBlock : m_before.blocks.size();
    m_after.parts.push_back(old);
    m_after.parts.back().start = m_done;
    m_after.parts.back().firstBlock = m_after.blocks.size();
    for (qsizetype i = old.firstBlock; i < end; ++i) {
        m_after.blocks.append(m_before.blocks.at(i));
        m_after.blocks.last().start += m_done - old.start;
    }
    m_done += endBefore(part) - old.start;
}

bool RenderedText::Update::run()
{
    if (m_before.parts.empty() || m_after.text.isEmpty()) {
        return false;
    }
    m_after.parts.reserve(partCount());
    m_after.blocks.reserve(m_before.blocks.size());
    while (m_done < m_after.text.size()) {
        if (m_next < partCount() && isKept(m_next)) {
            keep(m_next++);
        } else if (!parseOn()) {
            return false;
        }
    }
    return true;
}

/// The end of the first part behind m_next that is in both texts, so many bytes behind m_done.
qint64 RenderedText::Update::sliceEnd(qint64 atLeast) const
{
    for (size_t part = m_next + 1; part < partCount(); ++part) {
        const std::optional<qint64> end = endOf(part);
        if (startOf(part) && end && *end >= m_done + atLeast) {
            return *end;
        }
    }
    return m_after.text.size();
}

/// Parses until it is sure that an old part goes on, or to the end.
bool RenderedText::Update::parseOn()
{
    qint64 atLeast = 0;
    for (;;) {
        const qint64 end = sliceEnd(atLeast);
        Parsed parsed;
        m_parsedBytes += end - m_done;
        if (!parse(m_after.text, {m_done, end - m_done}, m_marks, parsed) || !isSure(parsed, end)) {
            return false;
        }
        const size_t next = partThatGoesOn(parsed, end);
        if (next < partCount() || end == m_after.text.size()) {
            // The definitions that go may be of links anywhere.
            const bool isLosing =
                std::any_of(m_before.parts.cbegin() + static_cast<std::ptrdiff_t>(m_next),
                            m_before.parts.cbegin() + static_cast<std::ptrdiff_t>(next),
                            std::mem_fn(&Part::definesLinks));
            m_next = next;
            take(parsed, next < partCount() ? startOf(next).value_or(end) : end);
            return !isLosing;
        }
        atLeast = 2 * (end - m_done);
    }
}

bool RenderedText::Update::isSure(const Parsed &parsed, qint64 end) const
{
    const bool mayRefer =
        m_hasDefinitions && QByteArrayView(m_after.text).sliced(m_done, end - m_done).contains('[');
    return !mayRefer && std::ranges::none_of(parsed.parts, &Part::definesLinks)
        && (m_done == 0 || parsed.beginsWithBlock);
}

/// The first old part that was parsed to its end and begins where a new one does, so that all from
/// there is as it was; the number of parts = none.
size_t RenderedText::Update::partThatGoesOn(const Parsed &parsed, qint64 end) const
{
    for (size_t part = m_next + 1; part < partCount(); ++part) {
        const std::optional<qint64> start = startOf(part);
        const std::optional<qint64> partEnd = endOf(part);
        if (partEnd && *partEnd > end) {
            break;
        }
        if (start && partEnd
            && std::ranges::binary_search(parsed.parts, *start, {}, &Part::start)) {
            return part;
        }
    }
    return partCount();
}

void RenderedText::Update::take(const Parsed &parsed, qint64 end)
{
    const auto last = std::ranges::lower_bound(parsed.parts, end, {}, &Part::start);
    const qsizetype blocks = last == parsed.parts.cend() ? parsed.blocks.size() : last->firstBlock;
    for (auto part = parsed.parts.cbegin(); part != last; ++part) {
        m_after.parts.push_back(*part);
        m_after.parts.back().firstBlock += m_after.blocks.size();
    }
    m_after.blocks.append(parsed.blocks.first(blocks));
    m_done = end;
}

void RenderedText::setText(const QByteArray &text, const QList<ByteRange> &marked,
                           const QList<ByteRange> &dropped)
{
    const QByteArray valid = validText(text);
    // Marks are counted in the bytes that were given.
    const QList<Mark> marks = valid == text ? marksOf(marked, dropped) : QList<Mark>();
    Update update(m_state, valid, marks);
    if (update.run()) {
        m_state = update.takeState();
        m_parsedBytes = update.parsedBytes();
        return;
    }
    m_parsedBytes = update.parsedBytes() + valid.size();
    Parsed parsed;
    if (parse(valid, {0, valid.size()}, marks, parsed)) {
        m_state = {valid, std::move(parsed.parts), std::move(parsed.blocks)};
    } else {
        const QString html = u"<pre>%1</pre>"_s.arg(QString::fromUtf8(valid).toHtmlEscaped());
        m_state = {valid, {}, {{html, 0, 0}}};
    }
}

} // namespace hermes::assembly
