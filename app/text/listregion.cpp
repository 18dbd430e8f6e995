#include "text/listregion.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// How far a list is followed up and down, in lines.
constexpr qsizetype reach = 2'000;

bool hasItem(const LineState &state)
{
    return std::ranges::any_of(state.containers, [](const Container &container) {
        return container.kind == Container::Kind::Item;
    });
}

/// Moves the indent of a line that begins at a column; lines that are not that far in stay.
QString shifted(const QString &line, int column, int by)
{
    qsizetype at = 0;
    int reached = 0;
    for (; at < line.size() && reached < column; ++at) {
        if (!u" \t>"_s.contains(line.at(at))) {
            return line;
        }
        reached = columnAfter(QStringView(line).sliced(at, 1), reached);
    }
    qsizetype ink = at;
    while (ink < line.size() && (line.at(ink) == u' ' || line.at(ink) == u'\t')) {
        ++ink;
    }
    if (ink == line.size() || reached < column) {
        return line;
    }
    // A tab may reach beyond the column.
    const int overhang = reached - column;
    const QStringView indent = QStringView(line).sliced(at, ink - at);
    const int width = overhang + columnAfter(indent, reached) - reached;
    const int wanted = std::max(0, width + by);
    if (overhang == 0 && !indent.contains(u'\t')) {
        return line.first(at) + QString(wanted, u' ') + line.sliced(ink);
    }
    QString start = line.first(at);
    if (overhang > 0) {
        start.chop(1);
        start += QString(column - columnAfter(start, 0), u' ');
    }
    return start + QString(wanted, u' ') + line.sliced(ink);
}

/// Where a list stands while its items are counted.
struct Counter
{
    bool isOrdered = false;
    QChar sign;
    int number = 0; ///< Of the last item, as it is now.
    int original = 0; ///< As it was.
    int items = 0;
    bool isConstant = false;
};

} // namespace

ListRegion::ListRegion(const Lines &lines, const LineRange &range)
    : m_first(range.first), m_before(lines.stateBefore(range.first))
{
    for (qsizetype line = range.first; line <= range.last; ++line) {
        m_lines.append(lines.line(line));
    }
}

LineRange ListRegion::around(const Lines &lines, const LineRange &range)
{
    LineRange result = range;
    while (result.first > 0 && range.first - result.first < reach
           && hasItem(lines.stateBefore(result.first))) {
        --result.first;
    }
    LineState state = lines.stateBefore(range.last);
    state = classify(lines.line(range.last), state).after;
    for (qsizetype line = range.last + 1;
         line < lines.count() && line - range.last < reach && hasItem(state); ++line) {
        const QString text = lines.line(line);
        const LineInfo info = classify(text, state);
        state = info.after;
        if (!hasItem(state)) {
            break;
        }
        if (info.kind != LineKind::Blank || !info.markers.isEmpty()) {
            result.last = line;
        }
    }
    return result;
}

LineInfo ListRegion::info(qsizetype index) const
{
    while (m_infos.size() <= index) {
        m_infos.append(classify(m_lines.at(m_infos.size()),
                                m_infos.isEmpty() ? m_before : m_infos.last().after));
    }
    return m_infos.at(index);
}

void ListRegion::forget(qsizetype from)
{
    m_infos.resize(std::min(from, m_infos.size()));
}

void ListRegion::setLine(qsizetype index, const QString &line)
{
    if (m_lines.at(index) != line) {
        m_lines[index] = line;
        forget(index);
    }
}

void ListRegion::insertLine(qsizetype index, const QString &line)
{
    m_lines.insert(index, line);
    forget(index);
}

void ListRegion::moveLine(qsizetype from, qsizetype to)
{
    m_lines.move(from, to);
    forget(std::min(from, to));
}

qsizetype ListRegion::itemEnd(qsizetype index) const
{
    const LineInfo opening = info(index);
    if (opening.markers.isEmpty()) {
        return index;
    }
    const int depth = opening.itemDepth;
    qsizetype last = index;
    for (qsizetype i = index + 1; i < count(); ++i) {
        const LineInfo each = info(i);
        const auto matched = each.itemDepth - static_cast<int>(each.markers.size());
        if (matched < depth && !each.continuesParagraph && each.kind != LineKind::Blank) {
            break;
        }
        if (matched < depth && each.kind == LineKind::Blank && !each.markers.isEmpty()) {
            break;
        }
        if (each.kind != LineKind::Blank || !each.markers.isEmpty()) {
            last = i;
        }
    }
    return last;
}

qsizetype ListRegion::parentOf(qsizetype index) const
{
    const LineInfo inner = info(index);
    const auto depth = inner.itemDepth - static_cast<int>(inner.markers.size());
    for (qsizetype i = index - 1; i >= 0 && depth > 0; --i) {
        const LineInfo each = info(i);
        const auto matched = each.itemDepth - static_cast<int>(each.markers.size());
        if (!each.markers.isEmpty() && matched < depth && each.itemDepth >= depth) {
            return i;
        }
    }
    return -1;
}

qsizetype ListRegion::siblingBefore(qsizetype index) const
{
    const LineInfo item = info(index);
    const auto depth = item.itemDepth - static_cast<int>(item.markers.size());
    for (qsizetype i = index - 1; i >= 0; --i) {
        const LineInfo each = info(i);
        const auto matched = each.itemDepth - static_cast<int>(each.markers.size());
        if (!each.markers.isEmpty() && matched == depth) {
            return i;
        }
        if (matched < depth && !each.continuesParagraph && each.kind != LineKind::Blank) {
            return -1;
        }
        const bool isBetween = matched == depth && each.kind != LineKind::Blank
            && each.markers.isEmpty() && !each.continuesParagraph;
        if (isBetween) {
            return -1; // text of the item around both lists
        }
    }
    return -1;
}

void ListRegion::shift(qsizetype first, qsizetype last, int column, int by)
{
    for (qsizetype i = first; i <= last && by != 0; ++i) {
        setLine(i, shifted(m_lines.at(i), column, by));
    }
}

void ListRegion::setMarker(qsizetype index, const QString &marker)
{
    const ListMarker old = info(index).markers.last();
    const qsizetype end = itemEnd(index);
    QString line = m_lines.at(index);
    line.replace(old.start, old.length, marker);
    if (old.contentStart == old.end() && old.end() < m_lines.at(index).size()) {
        line.insert(old.start + marker.size(), u' ');
    }
    setLine(index, line);
    shift(index + 1, end, old.column, static_cast<int>(marker.size() - old.length));
}

void ListRegion::renumber()
{
    QList<Counter> counters; // by depth
    for (qsizetype i = 0; i < count(); ++i) {
        const LineInfo each = info(i);
        const auto matched = each.itemDepth - static_cast<int>(each.markers.size());
        if (each.markers.isEmpty()) {
            if (each.kind != LineKind::Blank && !each.continuesParagraph) {
                counters.resize(std::min<qsizetype>(counters.size(), matched));
            }
            continue;
        }
        // Only the first marker of a line can continue a list.
        const ListMarker &marker = each.markers.first();
        counters.resize(std::min<qsizetype>(counters.size(), matched + 1));
        while (counters.size() <= matched) {
            counters.append(Counter());
        }
        Counter &counter = counters[matched];
        if (counter.items == 0 || counter.isOrdered != marker.isOrdered
            || counter.sign != marker.sign) {
            counter = {marker.isOrdered, marker.sign, marker.number, marker.number, 1, false};
        } else {
            counter.isConstant =
                counter.items == 1 ? marker.number == counter.original : counter.isConstant;
            counter.number += counter.isConstant ? 0 : 1;
            ++counter.items;
        }
        if (marker.isOrdered && marker.number != counter.number && each.markers.size() == 1) {
            setMarker(i, QString::number(counter.number) + marker.sign);
        }
        for (qsizetype inner = 1; inner < each.markers.size(); ++inner) {
            const ListMarker &nested = each.markers.at(inner);
            counters.append(
                {nested.isOrdered, nested.sign, nested.number, nested.number, 1, false});
        }
    }
}

bool ListRegion::isNumbered() const
{
    ListRegion copy = *this;
    copy.renumber();
    return copy.m_lines == m_lines;
}

} // namespace hermes::text
