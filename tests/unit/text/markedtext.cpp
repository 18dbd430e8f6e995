#include "markedtext.h"

#include <QTest>

namespace hermes::test {

using text::Change;
using text::Edit;
using text::Selection;

namespace {

constexpr QChar caretMark(u'‸');
constexpr QChar startMark(u'«');
constexpr QChar endMark(u'»');

} // namespace

MarkedText unmarked(const QString &marked)
{
    MarkedText result;
    qsizetype open = -1;
    QChar openMark;
    for (const QChar character : marked) {
        const qsizetype at = result.text.size();
        if (character == caretMark) {
            result.selections.append({at, at});
        } else if ((character == startMark || character == endMark) && open < 0) {
            open = at;
            openMark = character;
        } else if (character == startMark || character == endMark) {
            result.selections.append(openMark == startMark ? Selection{open, at}
                                                           : Selection{at, open});
            open = -1;
        } else {
            result.text += character;
        }
    }
    return result;
}

QString marked(const QString &text, const QList<Selection> &selections)
{
    QList<Edit> marks;
    for (const Selection &selection : selections) {
        if (selection.isEmpty()) {
            marks.append({selection.caret, 0, caretMark});
            continue;
        }
        const bool isForward = selection.caret > selection.anchor;
        marks.append({selection.start(), 0, isForward ? startMark : endMark});
        marks.append({selection.end(), 0, isForward ? endMark : startMark});
    }
    std::ranges::stable_sort(marks, {}, &Edit::start);
    return text::applied(text, marks);
}

QString after(const QString &before,
              const std::function<Change(const text::Lines &, const QList<Selection> &)> &command)
{
    const MarkedText now = unmarked(before);
    const text::TextLines lines(now.text);
    const Change change = command(lines, now.selections);
    qsizetype end = 0;
    for (const Edit &edit : change.edits) {
        if (edit.start < end || edit.end() > now.text.size()) {
            return QStringLiteral("edits out of order");
        }
        end = edit.end();
    }
    const QString text = text::applied(now.text, change.edits);
    for (const Selection &selection : change.selections) {
        if (selection.start() < 0 || selection.end() > text.size()) {
            return QStringLiteral("selection outside the text");
        }
    }
    return marked(text, change.selections);
}

} // namespace hermes::test
