#include "text/wordlist.h"

namespace hermes::text {

namespace {

struct Line
{
    qsizetype start = 0;
    qsizetype end = 0; ///< Behind the line's ending.
    QString word; ///< Empty for comments and blank lines.
};

QList<Line> linesOf(const QByteArray &list)
{
    QList<Line> lines;
    for (qsizetype start = 0; start < list.size();) {
        const qsizetype feed = list.indexOf('\n', start);
        const qsizetype end = feed < 0 ? list.size() : feed + 1;
        const QByteArray text = list.sliced(start, end - start).trimmed();
        lines.append({start, end, text.startsWith('#') ? QString() : QString::fromUtf8(text)});
        start = end;
    }
    return lines;
}

bool isBefore(const QString &a, const QString &b)
{
    const int order = QString::compare(a, b, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a < b;
}

} // namespace

QStringList wordsOf(const QByteArray &list)
{
    QStringList words;
    for (const auto allLines = linesOf(list); const Line &line : allLines) {
        if (!line.word.isEmpty()) {
            words.append(line.word);
        }
    }
    return words;
}

QByteArray withWord(const QByteArray &list, const QString &word)
{
    const QString added = word.simplified();
    const QList<Line> lines = linesOf(list);
    const bool isThere = std::ranges::contains(lines, added, &Line::word);
    if (added.isEmpty() || isThere) {
        return list;
    }
    const QByteArray ending = list.contains("\r\n") ? "\r\n" : "\n";
    const auto next = std::ranges::find_if(lines, [&added](const Line &line) {
        return !line.word.isEmpty() && isBefore(added, line.word);
    });
    QByteArray result = list;
    if (next != lines.end()) {
        return result.insert(next->start, added.toUtf8() + ending);
    }
    const bool isOpen = !list.isEmpty() && !list.endsWith('\n');
    return result + (isOpen ? ending : QByteArray()) + added.toUtf8() + ending;
}

QByteArray withoutWord(const QByteArray &list, const QString &word)
{
    const QString removed = word.simplified();
    QByteArray result = list;
    const QList<Line> lines = linesOf(list);
    for (auto line = lines.rbegin(); line != lines.rend() && !removed.isEmpty(); ++line) {
        if (line->word == removed) {
            result.remove(line->start, line->end - line->start);
        }
    }
    return result;
}

} // namespace hermes::text
