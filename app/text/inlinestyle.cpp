#include "text/inlinestyle.h"

#include "text/fencedblock.h"
#include "text/lineselection.h"
#include "text/paragraphtext.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

using Kind = InlineSpan::Kind;

Kind kindOf(InlineStyle style)
{
    switch (style) {
    case InlineStyle::Bold:
        return Kind::Strong;
    case InlineStyle::Italic:
        return Kind::Emphasis;
    case InlineStyle::Code:
        return Kind::Code;
    case InlineStyle::Strikethrough:
        break;
    }
    return Kind::Strikethrough;
}

bool isVerbatim(Kind kind)
{
    return kind == Kind::Code || kind == Kind::Autolink || kind == Kind::Html;
}

struct Range
{
    qsizetype start = 0;
    qsizetype end = 0;

    [[nodiscard]] bool isEmpty() const { return start >= end; }
};

Range trimmed(QStringView text, Range range)
{
    while (range.start < range.end && text.at(range.start).isSpace()) {
        ++range.start;
    }
    while (range.end > range.start && text.at(range.end - 1).isSpace()) {
        --range.end;
    }
    return range;
}

/// The part of a selection that lies in one paragraph; offsets in its text.
struct Piece
{
    ParagraphText paragraph;
    Range range;
};

QList<Piece> piecesOf(const Lines &lines, const Selection &selection)
{
    QList<Piece> pieces;
    const LineRange range = selectedLines(lines, selection);
    for (qsizetype line = range.first; line <= range.last; ++line) {
        ParagraphText paragraph(lines, line);
        if (paragraph.isEmpty()) {
            continue;
        }
        line = std::max(line, std::min(paragraph.lastLine(), range.last));
        const Range part = trimmed(
            paragraph.text(),
            {paragraph.fromDocument(selection.start()), paragraph.fromDocument(selection.end())});
        if (!part.isEmpty()) {
            pieces.append({std::move(paragraph), part});
        }
    }
    return pieces;
}

/// The innermost span of a kind that all of the range lies in.
const InlineSpan *spanAround(const ParagraphText &paragraph, Range range, Kind kind)
{
    const InlineSpan *found = nullptr;
    for (const InlineSpan &span : paragraph.spans()) {
        if (span.kind == kind && span.start <= range.start && span.end >= range.end) {
            found = &span;
        }
    }
    return found;
}

/// Styles within one paragraph. Edits are in offsets of its text.
class Styling
{
public:
    Styling(const ParagraphText &paragraph, InlineStyle style)
        : m_paragraph(paragraph), m_text(paragraph.text()), m_style(style), m_kind(kindOf(style))
    {
    }

    void apply(Range range);
    void remove(Range range);
    void removeSpan(const InlineSpan &span);
    /// The edits, in places of the document.
    [[nodiscard]] QList<Edit> edits() const;

private:
    [[nodiscard]] Range extended(Range range) const;
    [[nodiscard]] QString opening(QStringView content) const;
    void insert(qsizetype offset, const QString &text) { m_edits.append({offset, 0, text}); }
    void erase(qsizetype start, qsizetype end) { m_edits.append({start, end - start, {}}); }

    const ParagraphText &m_paragraph;
    QStringView m_text;
    InlineStyle m_style;
    Kind m_kind;
    QList<Edit> m_edits;
};

QList<Edit> Styling::edits() const
{
    QList<Edit> result;
    for (const Edit &edit : m_edits) {
        const qsizetype start = m_paragraph.toDocument(edit.start);
        result.append(
            {start, m_paragraph.toDocument(edit.start + edit.length) - start, edit.replacement});
    }
    return result;
}

/// The range and whatever span it would cut or touch, so that markers nest.
Range Styling::extended(Range range) const
{
    bool hasGrown = true;
    while (hasGrown) {
        hasGrown = false;
        for (const InlineSpan &span : m_paragraph.spans()) {
            const bool isSame = span.kind == m_kind;
            const bool touches = isSame ? span.start <= range.end && span.end >= range.start
                                        : span.start < range.end && span.end > range.start;
            const bool holds = !isVerbatim(span.kind) && span.contentStart <= range.start
                && span.contentEnd >= range.end;
            const bool isInside = range.start <= span.start && range.end >= span.end;
            if (touches && !holds && !isInside) {
                range = {std::min(range.start, span.start), std::max(range.end, span.end)};
                hasGrown = true;
            }
        }
    }
    return range;
}

QString Styling::opening(QStringView content) const
{
    switch (m_style) {
    case InlineStyle::Bold:
        return u"**"_s;
    case InlineStyle::Italic:
        return u"*"_s;
    case InlineStyle::Strikethrough:
        return u"~~"_s;
    case InlineStyle::Code:
        break;
    }
    QString ticks = u"`"_s;
    while (content.contains(ticks)) {
        ticks += u'`';
    }
    const bool needsRoom = content.startsWith(u'`') || content.endsWith(u'`');
    return needsRoom ? ticks + u' ' : ticks;
}

void Styling::apply(Range range)
{
    const Range all = extended(range);
    QString content;
    qsizetype copied = all.start;
    for (const InlineSpan &span : m_paragraph.spans()) {
        if (span.kind == m_kind && span.start >= all.start && span.end <= all.end
            && span.start >= copied) {
            content += m_text.sliced(copied, span.start - copied);
            content += m_text.sliced(span.contentStart, span.contentEnd - span.contentStart);
            copied = span.end;
            erase(span.start, span.contentStart);
            erase(span.contentEnd, span.end);
        }
    }
    content += m_text.sliced(copied, all.end - copied);
    QString marker = opening(content);
    insert(all.start, marker);
    std::ranges::reverse(marker);
    insert(all.end, marker);
}

void Styling::removeSpan(const InlineSpan &span)
{
    const QStringView content =
        m_text.sliced(span.contentStart, span.contentEnd - span.contentStart);
    const bool isPadded = span.kind == Kind::Code && content.size() > 2 && content.startsWith(u' ')
        && content.endsWith(u' ');
    erase(span.start, span.contentStart + (isPadded ? 1 : 0));
    erase(span.contentEnd - (isPadded ? 1 : 0), span.end);
}

/// Takes the style from a range that lies in a span of it: the rest of the span keeps it.
void Styling::remove(Range range)
{
    const InlineSpan *span = spanAround(m_paragraph, range, m_kind);
    if (span == nullptr) {
        return;
    }
    for (const InlineSpan &inner : m_paragraph.spans()) {
        const bool isInside = inner.start >= span->contentStart && inner.end <= span->contentEnd;
        if (isInside && inner.start <= range.start && inner.end >= range.end) {
            range = {inner.start, inner.end}; // spans are not cut
            break;
        }
    }
    const Range before =
        trimmed(m_text, {span->contentStart, std::max(range.start, span->contentStart)});
    const Range behind = trimmed(m_text, {std::min(range.end, span->contentEnd), span->contentEnd});
    if (before.isEmpty() && behind.isEmpty()) {
        removeSpan(*span);
        return;
    }
    const QString opening = m_text.sliced(span->start, span->contentStart - span->start).toString();
    const QString closing =
        m_text.sliced(span->contentEnd, span->end - span->contentEnd).toString();
    if (before.isEmpty()) {
        erase(span->start, span->contentStart);
    } else {
        insert(before.end, closing);
    }
    if (behind.isEmpty()) {
        erase(span->contentEnd, span->end);
    } else {
        insert(behind.start, opening);
    }
}

/// What a command does at one caret.
struct AtCaret
{
    QList<Edit> edits;
    qsizetype inside = 0; ///< How far into inserted text the caret goes.
};

qsizetype runBefore(QStringView text, qsizetype at, QChar sign)
{
    qsizetype start = at;
    while (start > 0 && text.at(start - 1) == sign) {
        --start;
    }
    return at - start;
}

qsizetype runAfter(QStringView text, qsizetype at, QChar sign)
{
    qsizetype end = at;
    while (end < text.size() && text.at(end) == sign) {
        ++end;
    }
    return end - at;
}

QString emptyMarker(InlineStyle style)
{
    switch (style) {
    case InlineStyle::Bold:
        return u"**"_s;
    case InlineStyle::Italic:
        return u"*"_s;
    case InlineStyle::Code:
        return u"`"_s;
    case InlineStyle::Strikethrough:
        break;
    }
    return u"~~"_s;
}

/// True if the caret stands between markers with nothing between them.
bool isInEmptyPair(QStringView line, qsizetype at, const QString &marker)
{
    constexpr qsizetype boldAndItalic = 3;
    const qsizetype before = runBefore(line, at, marker.front());
    const qsizetype after = runAfter(line, at, marker.front());
    return before == after
        && (before == marker.size() || (marker != u"`"_s && before == boldAndItalic));
}

AtCaret pairAtCaret(const Lines &lines, qsizetype caret, InlineStyle style)
{
    const QString marker = emptyMarker(style);
    const qsizetype index = lines.indexAt(caret);
    const QString line = lines.line(index);
    const qsizetype column = caret - lines.start(index);
    if (isInEmptyPair(line, column, marker)) {
        return {{{caret - marker.size(), 2 * marker.size(), {}}}, 0};
    }
    return {{{caret, 0, marker + marker}}, marker.size()};
}

bool takesStyle(LineKind kind)
{
    // An empty pair of markers alone on its line is a thematic break.
    return kind == LineKind::Blank || kind == LineKind::Paragraph || kind == LineKind::Heading
        || kind == LineKind::Table || kind == LineKind::ThematicBreak;
}

AtCaret toggleAtCaret(const Lines &lines, qsizetype caret, InlineStyle style)
{
    const qsizetype index = lines.indexAt(caret);
    if (!takesStyle(lines.info(index).kind)) {
        return {};
    }
    const ParagraphText paragraph(lines, index);
    if (paragraph.isEmpty()) {
        return pairAtCaret(lines, caret, style);
    }
    const qsizetype offset = paragraph.fromDocument(caret);
    Styling styling(paragraph, style);
    if (const InlineSpan *span = spanAround(paragraph, {offset, offset}, kindOf(style))) {
        styling.removeSpan(*span);
        return {styling.edits(), 0};
    }
    const auto [start, end] = wordAround(paragraph.text(), offset);
    if (start == end || paragraph.toDocument(offset) != caret) {
        return pairAtCaret(lines, caret, style);
    }
    styling.apply({start, end});
    return {styling.edits(), 0};
}

} // namespace

Change toggleInlineStyle(const Lines &lines, const QList<Selection> &selections, InlineStyle style)
{
    if (style == InlineStyle::Code && selections.size() == 1) {
        if (const std::optional<Change> change = toggleFence(lines, selections.first())) {
            return *change;
        }
    }
    QList<QList<Piece>> pieces;
    bool isOn = true;
    for (const Selection &selection : selections) {
        pieces.append(selection.isEmpty() ? QList<Piece>() : piecesOf(lines, selection));
        for (const Piece &piece : std::as_const(pieces.last())) {
            isOn = isOn && spanAround(piece.paragraph, piece.range, kindOf(style)) != nullptr;
        }
    }
    QList<Edit> edits;
    QList<qsizetype> inside;
    for (qsizetype i = 0; i < selections.size(); ++i) {
        const AtCaret atCaret = selections.at(i).isEmpty()
            ? toggleAtCaret(lines, selections.at(i).caret, style)
            : AtCaret();
        edits += atCaret.edits;
        inside.append(atCaret.inside);
        for (const Piece &piece : std::as_const(pieces.at(i))) {
            Styling styling(piece.paragraph, style);
            isOn ? styling.remove(piece.range) : styling.apply(piece.range);
            edits += styling.edits();
        }
    }
    Change change{arranged(edits), {}};
    for (qsizetype i = 0; i < selections.size(); ++i) {
        const Selection &selection = selections.at(i);
        const auto place = [&](qsizetype position, Stick stick) {
            return moved(position, change.edits, stick) + inside.at(i);
        };
        if (selection.isEmpty()) {
            // At the start of a word behind the marker, at its end before it.
            const bool opens = std::ranges::any_of(change.edits, [&](const Edit &edit) {
                return edit.start > selection.caret && edit.length == 0;
            });
            const qsizetype caret =
                place(selection.caret, opens && inside.at(i) == 0 ? Stick::After : Stick::Before);
            change.selections.append({caret, caret});
            continue;
        }
        const qsizetype start = place(selection.start(), Stick::After);
        const qsizetype end = std::max(start, place(selection.end(), Stick::Before));
        const bool isForward = selection.caret >= selection.anchor;
        change.selections.append(isForward ? Selection{start, end} : Selection{end, start});
    }
    return change;
}

} // namespace hermes::text
