#include "text/linestyle.h"

#include "text/headingedits.h"
#include "text/lineselection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr int highestLevel = 6;

/// The selected lines that are text or headings; blank ones only if nothing else is selected.
QList<qsizetype> headingLines(const Lines &lines, const QList<Selection> &selections)
{
    QList<qsizetype> found;
    for (const auto allRanges = selectedLines(lines, selections);
         const LineRange &range : allRanges) {
        for (qsizetype line = range.first; line <= range.last; ++line) {
            const LineKind kind = lines.info(line).kind;
            const bool isText = kind == LineKind::Paragraph || kind == LineKind::Heading;
            if (isText || (kind == LineKind::Blank && range.count() == 1)) {
                found.append(line);
            } else if (kind == LineKind::SetextUnderline && range.count() == 1 && line > 0) {
                found.append(line - 1);
            }
        }
    }
    return found;
}

Change changeOf(const HeadingEdits &edits, const QList<Selection> &selections)
{
    return {edits.edits(), moved(selections, edits.edits())};
}

} // namespace

Change setHeadingLevel(const Lines &lines, const QList<Selection> &selections, int level)
{
    const QList<qsizetype> found = headingLines(lines, selections);
    const bool isOn = std::ranges::all_of(found, [&](qsizetype line) {
        return headingLevelOf(lines, line, lines.info(line)) == level;
    });
    HeadingEdits edits(lines);
    for (const qsizetype line : found) {
        edits.setLevel(line, isOn ? 0 : level);
    }
    return changeOf(edits, selections);
}

Change shiftHeadingLevel(const Lines &lines, const QList<Selection> &selections, int by)
{
    HeadingEdits edits(lines);
    for (const auto allLines = headingLines(lines, selections); const qsizetype line : allLines) {
        if (const int level = headingLevelOf(lines, line, lines.info(line)); level > 0) {
            edits.setLevel(line, std::clamp(level + by, 1, highestLevel));
        }
    }
    return changeOf(edits, selections);
}

} // namespace hermes::text
