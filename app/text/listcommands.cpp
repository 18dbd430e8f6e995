#include "text/listcommands.h"

#include "text/listregion.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

Selection caretAt(qsizetype position)
{
    return {position, position};
}

bool isBlankSign(QChar character)
{
    return character == u' ' || character == u'\t';
}

QString leadingBlanks(QStringView text)
{
    const auto *end = std::ranges::find_if_not(text, isBlankSign);
    return text.first(end - text.begin()).toString();
}

/// Stands for text in an item without any, which would be no item below a paragraph.
constexpr QChar fillIn = u'x';

/// A marker and nothing else, whatever it is below a paragraph by CommonMark: there one begins to
/// type an item.
bool isEmptyItem(const QString &line, const LineInfo &info)
{
    const bool mayBe = info.kind == LineKind::SetextUnderline
        || (info.kind == LineKind::Paragraph && info.markers.isEmpty());
    const QStringView ink = QStringView(line).sliced(info.textStart);
    if (!mayBe || !line.endsWith(u' ')) {
        return !info.markers.isEmpty() && info.kind == LineKind::Blank && line.endsWith(u' ');
    }
    return classify(ink, LineState()).markers.size() == 1
        && classify(ink, LineState()).kind == LineKind::Blank;
}

/// A place where Enter is pressed: its line, and what the selection covers goes.
struct Place
{
    Place(const Lines &lines, const Selection &selection)
        : line(lines.indexAt(selection.start()))
        , text(lines.line(line))
        , info(lines.info(line))
        , column(selection.start() - lines.start(line))
        , start(selection.start())
        , end(selection.end())
    {
    }

    qsizetype line;
    QString text;
    LineInfo info;
    qsizetype column;
    qsizetype start;
    qsizetype end;
};

Change inserted(const Lines &lines, const Place &place, const QString &text)
{
    // Blanks that would stand before the new line's text.
    qsizetype end = place.end;
    const qsizetype line = lines.indexAt(end);
    const QString rest = lines.line(line).sliced(end - lines.start(line));
    const bool startsText = place.column >= place.info.textStart;
    end += startsText && !text.endsWith(u'\n') ? leadingBlanks(rest).size() : 0;
    return {{{place.start, end - place.start, text}}, {caretAt(place.start + text.size())}};
}

/// The signs that begin the next item after the one that a line opens.
QString nextMarker(const ListRegion &region, qsizetype index, const QString &text)
{
    const ListMarker marker = region.info(index).markers.last();
    QString result = marker.sign;
    if (marker.isOrdered) {
        int number = marker.number + 1;
        const qsizetype end = region.itemEnd(index);
        const qsizetype before = region.siblingBefore(index);
        const auto hasSameNumber = [&](qsizetype sibling) {
            const LineInfo info = region.info(sibling);
            return !info.markers.isEmpty() && info.markers.first().isOrdered
                && info.markers.first().number == marker.number;
        };
        const bool isConstant = (before >= 0 && hasSameNumber(before))
            || (end + 1 < region.count() && region.siblingBefore(end + 1) == index
                && hasSameNumber(end + 1));
        number = isConstant ? marker.number : number;
        result = QString::number(number) + marker.sign;
    }
    const QString gap = text.sliced(marker.end(), marker.contentStart - marker.end());
    result += gap.isEmpty() ? u" "_s : gap;
    return marker.task ? result + u"[ ] "_s : result;
}

/// Edits that make the numbers below a new item fit, in places of the text as it is.
QList<Edit> renumberedBelow(const Lines &lines, const ListRegion &region, qsizetype index,
                            const QString &newItem)
{
    if (!region.isNumbered()) {
        return {};
    }
    ListRegion grown = region;
    grown.insertLine(index + 1, newItem + u'x');
    grown.renumber();
    QList<Edit> edits;
    for (qsizetype i = index + 1; i < region.count(); ++i) {
        edits += lineEdits(lines, region.first() + i, {region.line(i)}, {grown.line(i + 1)});
    }
    return edits;
}

Change nextItem(const Lines &lines, const Place &place)
{
    const LineRange range = ListRegion::around(lines, {place.line, place.line});
    const ListRegion region(lines, range);
    const qsizetype index = place.line - range.first;
    QString start = continuationPrefix(place.text, place.info);
    start.truncate(place.info.markers.last().start);
    start += nextMarker(region, index, place.text);
    Change change = inserted(lines, place, u'\n' + start);
    if (lines.indexAt(place.end) == place.line) {
        change.edits += renumberedBelow(lines, region, index, start);
    }
    return change;
}

/// An item without text goes to the level above it, or becomes the end of the list.
Change leftItem(const Lines &lines, const Place &place)
{
    if (const std::optional<Change> change = outdentItems(lines, caretAt(place.start));
        change && !change->edits.isEmpty()) {
        return *change;
    }
    const qsizetype column =
        place.info.markers.isEmpty() ? place.info.textStart : place.info.markers.first().start;
    const qsizetype marker = lines.start(place.line) + column;
    const QString prefix = place.text.first(column);
    const bool isQuoted = place.info.quoteDepth > 0;
    // A line right below an item's text would belong to it.
    const bool needsBlank = place.line > 0 && lines.info(place.line - 1).kind != LineKind::Blank;
    const QString replacement = needsBlank ? u'\n' + (isQuoted ? prefix : QString()) : QString();
    return {{{marker, lines.end(place.line) - marker, replacement}},
            {caretAt(marker + replacement.size())}};
}

/// A quote's line without text: the innermost quote ends.
Change leftQuote(const Lines &lines, const Place &place)
{
    const qsizetype sign = place.text.lastIndexOf(u'>', place.info.prefixEnd);
    const qsizetype start = lines.start(place.line) + sign;
    return {{{start, lines.end(place.line) - start, {}}}, {caretAt(start)}};
}

bool isVerbatim(const LineInfo &info)
{
    return info.kind == LineKind::FencedCode || info.kind == LineKind::Fence
        || info.kind == LineKind::Html || info.kind == LineKind::FrontMatter
        || info.kind == LineKind::IndentedCode;
}

} // namespace

Change breakLine(const Lines &lines, const Selection &selection)
{
    const Place place(lines, selection);
    const LineInfo &info = place.info;
    const bool isBlank = QStringView(place.text).sliced(info.prefixEnd).trimmed().isEmpty();
    if (isVerbatim(info)) {
        return breakLineInItem(lines, selection);
    }
    if (info.markers.isEmpty() && isEmptyItem(place.text, info) && selection.isEmpty()
        && place.column == place.text.size()) {
        return leftItem(lines, place);
    }
    if (!info.markers.isEmpty()) {
        const bool hasText = place.text.size() > info.textStart && !isBlank;
        if (!hasText && selection.isEmpty() && place.column >= info.markers.last().end()) {
            return leftItem(lines, place);
        }
        if (place.column >= info.textStart) {
            return nextItem(lines, place);
        }
        return inserted(lines, place, u"\n"_s);
    }
    const bool isInQuote = !info.after.containers.isEmpty()
        && info.after.containers.last().kind == Container::Kind::Quote
        && place.text.first(info.prefixEnd).contains(u'>');
    if (isBlank && isInQuote && selection.isEmpty()) {
        return leftQuote(lines, place);
    }
    return breakLineInItem(lines, selection);
}

Change breakLineInItem(const Lines &lines, const Selection &selection)
{
    const Place place(lines, selection);
    QString prefix = continuationPrefix(place.text, place.info);
    if (place.column < place.info.prefixEnd) {
        prefix = leadingBlanks(place.text)
                     .first(std::min(leadingBlanks(place.text).size(), place.column));
        return inserted(lines, place, u'\n' + prefix);
    }
    if (place.info.markers.isEmpty()) {
        const QString own = leadingBlanks(QStringView(place.text).sliced(place.info.prefixEnd));
        prefix += own.first(std::min(own.size(), place.column - place.info.prefixEnd));
    }
    return inserted(lines, place, u'\n' + prefix);
}

namespace {

/// Items under a selection, taken out of one level of a list into another.
class ItemMove
{
public:
    ItemMove(const Lines &lines, const Selection &selection)
        : m_lines(lines)
        , m_selection(selection)
        , m_selected(selectedLines(lines, selection))
        , m_range(ListRegion::around(lines, m_selected))
        , m_region(lines, m_range)
        , m_before(m_region.lines())
        , m_first(m_selected.first - m_range.first)
    {
        if (isEmptyItem(m_region.line(m_first), m_region.info(m_first))) {
            m_region.setLine(m_first, m_region.line(m_first) + fillIn);
            m_isFilled = true;
        }
    }

    [[nodiscard]] bool startsWithItem() const { return !m_region.info(m_first).markers.isEmpty(); }
    [[nodiscard]] Change indent();
    [[nodiscard]] Change outdent();

private:
    [[nodiscard]] qsizetype lastLine() const;
    [[nodiscard]] ListMarker marker() const { return m_region.info(m_first).markers.first(); }
    [[nodiscard]] static QString signs(const ListMarker &marker, int number);
    void shiftBy(int columns);
    void adopt(const ListMarker &model);
    [[nodiscard]] Change result(bool wasNumbered);
    [[nodiscard]] qsizetype place(qsizetype position) const;

    const Lines &m_lines;
    Selection m_selection;
    LineRange m_selected;
    LineRange m_range;
    ListRegion m_region;
    QStringList m_before;
    qsizetype m_first; ///< In the region.
    QList<qsizetype> m_items; ///< The items that move, not those within them.
    bool m_isFilled = false; ///< The first item has no text but what it got for the while.
};

/// Of all that belongs to the selected items.
qsizetype ItemMove::lastLine() const
{
    qsizetype last = m_first;
    for (qsizetype i = m_first; i <= m_selected.last - m_range.first; ++i) {
        last = std::max({last, i, m_region.itemEnd(i)});
    }
    return last;
}

QString ItemMove::signs(const ListMarker &marker, int number)
{
    return marker.isOrdered ? QString::number(number) + marker.sign : QString(marker.sign);
}

void ItemMove::shiftBy(int columns)
{
    const int column = std::min(marker().column, marker().column + columns);
    const qsizetype last = lastLine();
    for (qsizetype i = m_first; i <= m_selected.last - m_range.first; i = m_region.itemEnd(i) + 1) {
        m_items.append(i);
    }
    m_region.shift(m_first, last, column, columns);
}

/// The moved items take the kind of list that they come into.
void ItemMove::adopt(const ListMarker &model)
{
    int number = model.number;
    for (const qsizetype item : std::as_const(m_items)) {
        if (!m_region.info(item).markers.isEmpty()) {
            m_region.setMarker(item, signs(model, ++number));
        }
    }
}

Change ItemMove::indent()
{
    const qsizetype before = m_region.siblingBefore(m_first);
    if (before < 0) {
        return {{}, {m_selection}};
    }
    const bool wasNumbered = m_region.isNumbered();
    if (marker().isOrdered) {
        // Below a paragraph only the number 1 begins a list.
        m_region.setMarker(m_first, signs(marker(), 1));
    }
    shiftBy(m_region.info(before).markers.last().contentColumn - marker().column);
    const qsizetype sibling = m_region.siblingBefore(m_first);
    if (sibling >= 0) {
        adopt(m_region.info(sibling).markers.last());
    } else if (marker().isOrdered) {
        ListMarker fresh = marker();
        fresh.number = 0;
        adopt(fresh);
    }
    return result(wasNumbered);
}

Change ItemMove::outdent()
{
    const qsizetype parent = m_region.parentOf(m_first);
    if (parent < 0) {
        return {{}, {m_selection}};
    }
    const bool wasNumbered = m_region.isNumbered();
    const ListMarker model = m_region.info(parent).markers.last();
    // What follows becomes a child, and a list below a paragraph begins with 1.
    const qsizetype next = lastLine() + 1;
    if (next < m_region.count() && m_region.siblingBefore(next) >= 0) {
        const LineInfo info = m_region.info(next);
        if (info.markers.size() == 1 && info.markers.first().isOrdered
            && info.itemDepth == m_region.info(m_first).itemDepth) {
            m_region.setMarker(next, signs(info.markers.first(), 1));
        }
    }
    shiftBy(model.column - marker().column);
    adopt(model);
    return result(wasNumbered);
}

/// A place in the text after the move: it keeps its distance to the end of its line.
qsizetype ItemMove::place(qsizetype position) const
{
    const qsizetype line = m_lines.indexAt(position) - m_range.first;
    qsizetype result = m_lines.start(m_range.first);
    for (qsizetype i = 0; i < line; ++i) {
        result += (i < m_region.count() ? m_region.line(i).size()
                                        : m_lines.line(m_range.first + i).size())
            + 1;
    }
    if (line >= m_region.count()) {
        return result + position - m_lines.start(m_range.first + line);
    }
    const qsizetype fromEnd = m_lines.end(m_range.first + line) - position;
    return result + std::max<qsizetype>(0, m_region.line(line).size() - fromEnd);
}

Change ItemMove::result(bool wasNumbered)
{
    if (wasNumbered) {
        m_region.renumber();
    }
    if (m_isFilled) {
        QString line = m_region.line(m_first);
        line.chop(1);
        m_region.setLine(m_first, line);
    }
    return {lineEdits(m_lines, m_range.first, m_before, m_region.lines()),
            {{place(m_selection.anchor), place(m_selection.caret)}}};
}

} // namespace

std::optional<Change> indentItems(const Lines &lines, const Selection &selection)
{
    ItemMove move(lines, selection);
    return move.startsWithItem() ? std::optional(move.indent()) : std::nullopt;
}

std::optional<Change> outdentItems(const Lines &lines, const Selection &selection)
{
    ItemMove move(lines, selection);
    return move.startsWithItem() ? std::optional(move.outdent()) : std::nullopt;
}

Change renumberLists(const Lines &lines, const QList<Selection> &selections)
{
    QList<Edit> edits;
    for (const auto selecteds = selectedLines(lines, selections);
         const LineRange &selected : selecteds) {
        const LineRange range = ListRegion::around(lines, selected);
        ListRegion region(lines, range);
        const QStringList before = region.lines();
        region.renumber();
        edits += lineEdits(lines, range.first, before, region.lines());
    }
    edits = arranged(edits);
    return {edits, moved(selections, edits)};
}

} // namespace hermes::text
