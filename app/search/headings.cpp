#include "search/headings.h"

#include <algorithm>

namespace hermes::search {

namespace {

constexpr qsizetype deepestHeading = 6;
constexpr qsizetype deepestIndent = 3; ///< More spaces make it code.
constexpr qsizetype shortestFence = 3;

qsizetype runOf(QByteArrayView line, char c)
{
    qsizetype count = 0;
    while (count < line.size() && line[count] == c) {
        ++count;
    }
    return count;
}

/// The title of a heading line, without closing `#`; empty if it is none.
QByteArrayView titleOf(QByteArrayView line)
{
    const qsizetype level = runOf(line, '#');
    if (level == 0 || level > deepestHeading || level == line.size()
        || (line[level] != ' ' && line[level] != '\t')) {
        return {};
    }
    QByteArrayView title = line.sliced(level).trimmed();
    qsizetype end = title.size();
    while (end > 0 && title[end - 1] == '#') {
        --end;
    }
    const bool isClosing = end == 0 || title[end - 1] == ' ' || title[end - 1] == '\t';
    return isClosing ? title.first(end).trimmed() : title;
}

} // namespace

QList<Heading> headingsOf(QByteArrayView markdown)
{
    QList<Heading> headings;
    QByteArrayView fence; // what closes the code that the line is in
    bool isFrontMatter = false;
    int number = 0;
    for (qsizetype start = 0; start < markdown.size();) {
        const qsizetype lineFeed = markdown.indexOf('\n', start);
        const qsizetype end = lineFeed < 0 ? markdown.size() : lineFeed;
        const QByteArrayView whole = markdown.sliced(start, end - start);
        const qsizetype indent = runOf(whole, ' ');
        const QByteArrayView line = whole.sliced(indent).trimmed();
        start = end + 1;
        ++number;
        if (line == "---" && (number == 1 || isFrontMatter)) {
            isFrontMatter = number == 1;
            continue;
        }
        if (isFrontMatter || indent > deepestIndent || line.isEmpty()) {
            continue;
        }
        const qsizetype marks = line[0] == '`' || line[0] == '~' ? runOf(line, line[0]) : 0;
        if (!fence.isEmpty()) {
            if (marks >= fence.size() && marks == line.size() && line[0] == fence[0]) {
                fence = {};
            }
        } else if (marks >= shortestFence) {
            fence = line.first(marks);
        } else if (const QByteArrayView title = titleOf(line); !title.isEmpty()) {
            headings.append({QString::fromUtf8(title), number});
        }
    }
    return headings;
}

} // namespace hermes::search
