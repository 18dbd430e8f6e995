#include "text/severalcarets.h"

#include "text/lineselection.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace hermes::text {

namespace {

/// Where a word that ends at a place begins: blanks before it belong to it, and signs are words.
qsizetype wordStart(QStringView line, qsizetype at)
{
    while (at > 0 && line.at(at - 1).isSpace()) {
        --at;
    }
    const qsizetype start = wordAround(line, at).first;
    if (start < at) {
        return start;
    }
    while (at > 0 && !line.at(at - 1).isSpace() && !line.at(at - 1).isLetterOrNumber()) {
        --at;
    }
    return at;
}

qsizetype wordEnd(QStringView line, qsizetype at)
{
    while (at < line.size() && line.at(at).isSpace()) {
        ++at;
    }
    const qsizetype end = wordAround(line, at).second;
    if (end > at) {
        return end;
    }
    while (at < line.size() && !line.at(at).isSpace() && !line.at(at).isLetterOrNumber()) {
        ++at;
    }
    return at;
}

qsizetype characterStart(QStringView line, qsizetype at)
{
    const bool isPair =
        at >= 2 && line.at(at - 1).isLowSurrogate() && line.at(at - 2).isHighSurrogate();
    return at - (isPair ? 2 : 1);
}

qsizetype characterEnd(const QString &line, qsizetype at)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, line);
    finder.setPosition(at);
    const qsizetype end = finder.toNextBoundary();
    return end < 0 ? line.size() : end;
}

Selection erasedBeside(const Lines &lines, qsizetype caret, Erasing erasing)
{
    const qsizetype index = lines.indexAt(caret);
    const QString line = lines.line(index);
    const qsizetype start = lines.start(index);
    const qsizetype at = caret - start;
    const bool isBack = erasing == Erasing::Back || erasing == Erasing::WordBack;
    if (isBack && at == 0) {
        return {std::max<qsizetype>(0, caret - 1), caret}; // the line's end
    }
    if (!isBack && at == line.size()) {
        return {caret, index + 1 < lines.count() ? caret + 1 : caret};
    }
    switch (erasing) {
    case Erasing::Back:
        return {start + characterStart(line, at), caret};
    case Erasing::Forward:
        return {caret, start + characterEnd(line, at)};
    case Erasing::WordBack:
        return {start + wordStart(line, at), caret};
    case Erasing::WordForward:
        break;
    }
    return {caret, start + wordEnd(line, at)};
}

} // namespace

QList<Selection> joined(QList<Selection> selections)
{
    std::ranges::stable_sort(selections, [](const Selection &a, const Selection &b) {
        return a.start() != b.start() ? a.start() < b.start() : a.end() < b.end();
    });
    QList<Selection> result;
    for (const Selection &selection : std::as_const(selections)) {
        if (result.isEmpty() || selection.start() > result.last().end()
            || (selection.start() == result.last().end() && !selection.isEmpty()
                && !result.last().isEmpty())) {
            result.append(selection);
            continue;
        }
        Selection &last = result.last();
        const bool isForward =
            last.isEmpty() ? selection.caret >= selection.anchor : last.caret >= last.anchor;
        const qsizetype end = std::max(last.end(), selection.end());
        last = isForward ? Selection{last.start(), end} : Selection{end, last.start()};
    }
    return result;
}

Change inserted(const QList<Selection> &selections, const QStringList &texts)
{
    Change change;
    qsizetype shift = 0;
    for (qsizetype i = 0; i < selections.size(); ++i) {
        const Selection &selection = selections.at(i);
        const QString &text = texts.size() == selections.size() ? texts.at(i) : texts.first();
        const qsizetype length = selection.end() - selection.start();
        change.edits.append({selection.start(), length, text});
        const qsizetype caret = selection.start() + shift + text.size();
        change.selections.append({caret, caret});
        shift += text.size() - length;
    }
    return change;
}

Change erased(const Lines &lines, const QList<Selection> &selections, Erasing erasing)
{
    QList<Selection> gone;
    for (const Selection &selection : selections) {
        const Selection each =
            selection.isEmpty() ? erasedBeside(lines, selection.caret, erasing) : selection;
        if (!each.isEmpty()) {
            gone.append(each);
        }
    }
    Change change;
    for (const auto allSelections = joined(gone); const Selection &selection : allSelections) {
        change.edits.append({selection.start(), selection.end() - selection.start(), {}});
    }
    for (const Selection &selection : selections) {
        const qsizetype caret = moved(selection.start(), change.edits, Stick::Before);
        change.selections.append({caret, caret});
    }
    change.selections = joined(change.selections);
    return change;
}

QList<Selection> columnSelections(const Lines &lines, qsizetype anchor, qsizetype caret)
{
    const qsizetype anchorLine = lines.indexAt(anchor);
    const qsizetype caretLine = lines.indexAt(caret);
    const qsizetype anchorColumn = anchor - lines.start(anchorLine);
    const qsizetype caretColumn = caret - lines.start(caretLine);
    const auto [first, last] = std::minmax(anchorLine, caretLine);
    QList<Selection> result;
    for (qsizetype line = first; line <= last; ++line) {
        const qsizetype start = lines.start(line);
        const qsizetype length = lines.end(line) - start;
        if (anchorColumn != caretColumn && length <= std::min(anchorColumn, caretColumn)) {
            continue;
        }
        result.append(
            {start + std::min(anchorColumn, length), start + std::min(caretColumn, length)});
    }
    return result.isEmpty() ? QList<Selection>{{caret, caret}} : result;
}

QList<Selection> withCaretBeside(const Lines &lines, const QList<Selection> &selections,
                                 Direction direction)
{
    const bool isUp = direction == Direction::Up;
    const auto edge = std::ranges::minmax(selections, {}, &Selection::caret);
    const qsizetype from = isUp ? edge.min.caret : edge.max.caret;
    const qsizetype line = lines.indexAt(from);
    const qsizetype beside = isUp ? line - 1 : line + 1;
    if (beside < 0 || beside >= lines.count()) {
        return selections;
    }
    const qsizetype start = lines.start(beside);
    const qsizetype caret = start + std::min(from - lines.start(line), lines.end(beside) - start);
    QList<Selection> result = selections;
    result.append({caret, caret});
    return result;
}

} // namespace hermes::text
