#include "text/autoclose.h"

#include "text/paragraphtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// The sign that closes what a typed one opens; null if it opens nothing.
QChar closingOf(QChar opening)
{
    switch (opening.unicode()) {
    case u'(':
        return u')';
    case u'[':
        return u']';
    case u'{':
        return u'}';
    case u'"':
    case u'\'':
    case u'`':
    case u'*':
    case u'_':
    case u'~':
        return opening;
    default:
        return {};
    }
}

bool isBracket(QChar sign)
{
    return u"([{"_s.contains(sign);
}

bool isEmphasis(QChar sign)
{
    return u"*_~"_s.contains(sign);
}

/// Characters before which a second half is not in the way.
bool letsClose(QChar next)
{
    return next.isNull() || next.isSpace() || u")]}>,.;:!?\"'`*_~"_s.contains(next);
}

/// Characters behind which a quote or an emphasis begins.
bool letsOpen(QChar previous)
{
    return previous.isNull() || previous.isSpace() || u"([{<\"'“‘„«—*_~"_s.contains(previous);
}

/// The surroundings of a caret.
struct Surroundings
{
    Surroundings(const Lines &lines, qsizetype caret)
    {
        const qsizetype index = lines.indexAt(caret);
        const QString line = lines.line(index);
        const qsizetype column = caret - lines.start(index);
        before = line.first(column);
        previous = column > 0 ? line.at(column - 1) : QChar();
        next = column < line.size() ? line.at(column) : QChar();
        const LineInfo info = lines.info(index);
        startsText = column <= info.textStart;
        isCode = info.kind == LineKind::FencedCode || info.kind == LineKind::IndentedCode
            || info.kind == LineKind::Html || info.kind == LineKind::FrontMatter;
        if (!isCode) {
            const ParagraphText paragraph(lines, index);
            const qsizetype offset = paragraph.isEmpty() ? 0 : paragraph.fromDocument(caret);
            isCode = std::ranges::any_of(paragraph.spans(), [offset](const InlineSpan &span) {
                return span.kind == InlineSpan::Kind::Code && span.contentStart <= offset
                    && offset <= span.contentEnd && span.contentStart < span.contentEnd;
            });
        }
    }

    QString before;
    QChar previous;
    QChar next;
    bool startsText = false; ///< Nothing but indent and markers before the caret.
    bool isCode = false;
};

bool opensPair(const Surroundings &place, QChar typed)
{
    if (!letsClose(place.next)) {
        return false;
    }
    if (isBracket(typed)) {
        return true;
    }
    switch (typed.unicode()) {
    case u'"':
        return letsOpen(place.previous) && place.previous != u'"';
    case u'\'': // in prose it is an apostrophe more often
        return place.isCode && letsOpen(place.previous) && place.previous != u'\'';
    case u'`':
        return !place.isCode && letsOpen(place.previous) && place.previous != u'`';
    case u'*':
        return !place.isCode && letsOpen(place.previous) && !place.startsText
            && place.previous != u'*';
    case u'_':
        return !place.isCode && letsOpen(place.previous) && place.previous != u'_';
    default:
        return false;
    }
}

qsizetype runAtEnd(QStringView text, QChar sign)
{
    qsizetype length = 0;
    while (length < text.size() && text.at(text.size() - 1 - length) == sign) {
        ++length;
    }
    return length;
}

} // namespace

/// What typing does at one selection.
struct AutoClose::Step
{
    QList<Edit> edits;
    bool isSpecial = false;
    qsizetype inside = 0; ///< Where the caret goes, from the place of the first edit.
    qsizetype selected = 0; ///< Length of what stays selected behind the caret's place.
    QList<qsizetype> halves; ///< Places of second halves, from the same place.
};

AutoClose::Step AutoClose::stepAt(const Lines &lines, const Selection &selection, QChar typed) const
{
    const QChar closing = closingOf(typed);
    const Surroundings place(lines, selection.start());
    if (!selection.isEmpty()) {
        const bool isOneLine = lines.indexAt(selection.start()) == lines.indexAt(selection.end());
        const bool surrounds = !closing.isNull()
            && (isBracket(typed) || typed == u'"' || typed == u'\''
                || (isOneLine && !(isEmphasis(typed) && place.isCode)));
        if (surrounds) {
            return {{{selection.start(), 0, typed}, {selection.end(), 0, closing}},
                    true,
                    1,
                    selection.end() - selection.start(),
                    {}};
        }
        return {{{selection.start(), selection.end() - selection.start(), typed}}, false, 1, 0, {}};
    }
    const qsizetype caret = selection.caret;
    const bool isHalf = isWaitingAt(caret);
    constexpr qsizetype strongest = 3;
    const qsizetype run = runAtEnd(place.before, typed);
    // Behind a word the signs before the caret close; they are those that were typed over.
    const bool begins = letsOpen(
        run < place.before.size() ? place.before.at(place.before.size() - run - 1) : QChar());
    const bool grows = isHalf && (typed == u'*' || typed == u'_') && place.next == typed
        && place.previous == typed && run < strongest && begins;
    if (grows) {
        return {{{caret, 0, QString(2, typed)}}, true, 1, 0, {1}};
    }
    if (isHalf && place.next == typed) {
        return {{}, true, 1, 0, {}};
    }
    if (isHalf && typed == u' ' && (place.next == u'*' || place.next == u'_')
        && place.previous == place.next) {
        qsizetype end = caret; // a sign before a blank opens nothing
        while (isWaitingAt(end)) {
            ++end;
        }
        return {{{caret, end - caret, u" "_s}}, true, 1, 0, {}};
    }
    if (!closing.isNull() && opensPair(place, typed)) {
        return {{{caret, 0, QString(typed) + closing}}, true, 1, 0, {1}};
    }
    return {{{caret, 0, typed}}, false, 1, 0, {}};
}

std::optional<Change> AutoClose::type(const Lines &lines, const QList<Selection> &selections,
                                      QChar typed)
{
    m_typed.clear();
    if (closingOf(typed).isNull() && m_waiting.isEmpty()) {
        return std::nullopt;
    }
    Change change;
    QList<Step> steps;
    for (const Selection &selection : selections) {
        steps.append(stepAt(lines, selection, typed));
        change.edits += steps.last().edits;
    }
    if (std::ranges::none_of(steps, &Step::isSpecial)) {
        return std::nullopt;
    }
    change.edits = arranged(change.edits);
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Step &step = steps.at(i);
        const qsizetype start = moved(selections.at(i).start(), change.edits, Stick::Before);
        const qsizetype from = start + step.inside;
        const bool isForward = selections.at(i).caret >= selections.at(i).anchor;
        change.selections.append(isForward ? Selection{from, from + step.selected}
                                           : Selection{from + step.selected, from});
        for (const qsizetype half : step.halves) {
            m_typed.append(start + half);
        }
    }
    return change;
}

std::optional<Change> AutoClose::eraseBack(const Lines &lines,
                                           const QList<Selection> &selections) const
{
    Change change;
    for (const Selection &selection : selections) {
        const qsizetype caret = selection.caret;
        if (!selection.isEmpty() || !isWaitingAt(caret)) {
            return std::nullopt;
        }
        const Surroundings place(lines, caret);
        if (place.next.isNull() || closingOf(place.previous) != place.next) {
            return std::nullopt;
        }
        change.edits.append({caret - 1, 2, {}});
    }
    change.edits = arranged(change.edits);
    change.selections = moved(selections, change.edits);
    return change;
}

void AutoClose::noteEdit(qsizetype start, qsizetype removed, qsizetype added)
{
    m_waiting.removeIf([=](qsizetype at) { return at >= start && at < start + removed; });
    for (qsizetype &at : m_waiting) {
        at += at >= start + removed ? added - removed : 0;
    }
}

void AutoClose::noteTyped()
{
    m_waiting += m_typed;
    m_typed.clear();
}

void AutoClose::noteCarets(const Lines &lines, const QList<Selection> &selections)
{
    m_waiting.removeIf([&](qsizetype at) {
        return std::ranges::none_of(selections, [&](const Selection &selection) {
            return selection.caret <= at && lines.indexAt(selection.caret) == lines.indexAt(at);
        });
    });
}

} // namespace hermes::text
