#include "text/lineselection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isApostrophe(QChar character)
{
    return character == u'\'' || character == u'\u2019';
}

bool isWordPart(QStringView text, qsizetype at)
{
    const QChar character = text.at(at);
    if (isApostrophe(character)) {
        return at > 0 && at + 1 < text.size() && text.at(at - 1).isLetter()
            && text.at(at + 1).isLetter();
    }
    return character.isLetterOrNumber() || character.isMark() || character.isSurrogate()
        || character == u'_';
}

} // namespace

LineRange selectedLines(const Lines &lines, const Selection &selection)
{
    const qsizetype first = lines.indexAt(selection.start());
    qsizetype last = lines.indexAt(selection.end());
    if (last > first && selection.end() == lines.start(last)) {
        --last;
    }
    return {first, last};
}

QList<LineRange> selectedLines(const Lines &lines, const QList<Selection> &selections)
{
    QList<LineRange> ranges;
    for (const Selection &selection : selections) {
        ranges.append(selectedLines(lines, selection));
    }
    std::ranges::sort(ranges, {}, &LineRange::first);
    QList<LineRange> merged;
    for (const LineRange &range : std::as_const(ranges)) {
        if (!merged.isEmpty() && range.first <= merged.last().last + 1) {
            merged.last().last = std::max(merged.last().last, range.last);
        } else {
            merged.append(range);
        }
    }
    return merged;
}

std::pair<qsizetype, qsizetype> wordAround(QStringView text, qsizetype at)
{
    qsizetype start = at;
    while (start > 0 && isWordPart(text, start - 1)) {
        --start;
    }
    qsizetype end = at;
    while (end < text.size() && isWordPart(text, end)) {
        ++end;
    }
    return {start, end};
}

QString continuationPrefix(QStringView line, const LineInfo &info)
{
    QString prefix = line.first(info.prefixEnd).toString();
    for (const ListMarker &marker : info.markers) {
        for (qsizetype i = marker.start; i < marker.end(); ++i) {
            prefix[i] = u' ';
        }
    }
    // The blank behind the marker of an empty item may be missing.
    if (!info.markers.isEmpty()) {
        const ListMarker &last = info.markers.last();
        if (last.contentStart == last.end()) {
            prefix += u' ';
        }
    }
    return prefix;
}

QList<Edit> lineEdits(const Lines &lines, qsizetype first, const QStringList &before,
                      const QStringList &after)
{
    const qsizetype start = lines.start(first);
    if (before.size() != after.size()) {
        const QString replaced = before.join(u'\n');
        return smallest({start, replaced.size(), after.join(u'\n')}, replaced);
    }
    QList<Edit> edits;
    qsizetype position = start;
    for (qsizetype i = 0; i < before.size(); ++i) {
        edits += smallest({position, before.at(i).size(), after.at(i)}, before.at(i));
        position += before.at(i).size() + 1;
    }
    return edits;
}

} // namespace hermes::text
