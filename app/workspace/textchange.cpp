#include "workspace/textchange.h"

#include "diff/linediff.h"
#include "workspace/textreplacement.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hermes::workspace {

namespace {

/// Of longer texts each line that is new or moved ends as usual.
constexpr qsizetype maximumComparedLines = 200'000;

QList<QStringView> linesOf(QStringView text, QChar lineEnd)
{
    QList<QStringView> lines;
    qsizetype start = 0;
    while (start < text.size()) {
        const qsizetype separator = text.indexOf(lineEnd, start);
        const qsizetype end = separator < 0 ? text.size() : separator + 1;
        lines.append(text.sliced(start, end - start));
        start = end;
    }
    return lines;
}

/// Gives the line ends of one text to another, in their order; false, and nothing done, if it has
/// not as many.
bool giveLineEnds(QString &units, const QString &from)
{
    QString lineEnds;
    std::ranges::copy_if(from, std::back_inserter(lineEnds), isLineEnd);
    if (std::ranges::count_if(units, isLineEnd) != lineEnds.size()) {
        return false;
    }
    const auto *next = lineEnds.cbegin();
    for (QChar &unit : units) {
        if (isLineEnd(unit)) {
            unit = *next++;
        }
    }
    return true;
}

/// Walks what two texts have in common, from their ends to their beginnings.
template <typename Both, typename Replaced>
void walkBackwards(const QString &before, const QString &after, Both both, Replaced replaced)
{
    const QString shownBefore = withLineEnds(before, lineend::crLf);
    const QString shownAfter = withLineEnds(after, lineend::crLf);
    qsizetype left = before.size();
    qsizetype right = after.size();
    const auto walkTo = [&](qsizetype end) {
        while (left > end) {
            both(--left, --right);
        }
    };
    for (const auto eachs = textReplacements(shownBefore, shownAfter);
         const TextReplacement &each : eachs) {
        walkTo(each.start + each.length);
        left = each.start;
        right -= each.text.size();
        replaced(left, each.length, right, each.text.size());
    }
    walkTo(0);
}

} // namespace

QString withLineEnds(QString units, QChar lineEnd)
{
    for (const QChar unit : {lineend::lf, lineend::cr, lineend::crLf}) {
        if (unit != lineEnd) {
            units.replace(unit, lineEnd);
        }
    }
    return units;
}

bool hasLineEnd(QStringView units)
{
    return std::ranges::any_of(units, isLineEnd);
}

QList<TextChange> changesBetween(qsizetype position, const QString &before, const QString &after)
{
    if (before.isEmpty() || after.isEmpty()) {
        return before == after ? QList<TextChange>() : QList{TextChange{position, before, after}};
    }
    QList<TextChange> changes;
    walkBackwards(
        before, after,
        [&](qsizetype left, qsizetype right) {
            if (before.at(left) != after.at(right)) {
                changes.append({position + left, before.at(left), after.at(right)});
            }
        },
        [&](qsizetype left, qsizetype removed, qsizetype right, qsizetype inserted) {
            changes.append(
                {position + left, before.sliced(left, removed), after.sliced(right, inserted)});
        });
    return changes;
}

QString withLineEndsOf(const QString &before, const QString &after, QChar usual)
{
    QString result = withLineEnds(after, usual);
    if (!hasLineEnd(after) || giveLineEnds(result, before)
        || before.count(usual) == std::ranges::count_if(before, isLineEnd)) {
        return result;
    }
    const QString shownBefore = withLineEnds(before, usual);
    const QList<QStringView> left = linesOf(shownBefore, usual);
    const QList<QStringView> right = linesOf(result, usual);
    if (std::max(left.size(), right.size()) > maximumComparedLines) {
        return result;
    }
    QList<std::pair<qsizetype, QChar>> kept;
    qsizetype i = 0;
    qsizetype j = 0;
    const auto keepTo = [&](qsizetype line) {
        // Blank lines alone are as likely to be typed anew.
        const bool isText = std::any_of(left.begin() + i, left.begin() + line,
                                        [](QStringView text) { return text.size() > 1; });
        for (; i < line; ++i, ++j) {
            if (isText) {
                const qsizetype end = left.at(i).end() - shownBefore.cbegin() - 1;
                kept.append({right.at(j).end() - result.cbegin() - 1, before.at(end)});
            }
        }
    };
    for (const auto hunks = diff::diffLines(left, right); const diff::DiffHunk &hunk : hunks) {
        keepTo(hunk.leftStart);
        i += hunk.leftCount;
        j += hunk.rightCount;
    }
    keepTo(left.size());
    for (const auto &[at, unit] : kept) {
        result[at] = isLineEnd(result.at(at)) ? unit : result.at(at);
    }
    return result;
}

} // namespace hermes::workspace
