#include "workspace/textreplacement.h"

#include "diff/linediff.h"

#include <algorithm>

namespace hermes::workspace {

namespace {

/// Above this many changed lines, what lies between the first and the last of them is replaced as
/// a whole: finding what is the same among them would take too long.
constexpr qsizetype maximumComparedLines = 200'000;

/// Without what both sides have in common at their ends; never between the halves of a character.
TextReplacement trimmed(QStringView before, qsizetype start, qsizetype length, QStringView text)
{
    const QStringView replaced = before.sliced(start, length);
    const auto isInside = [](QStringView whole, qsizetype at) {
        return at > 0 && at < whole.size() && whole.at(at).isLowSurrogate();
    };
    const qsizetype shorter = std::min(replaced.size(), text.size());
    qsizetype head = std::distance(
        replaced.begin(),
        std::mismatch(replaced.begin(), replaced.begin() + shorter, text.begin()).first);
    head -= isInside(replaced, head) || isInside(text, head) ? 1 : 0;
    qsizetype tail = std::distance(
        replaced.rbegin(),
        std::mismatch(replaced.rbegin(), replaced.rbegin() + (shorter - head), text.rbegin())
            .first);
    tail -=
        isInside(replaced, replaced.size() - tail) || isInside(text, text.size() - tail) ? 1 : 0;
    return {start + head, length - head - tail, text.sliced(head, text.size() - head - tail)};
}

/// Lines with the U+2029 that ends them.
QList<QStringView> linesOf(QStringView text)
{
    QList<QStringView> lines;
    qsizetype start = 0;
    while (start < text.size()) {
        const qsizetype separator = text.indexOf(QChar::ParagraphSeparator, start);
        const qsizetype end = separator < 0 ? text.size() : separator + 1;
        lines.append(text.sliced(start, end - start));
        start = end;
    }
    return lines;
}

qsizetype offsetOf(const QList<QStringView> &lines, qsizetype line, QStringView text)
{
    return line < lines.size() ? lines.at(line).begin() - text.begin() : text.size();
}

/// A replacement grown to whole lines; what it grows by is the same on both sides.
TextReplacement ofWholeLines(const TextReplacement &replacement, QStringView before,
                             QStringView after)
{
    const qsizetype head = replacement.start
        - (before.first(replacement.start).lastIndexOf(QChar::ParagraphSeparator) + 1);
    const qsizetype end = replacement.start + replacement.length;
    const qsizetype separator = before.indexOf(QChar::ParagraphSeparator, end);
    const qsizetype tail = (separator < 0 ? before.size() : separator + 1) - end;
    return {replacement.start - head, head + replacement.length + tail,
            after.sliced(replacement.start - head, head + replacement.text.size() + tail)};
}

} // namespace

QList<TextReplacement> textReplacements(QStringView before, QStringView after)
{
    const TextReplacement changed = trimmed(before, 0, before.size(), after);
    const TextReplacement whole = ofWholeLines(changed, before, after);
    const QStringView old = before.sliced(whole.start, whole.length);
    const QList<QStringView> left = linesOf(old);
    const QList<QStringView> right = linesOf(whole.text);
    if (std::max(left.size(), right.size()) > maximumComparedLines) {
        return {changed};
    }
    QList<TextReplacement> result;
    for (const auto hunks = diff::diffLines(left, right); const diff::DiffHunk &hunk : hunks) {
        const qsizetype start = offsetOf(left, hunk.leftStart, old);
        const qsizetype end = offsetOf(left, hunk.leftStart + hunk.leftCount, old);
        const qsizetype from = offsetOf(right, hunk.rightStart, whole.text);
        const qsizetype to = offsetOf(right, hunk.rightStart + hunk.rightCount, whole.text);
        result.prepend(
            trimmed(before, whole.start + start, end - start, whole.text.sliced(from, to - from)));
    }
    return result;
}

} // namespace hermes::workspace
