#include "text/linecommands.h"

#include "text/listregion.h"
#include "text/wordbreaks.h"

#include <QHash>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isBlankSign(QChar character)
{
    return character == u' ' || character == u'\t';
}

/// Where the text behind a line begins: behind its end, or at the end of the last line.
qsizetype behind(const Lines &lines, qsizetype line)
{
    return line + 1 < lines.count() ? lines.start(line + 1) : lines.end(line);
}

/// The line opens an item of the list that the first of the lines is an item of.
bool isOutermost(const ListRegion &region, const LineRange &range, qsizetype line)
{
    const LineInfo first = region.info(range.first);
    const LineInfo info = region.info(line);
    return first.markers.size() == 1 && info.markers.size() == 1
        && info.itemDepth == first.itemDepth && info.markers.first().isOrdered
        && info.markers.first().sign == first.markers.first().sign;
}

QList<ListMarker> outermostMarkers(const ListRegion &region, const LineRange &range)
{
    QList<ListMarker> markers;
    for (qsizetype i = range.first; i <= range.last; ++i) {
        if (isOutermost(region, range, i)) {
            markers.append(region.info(i).markers.first());
        }
    }
    return markers;
}

/// One stretch of lines that changes places with the line above or below it.
class LineMove
{
public:
    LineMove(const Lines &lines, const LineRange &moved, Direction direction)
        : m_lines(lines), m_moved(moved), m_direction(direction)
    {
    }

    void renumber();
    [[nodiscard]] QList<Edit> edits() const;

private:
    [[nodiscard]] qsizetype passed() const
    {
        return m_direction == Direction::Up ? m_moved.first - 1 : m_moved.last + 1;
    }
    [[nodiscard]] QString numbered(qsizetype line) const
    {
        return m_numbered.value(line, m_lines.line(line));
    }

    const Lines &m_lines;
    LineRange m_moved;
    Direction m_direction;
    QHash<qsizetype, QString> m_numbered; ///< Lines with another number, by where they are now.
};

void LineMove::renumber()
{
    const LineRange both{std::min(passed(), m_moved.first), std::max(passed(), m_moved.last)};
    const LineRange range = ListRegion::around(m_lines, both);
    ListRegion region(m_lines, range);
    if (!region.isNumbered()) {
        return;
    }
    QList<qsizetype> order(region.count());
    std::iota(order.begin(), order.end(), range.first);
    const qsizetype from = passed() - range.first;
    const qsizetype to = from + (m_direction == Direction::Up ? m_moved.count() : -m_moved.count());
    const LineRange inRegion{both.first - range.first, both.last - range.first};
    const QList<ListMarker> before = outermostMarkers(region, inRegion);
    region.moveLine(from, to);
    order.move(from, to);
    if (outermostMarkers(region, inRegion).size() == before.size()) {
        qsizetype next = 0; // numbers stay where they are
        for (qsizetype i = inRegion.first; i <= inRegion.last; ++i) {
            if (isOutermost(region, inRegion, i)) {
                const ListMarker &marker = before.at(next++);
                region.setMarker(i, QString::number(marker.number) + marker.sign);
            }
        }
    }
    region.renumber();
    for (qsizetype i = 0; i < region.count(); ++i) {
        if (region.line(i) != m_lines.line(order.at(i))) {
            m_numbered.insert(order.at(i), region.line(i));
        }
    }
}

QList<Edit> LineMove::edits() const
{
    QList<Edit> edits;
    for (auto each = m_numbered.begin(); each != m_numbered.end(); ++each) {
        if (each.key() != passed()) {
            edits += lineEdits(m_lines, each.key(), {m_lines.line(each.key())}, {each.value()});
        }
    }
    const qsizetype start = m_lines.start(m_moved.first);
    const qsizetype end = m_lines.end(m_moved.last);
    const QString text = numbered(passed());
    if (m_direction == Direction::Up) {
        const qsizetype above = m_lines.start(passed());
        edits.append({above, start - above, {}});
        edits.append({end, 0, u'\n' + text});
    } else {
        edits.append({start, 0, text + u'\n'});
        edits.append({end, m_lines.end(passed()) - end, {}});
    }
    return edits;
}

/// Selections that stay on the lines they were on, where lines have moved by `edits`.
QList<Selection> carried(const Lines &lines, const QList<Selection> &selections,
                         const QList<Edit> &edits)
{
    QList<Selection> result;
    for (const Selection &selection : selections) {
        const LineRange range = selectedLines(lines, selection);
        const qsizetype lastEnd = lines.end(range.last);
        const auto place = [&](qsizetype position) {
            if (position > lastEnd) {
                return moved(lastEnd, edits, Stick::Before) + 1; // the start of the next line
            }
            return moved(position, edits, position == lastEnd ? Stick::Before : Stick::After);
        };
        result.append({place(selection.anchor), place(selection.caret)});
    }
    return result;
}

} // namespace

Change moveLines(const Lines &lines, const QList<Selection> &selections, Direction direction)
{
    QList<Edit> edits;
    const QList<LineRange> ranges = selectedLines(lines, selections);
    for (const LineRange &range : ranges) {
        const bool isAtEnd =
            direction == Direction::Up ? range.first == 0 : range.last + 1 == lines.count();
        if (isAtEnd) {
            return {{}, selections};
        }
        LineMove move(lines, range, direction);
        if (ranges.size() == 1) {
            move.renumber();
        }
        edits += move.edits();
    }
    edits = arranged(edits);
    Change change{edits, carried(lines, selections, edits)};
    // A selection of whole lines may have lost the line end it ended with.
    qsizetype length = lines.end(lines.count() - 1);
    for (const Edit &edit : std::as_const(edits)) {
        length += edit.replacement.size() - edit.length;
    }
    for (Selection &selection : change.selections) {
        selection = {std::min(selection.anchor, length), std::min(selection.caret, length)};
    }
    return change;
}

Change duplicateLines(const Lines &lines, const QList<Selection> &selections, Direction direction)
{
    Change change;
    for (const auto allRanges = selectedLines(lines, selections);
         const LineRange &range : allRanges) {
        QStringList copied;
        for (qsizetype line = range.first; line <= range.last; ++line) {
            copied.append(lines.line(line));
        }
        const QString text = copied.join(u'\n');
        if (direction == Direction::Down) {
            change.edits.append({lines.start(range.first), 0, text + u'\n'});
        } else {
            change.edits.append({lines.end(range.last), 0, u'\n' + text});
        }
    }
    change.selections = carried(lines, selections, change.edits);
    return change;
}

Change joinLines(const Lines &lines, const QList<Selection> &selections)
{
    Change change;
    for (const auto allRanges = selectedLines(lines, selections);
         const LineRange &range : allRanges) {
        const qsizetype last = range.count() > 1 ? range.last : range.last + 1;
        for (qsizetype line = range.first + 1; line <= last && line < lines.count(); ++line) {
            const QString above = lines.line(line - 1);
            const QString text = lines.line(line);
            qsizetype end = above.size();
            const bool isFirst = line == range.first + 1;
            const LineInfo aboveInfo = lines.info(line - 1);
            const qsizetype aboveText = isFirst ? 0 : std::min(aboveInfo.textStart, above.size());
            while (end > aboveText && isBlankSign(above.at(end - 1))) {
                --end;
            }
            const qsizetype textStart = lines.info(line).textStart;
            const bool hasBlank = end > aboveText && textStart < text.size()
                && needsBlankBetween(characterBefore(above, end), characterAt(text, textStart));
            const qsizetype from = lines.start(line - 1) + end;
            change.edits.append(
                {from, lines.start(line) + textStart - from, hasBlank ? u" "_s : QString()});
        }
    }
    change.edits = arranged(change.edits);
    change.selections = moved(selections, change.edits);
    return change;
}

Change deleteLines(const Lines &lines, const QList<Selection> &selections)
{
    Change change;
    for (const auto ranges = selectedLines(lines, selections); const LineRange &range : ranges) {
        const bool isLast = range.last + 1 == lines.count();
        const qsizetype start =
            isLast && range.first > 0 ? lines.end(range.first - 1) : lines.start(range.first);
        change.edits.append({start, behind(lines, range.last) - start, {}});
    }
    for (const Selection &selection : selections) {
        const LineRange range = selectedLines(lines, selection);
        const qsizetype column = selection.caret - lines.start(lines.indexAt(selection.caret));
        const bool isLast = range.last + 1 == lines.count();
        const qsizetype next = isLast ? std::max<qsizetype>(0, range.first - 1) : range.last + 1;
        const bool isGone = isLast && range.first == 0;
        const qsizetype there =
            isGone ? 0 : lines.start(next) + std::min(column, lines.line(next).size());
        const qsizetype caret = moved(there, change.edits, Stick::After);
        if (change.selections.isEmpty() || change.selections.last().caret != caret) {
            change.selections.append({caret, caret});
        }
    }
    return change;
}

Change insertLine(const Lines &lines, const QList<Selection> &selections, Direction where)
{
    Change change;
    for (const Selection &selection : selections) {
        const qsizetype line = lines.indexAt(selection.caret);
        const QString text = lines.line(line);
        const LineInfo info = lines.info(line);
        QString prefix = continuationPrefix(text, info);
        if (where == Direction::Up) {
            prefix =
                text.first(info.markers.isEmpty() ? info.prefixEnd : info.markers.first().start);
        }
        qsizetype ink = info.prefixEnd;
        while (info.markers.isEmpty() && ink < text.size() && isBlankSign(text.at(ink))) {
            prefix += text.at(ink++);
        }
        const Edit edit = where == Direction::Up ? Edit{lines.start(line), 0, prefix + u'\n'}
                                                 : Edit{lines.end(line), 0, u'\n' + prefix};
        if (!change.edits.contains(edit)) {
            change.edits.append(edit);
        }
    }
    change.edits = arranged(change.edits);
    for (const Edit &edit : std::as_const(change.edits)) {
        const qsizetype caret =
            moved(edit.start, change.edits, Stick::After) - (where == Direction::Up ? 1 : 0);
        change.selections.append({caret, caret});
    }
    return change;
}

QList<Selection> selectLines(const Lines &lines, const QList<Selection> &selections)
{
    QList<Selection> result;
    for (const Selection &selection : selections) {
        LineRange range = selectedLines(lines, selection);
        const Selection whole{lines.start(range.first), behind(lines, range.last)};
        if (selection == whole && range.last + 1 < lines.count()) {
            ++range.last;
        }
        result.append({lines.start(range.first), behind(lines, range.last)});
    }
    return result;
}

qsizetype smartHome(const Lines &lines, qsizetype position)
{
    const qsizetype line = lines.indexAt(position);
    const LineInfo info = lines.info(line);
    const qsizetype start = lines.start(line);
    // The signs of a heading are part of what one edits.
    const QString text = lines.line(line);
    const qsizetype ink =
        info.kind == LineKind::Heading ? text.indexOf(u'#', info.prefixEnd) : info.textStart;
    return position == start + ink ? start : start + ink;
}

} // namespace hermes::text
