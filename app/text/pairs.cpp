#include "text/pairs.h"

#include "text/paragraphtext.h"

#include <QStringView>

#include <algorithm>

namespace hermes::text {

namespace {

/// How far a partner is looked for.
constexpr qsizetype reach = 20'000; ///< Characters.
constexpr qsizetype mostLines = 1'000;
/// Emphasis in longer lines is not looked for.
constexpr qsizetype longLine = 10'000;

constexpr QStringView openingSigns = u"([{";
constexpr QStringView closingSigns = u")]}";

struct Bracket
{
    QChar own;
    QChar partner;
    bool isOpening = false;
};

std::optional<Bracket> bracketOf(QChar sign)
{
    if (const qsizetype index = openingSigns.indexOf(sign); index >= 0) {
        return Bracket{sign, closingSigns.at(index), true};
    }
    if (const qsizetype index = closingSigns.indexOf(sign); index >= 0) {
        return Bracket{sign, openingSigns.at(index), false};
    }
    return std::nullopt;
}

/// The place of the partner of a bracket in a line; -1 if it is not near.
qsizetype partnerOf(const Lines &lines, qsizetype line, qsizetype column, const Bracket &bracket)
{
    const qsizetype step = bracket.isOpening ? 1 : -1;
    qsizetype depth = 0;
    qsizetype left = reach;
    QString text = lines.line(line);
    qsizetype at = column;
    for (qsizetype passed = 0; passed < mostLines; ++passed) {
        for (; at >= 0 && at < text.size() && left > 0; at += step, --left) {
            if (text.at(at) == bracket.own) {
                ++depth;
            } else if (text.at(at) == bracket.partner && --depth == 0) {
                return lines.start(line) + at;
            }
        }
        line += step;
        if (line < 0 || line >= lines.count() || left <= 0) {
            break;
        }
        text = lines.line(line);
        at = bracket.isOpening ? 0 : text.size() - 1;
    }
    return -1;
}

std::optional<Pair> bracketsAt(const Lines &lines, qsizetype line, qsizetype column)
{
    const QString text = lines.line(line);
    if (column < 0 || column >= text.size()) {
        return std::nullopt;
    }
    const std::optional<Bracket> bracket = bracketOf(text.at(column));
    const qsizetype partner = bracket ? partnerOf(lines, line, column, *bracket) : -1;
    if (partner < 0) {
        return std::nullopt;
    }
    const qsizetype own = lines.start(line) + column;
    const auto [first, second] = std::minmax(own, partner);
    return Pair{{first, first + 1}, {second, second + 1}};
}

std::optional<Pair> emphasisAt(const Lines &lines, qsizetype line, qsizetype caret)
{
    if (lines.end(line) - lines.start(line) > longLine) {
        return std::nullopt;
    }
    const ParagraphText paragraph(lines, line);
    if (paragraph.isEmpty() || paragraph.text().size() > longLine) {
        return std::nullopt;
    }
    const qsizetype at = paragraph.fromDocument(caret);
    if (paragraph.toDocument(at) != caret) {
        return std::nullopt; // before the paragraph's text
    }
    std::optional<Pair> innermost;
    for (const InlineSpan &span : paragraph.spans()) {
        const bool isMarked = span.kind == InlineSpan::Kind::Code
            || span.kind == InlineSpan::Kind::Emphasis || span.kind == InlineSpan::Kind::Strong
            || span.kind == InlineSpan::Kind::Strikethrough;
        if (isMarked && at >= span.start && at <= span.end) {
            const auto place = [&paragraph](qsizetype start, qsizetype end) {
                const qsizetype from = paragraph.toDocument(start);
                return Selection{from, from + end - start};
            };
            innermost =
                Pair{place(span.start, span.contentStart), place(span.contentEnd, span.end)};
        }
    }
    return innermost;
}

} // namespace

std::optional<Pair> pairAt(const Lines &lines, qsizetype caret)
{
    const qsizetype line = lines.indexAt(caret);
    const qsizetype column = caret - lines.start(line);
    if (const std::optional<Pair> behind = bracketsAt(lines, line, column)) {
        return behind;
    }
    if (const std::optional<Pair> before = bracketsAt(lines, line, column - 1)) {
        return before;
    }
    return emphasisAt(lines, line, caret);
}

} // namespace hermes::text
