#include "text/fencedblock.h"

#include "text/blockstarts.h"
#include "text/lineselection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isCode(LineKind kind)
{
    return kind == LineKind::Fence || kind == LineKind::FencedCode;
}

bool opensFence(const LineInfo &info)
{
    return info.kind == LineKind::Fence && info.after.leaf == LineState::Leaf::Fence;
}

/// The lines of a fenced block, its fences included, if they and nothing else are selected; with
/// or without the fences.
std::optional<LineRange> selectedBlock(const Lines &lines, const LineRange &selected)
{
    LineRange block = selected;
    LineInfo info = lines.info(block.first);
    if (info.kind == LineKind::FencedCode && block.first > 0) {
        info = lines.info(--block.first);
    }
    if (!opensFence(info)) {
        return std::nullopt;
    }
    for (qsizetype line = block.first + 1; line < lines.count(); ++line) {
        info = classify(lines.line(line), info.after);
        if (info.kind == LineKind::Fence) {
            const bool isSelected = line == selected.last || line == selected.last + 1;
            return isSelected ? std::optional(LineRange{block.first, line}) : std::nullopt;
        }
        if (info.kind != LineKind::FencedCode || line > selected.last) {
            break;
        }
    }
    return std::nullopt;
}

Change withoutFences(const Lines &lines, const LineRange &block, const Selection &selection)
{
    const qsizetype first = lines.start(block.first);
    const qsizetype last = lines.start(block.last);
    // The line end behind the closing fence goes, or the one before it at the end of the text.
    const bool isLast = block.last + 1 == lines.count();
    const qsizetype afterLast = isLast ? lines.end(block.last) : lines.start(block.last + 1);
    Change change;
    change.edits = arranged({{first, lines.start(block.first + 1) - first, {}},
                             {isLast ? last - 1 : last, afterLast - last + (isLast ? 1 : 0), {}}});
    change.selections = moved({selection}, change.edits);
    return change;
}

QString fenceFor(const QStringList &content)
{
    qsizetype longest = 2;
    for (const QString &line : content) {
        const QStringView ink = QStringView(line).trimmed();
        const auto *end = std::ranges::find_if_not(ink, [](QChar c) { return c == u'`'; });
        longest = std::max<qsizetype>(longest, end - ink.begin());
    }
    return QString(longest + 1, u'`');
}

} // namespace

std::optional<Change> toggleFence(const Lines &lines, const Selection &selection)
{
    const LineRange selected = selectedLines(lines, selection);
    if (!selection.isEmpty()) {
        if (const std::optional<LineRange> block = selectedBlock(lines, selected)) {
            return withoutFences(lines, *block, selection);
        }
    }
    const LineInfo first = lines.info(selected.first);
    const QString firstLine = lines.line(selected.first);
    const bool startsLine = selection.start() <= lines.start(selected.first) + first.textStart;
    const bool endsLine = selection.end() >= lines.end(selected.last);
    if (selected.count() < 2 || !startsLine || !endsLine) {
        return std::nullopt;
    }
    QStringList content;
    for (qsizetype line = selected.first; line <= selected.last; ++line) {
        if (isCode(lines.info(line).kind)) {
            return std::nullopt;
        }
        content.append(lines.line(line));
    }
    const QString prefix = first.markers.isEmpty() ? continuationPrefix(firstLine, first)
                                                   : firstLine.first(first.markers.first().start);
    const QString fence = prefix + fenceFor(content);
    Change change;
    change.edits = {{lines.start(selected.first), 0, fence + u'\n'},
                    {lines.end(selected.last), 0, u'\n' + fence}};
    const qsizetype shift = fence.size() + 1;
    const auto place = [&](qsizetype position) {
        return std::clamp(position, lines.start(selected.first), lines.end(selected.last)) + shift;
    };
    change.selections = {{place(selection.anchor), place(selection.caret)}};
    return change;
}

} // namespace hermes::text
