#include "text/edit.h"

namespace hermes::text {

QString applied(const QString &text, const QList<Edit> &edits)
{
    QString result;
    qsizetype growth = 0;
    for (const Edit &edit : edits) {
        growth += edit.replacement.size() - edit.length;
    }
    result.reserve(text.size() + std::max<qsizetype>(0, growth));
    qsizetype copied = 0;
    for (const Edit &edit : edits) {
        result += QStringView(text).sliced(copied, edit.start - copied);
        result += edit.replacement;
        copied = edit.end();
    }
    result += QStringView(text).sliced(copied);
    return result;
}

qsizetype moved(qsizetype position, const QList<Edit> &edits, Stick stick)
{
    qsizetype shift = 0;
    for (const Edit &edit : edits) {
        if (position < edit.start || (position == edit.start && edit.length > 0)) {
            break;
        }
        if (position == edit.start && stick == Stick::Before) {
            break;
        }
        if (position < edit.end()) {
            return edit.start + shift + std::min(position - edit.start, edit.replacement.size());
        }
        shift += edit.replacement.size() - edit.length;
    }
    return position + shift;
}

QList<Selection> moved(const QList<Selection> &selections, const QList<Edit> &edits)
{
    QList<Selection> result;
    result.reserve(selections.size());
    for (const Selection &selection : selections) {
        if (selection.isEmpty()) {
            const qsizetype caret = moved(selection.caret, edits, Stick::After);
            result.append({caret, caret});
            continue;
        }
        const auto side = [&](qsizetype position) {
            return moved(position, edits,
                         position == selection.start() ? Stick::Before : Stick::After);
        };
        result.append({side(selection.anchor), side(selection.caret)});
    }
    return result;
}

QList<Edit> smallest(const Edit &edit, QStringView replaced)
{
    const QStringView replacement = edit.replacement;
    const qsizetype shorter = std::min(replaced.size(), replacement.size());
    qsizetype head = 0;
    while (head < shorter && replaced.at(head) == replacement.at(head)) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < shorter - head
           && replaced.at(replaced.size() - 1 - tail)
               == replacement.at(replacement.size() - 1 - tail)) {
        ++tail;
    }
    const Edit result{edit.start + head, replaced.size() - head - tail,
                      replacement.sliced(head, replacement.size() - head - tail).toString()};
    if (result.length == 0 && result.replacement.isEmpty()) {
        return {};
    }
    return {result};
}

QList<Edit> arranged(QList<Edit> edits)
{
    std::ranges::stable_sort(edits, [](const Edit &a, const Edit &b) {
        return a.start != b.start ? a.start < b.start : a.end() < b.end();
    });
    QList<Edit> result;
    for (const Edit &edit : std::as_const(edits)) {
        if (result.isEmpty() || (edit.start >= result.last().end() && edit != result.last())) {
            result.append(edit);
        }
    }
    return result;
}

} // namespace hermes::text
