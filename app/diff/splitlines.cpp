#include "diff/linediff.h"

namespace hermes::diff {

namespace {

enum class Endings
{
    Dropped,
    Kept
};

QList<QStringView> split(QStringView text, Endings endings)
{
    QList<QStringView> lines;
    // A guess of 64 code units to a line saves most of the growing.
    lines.reserve(text.size() / 64 + 1);
    qsizetype lineFeed = text.indexOf(u'\n');
    qsizetype carriageReturn = text.indexOf(u'\r');
    for (qsizetype start = 0; start < text.size();) {
        // Each search goes on only when its last find is behind: both stay one pass over the text.
        if (lineFeed >= 0 && lineFeed < start) {
            lineFeed = text.indexOf(u'\n', start);
        }
        if (carriageReturn >= 0 && carriageReturn < start) {
            carriageReturn = text.indexOf(u'\r', start);
        }
        qsizetype end = text.size();
        qsizetype next = end;
        if (carriageReturn >= 0 && (lineFeed < 0 || carriageReturn < lineFeed)) {
            end = carriageReturn;
            next = end + (lineFeed == end + 1 ? 2 : 1);
        } else if (lineFeed >= 0) {
            end = lineFeed;
            next = end + 1;
        }
        lines.append(text.sliced(start, (endings == Endings::Kept ? next : end) - start));
        start = next;
    }
    return lines;
}

} // namespace

QList<QStringView> splitLines(QStringView text)
{
    return split(text, Endings::Dropped);
}

QList<QStringView> splitLinesKeepingEnds(QStringView text)
{
    return split(text, Endings::Kept);
}

} // namespace hermes::diff
