#include "text/linestyle.h"

#include "text/listregion.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// How far above a new list another is looked for whose sign it takes.
constexpr qsizetype signReach = 300;
constexpr qsizetype boxLength = 3; ///< `[ ]`

bool isItem(const LineInfo &info)
{
    return !info.markers.isEmpty();
}

bool hasStyle(const ListMarker &marker, LineStyle style)
{
    switch (style) {
    case LineStyle::BulletList:
        return !marker.isOrdered && !marker.task;
    case LineStyle::OrderedList:
        return marker.isOrdered && !marker.task;
    case LineStyle::TaskList:
        return marker.task.has_value();
    case LineStyle::Quote:
        break;
    }
    return false;
}

QChar nearestSign(const Lines &lines, qsizetype line, bool isOrdered)
{
    for (qsizetype i = line - 1; i >= 0 && line - i < signReach; --i) {
        const LineInfo info = lines.info(i);
        if (isItem(info) && info.markers.last().isOrdered == isOrdered) {
            return info.markers.last().sign;
        }
    }
    return isOrdered ? u'.' : u'-';
}

/// Turns the lines of one selected range into items and back.
class ListStyling
{
public:
    ListStyling(const Lines &lines, const LineRange &selected, LineStyle style)
        : m_style(style)
        , m_range(ListRegion::around(lines, selected))
        , m_region(lines, m_range)
        , m_before(m_region.lines())
        , m_from(selected.first - m_range.first)
        , m_to(selected.last - m_range.first)
        , m_sign(nearestSign(lines, selected.first, style == LineStyle::OrderedList))
    {
    }

    [[nodiscard]] QList<Edit> edits(const Lines &lines)
    {
        const QList<qsizetype> candidates = this->candidates();
        const bool isOn = std::ranges::all_of(candidates, [this](qsizetype i) {
            return isItem(m_region.info(i)) && hasStyle(m_region.info(i).markers.last(), m_style);
        });
        const bool wasNumbered = m_region.isNumbered();
        if (isOn) {
            // From below: without its marker a line can make the next what it was not.
            std::for_each(candidates.rbegin(), candidates.rend(),
                          [this](qsizetype i) { removeFrom(i); });
        } else {
            std::ranges::for_each(candidates, [this](qsizetype i) { give(i); });
        }
        if (m_style == LineStyle::OrderedList && wasNumbered && !isOn) {
            m_region.renumber();
        }
        return lineEdits(lines, m_range.first, m_before, m_region.lines());
    }

private:
    [[nodiscard]] QList<qsizetype> candidates() const;
    void give(qsizetype index);
    void begin(qsizetype index);
    void change(qsizetype index);
    void removeFrom(qsizetype index);
    void addBox(qsizetype index);
    void removeBox(qsizetype index);

    LineStyle m_style;
    LineRange m_range;
    ListRegion m_region;
    QStringList m_before;
    qsizetype m_from;
    qsizetype m_to;
    QChar m_sign;
    int m_number = 1; ///< Of the next item of a new list.
};

/// Lines that are or can become items: not the further lines of items, and no code.
QList<qsizetype> ListStyling::candidates() const
{
    QList<qsizetype> found;
    for (qsizetype i = m_from; i <= m_to; ++i) {
        const LineInfo info = m_region.info(i);
        const bool isFurther = std::ranges::any_of(info.after.containers, [](const Container &c) {
            return c.kind == Container::Kind::Item;
        });
        const bool isText = (info.kind == LineKind::Paragraph || info.kind == LineKind::Heading)
            && (!isFurther || (m_from == m_to && !info.continuesParagraph));
        const bool isLoneBlank = info.kind == LineKind::Blank && m_from == m_to;
        if (isItem(info) || isText || isLoneBlank) {
            found.append(i);
        }
    }
    return found;
}

void ListStyling::give(qsizetype index)
{
    if (!isItem(m_region.info(index))) {
        begin(index);
        return;
    }
    const ListMarker marker = m_region.info(index).markers.last();
    if (m_style == LineStyle::TaskList) {
        addBox(index);
    } else if (!hasStyle(marker, m_style)) {
        if (marker.task) {
            removeBox(index);
        }
        change(index);
    }
}

/// A line of text becomes an item.
void ListStyling::begin(qsizetype index)
{
    const LineInfo info = m_region.info(index);
    const QString line = m_region.line(index);
    QString marker =
        m_style == LineStyle::OrderedList ? QString::number(m_number++) + m_sign : QString(m_sign);
    marker += m_style == LineStyle::TaskList ? u" [ ] "_s : u" "_s;
    const qsizetype ink =
        info.kind == LineKind::Heading ? line.indexOf(u'#', info.prefixEnd) : info.textStart;
    m_region.setLine(index, line.first(ink) + marker + line.sliced(info.textStart));
}

void ListStyling::change(qsizetype index)
{
    const ListMarker marker = m_region.info(index).markers.last();
    if (marker.isOrdered == (m_style == LineStyle::OrderedList)) {
        return;
    }
    if (m_style != LineStyle::OrderedList) {
        m_region.setMarker(index, QString(m_sign));
        return;
    }
    const qsizetype before = m_region.siblingBefore(index);
    const ListMarker previous = before < 0 ? ListMarker() : m_region.info(before).markers.first();
    const int number = previous.isOrdered ? previous.number + 1 : 1;
    m_region.setMarker(index, QString::number(number) + m_sign);
}

void ListStyling::addBox(qsizetype index)
{
    const ListMarker marker = m_region.info(index).markers.last();
    if (!marker.task) {
        QString line = m_region.line(index);
        const bool hasBlank = marker.contentStart > marker.end();
        line.insert(marker.contentStart, hasBlank ? u"[ ] "_s : u" [ ] "_s);
        m_region.setLine(index, line);
    }
}

void ListStyling::removeBox(qsizetype index)
{
    const LineInfo info = m_region.info(index);
    QString line = m_region.line(index);
    const qsizetype start = info.markers.last().contentStart;
    line.remove(start, std::max(boxLength, info.textStart - start));
    m_region.setLine(index, line);
}

void ListStyling::removeFrom(qsizetype index)
{
    if (m_style == LineStyle::TaskList) {
        removeBox(index);
        return;
    }
    const ListMarker marker = m_region.info(index).markers.last();
    const qsizetype end = m_region.itemEnd(index);
    QString line = m_region.line(index);
    line.remove(marker.start, marker.contentStart - marker.start);
    m_region.setLine(index, line);
    m_region.shift(index + 1, end, marker.column, marker.column - marker.contentColumn);
}

/// Quotes lines, or takes the outermost quote away.
class QuoteStyling
{
public:
    QuoteStyling(const Lines &lines, const LineRange &selected) : m_lines(lines)
    {
        const LineInfo first = lines.info(selected.first);
        const QString line = lines.line(selected.first);
        // Within an item the quote stands below the item's text.
        m_column = isItem(first) || first.quoteDepth > 0
            ? 0
            : columnAfter(QStringView(line).first(first.prefixEnd), 0);
        for (qsizetype i = selected.first; i <= selected.last; ++i) {
            m_places.append({i, placeIn(lines.line(i))});
        }
    }

    [[nodiscard]] QList<Edit> edits() const
    {
        const bool isOn = std::ranges::all_of(m_places, [this](const Place &place) {
            return isQuoted(m_lines.line(place.line), place.index);
        });
        QList<Edit> result;
        for (const Place &place : m_places) {
            result.append(isOn ? unquoted(place) : quoted(place));
        }
        return result;
    }

private:
    struct Place
    {
        qsizetype line = 0;
        qsizetype index = 0;
    };

    [[nodiscard]] qsizetype placeIn(const QString &line) const
    {
        qsizetype at = 0;
        int column = 0;
        while (at < line.size() && column < m_column && line.at(at).isSpace()) {
            column = columnAfter(QStringView(line).sliced(at, 1), column);
            ++at;
        }
        return at;
    }
    [[nodiscard]] static qsizetype inkFrom(const QString &line, qsizetype at)
    {
        while (at < line.size() && line.at(at).isSpace()) {
            ++at;
        }
        return at;
    }
    [[nodiscard]] static bool isQuoted(const QString &line, qsizetype at)
    {
        const qsizetype ink = inkFrom(line, at);
        return ink < line.size() && line.at(ink) == u'>';
    }
    [[nodiscard]] Edit quoted(const Place &place) const
    {
        const QString line = m_lines.line(place.line);
        const bool isBlank = inkFrom(line, place.index) == line.size() && m_places.size() > 1;
        return {m_lines.start(place.line) + place.index, 0, isBlank ? u">"_s : u"> "_s};
    }
    [[nodiscard]] Edit unquoted(const Place &place) const
    {
        const QString line = m_lines.line(place.line);
        const qsizetype sign = inkFrom(line, place.index);
        const bool hasBlank = sign + 1 < line.size() && line.at(sign + 1) == u' ';
        return {m_lines.start(place.line) + sign, hasBlank ? 2 : 1, {}};
    }

    const Lines &m_lines;
    int m_column = 0;
    QList<Place> m_places;
};

} // namespace

Change toggleLineStyle(const Lines &lines, const QList<Selection> &selections, LineStyle style)
{
    QList<Edit> edits;
    for (const auto allRanges = selectedLines(lines, selections);
         const LineRange &range : allRanges) {
        edits += style == LineStyle::Quote ? QuoteStyling(lines, range).edits()
                                           : ListStyling(lines, range, style).edits(lines);
    }
    edits = arranged(edits);
    return {edits, moved(selections, edits)};
}

Change toggleTaskDone(const Lines &lines, const QList<Selection> &selections)
{
    QList<std::pair<qsizetype, QChar>> boxes; // place of the tick, what stands there
    for (const auto allRanges = selectedLines(lines, selections);
         const LineRange &range : allRanges) {
        for (qsizetype line = range.first; line <= range.last; ++line) {
            const LineInfo info = lines.info(line);
            if (!isItem(info)) {
                continue;
            }
            const auto &marker = info.markers.last();
            if (marker.task) {
                boxes.append({lines.start(line) + marker.contentStart + 1, *marker.task});
            }
        }
    }
    const bool isDone =
        std::ranges::none_of(boxes, [](const auto &box) { return box.second == u' '; });
    Change change;
    for (const auto &[place, sign] : std::as_const(boxes)) {
        if (isDone || sign == u' ') {
            change.edits.append({place, 1, isDone ? u" "_s : u"x"_s});
        }
    }
    change.selections = selections;
    return change;
}

} // namespace hermes::text
