#include "diff/linediff.h"

#include <algorithm>

namespace hermes::diff {

namespace {

/// Lines as `patch` and git know them: a line feed ends one, a carriage return does not.
QList<QStringView> lineFeedLines(QStringView text)
{
    QList<QStringView> lines;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype lineFeed = text.indexOf(u'\n', start);
        const qsizetype end = lineFeed < 0 ? text.size() : lineFeed + 1;
        lines.append(text.sliced(start, end - start));
        start = end;
    }
    return lines;
}

/// A name in a patch's header. Quoted as git does it where the name would break the line; a tab
/// ends a name with spaces.
QString headerName(const QString &prefix, const QString &name)
{
    if (name == u"/dev/null") {
        return name;
    }
    QString quoted;
    for (const QChar c : name) {
        if (c == u'"' || c == u'\\') {
            quoted += u'\\';
            quoted += c;
        } else if (c.unicode() < 0x20 || c.unicode() == 0x7f) {
            quoted += QStringLiteral("\\%1").arg(c.unicode(), 3, 8, QLatin1Char('0'));
        } else {
            quoted += c;
        }
    }
    if (quoted != name) {
        return u'"' + prefix + quoted + u'"';
    }
    return prefix + name + (name.contains(u' ') ? QStringLiteral("\t") : QString());
}

/// `start,count` of a hunk's header. 1-based; an empty range is named by the line before it.
QString range(qsizetype start, qsizetype count)
{
    return QStringLiteral("%1,%2").arg(count == 0 ? start : start + 1).arg(count);
}

class PatchWriter
{
public:
    PatchWriter(const QList<QStringView> &left, const QList<QStringView> &right, int context)
        : m_left(left), m_right(right), m_context(std::max(context, 0))
    {
    }

    /// Hunks `first` to `last`, so near that their contexts meet.
    void write(std::span<const DiffHunk> group)
    {
        const DiffHunk &first = group.front();
        const DiffHunk &last = group.back();
        const qsizetype before = std::min<qsizetype>(m_context, first.leftStart);
        const qsizetype lastEnd = last.leftStart + last.leftCount;
        const qsizetype after = std::min<qsizetype>(m_context, m_left.size() - lastEnd);
        const qsizetype start = first.leftStart - before;
        const qsizetype rightStart = first.rightStart - before;
        const qsizetype rightEnd = last.rightStart + last.rightCount + after;
        m_patch += QStringLiteral("@@ -%1 +%2 @@\n")
                       .arg(range(start, lastEnd + after - start),
                            range(rightStart, rightEnd - rightStart));
        qsizetype next = start;
        for (const DiffHunk &hunk : group) {
            writeLines(u' ', m_left, next, hunk.leftStart);
            next = hunk.leftStart + hunk.leftCount;
            writeLines(u'-', m_left, hunk.leftStart, next);
            writeLines(u'+', m_right, hunk.rightStart, hunk.rightStart + hunk.rightCount);
        }
        writeLines(u' ', m_left, next, lastEnd + after);
    }

    [[nodiscard]] const QString &patch() const { return m_patch; }

private:
    void writeLines(QChar mark, const QList<QStringView> &lines, qsizetype begin, qsizetype end)
    {
        for (qsizetype i = begin; i < end; ++i) {
            m_patch += mark;
            m_patch += lines[i];
            if (!lines[i].endsWith(u'\n')) {
                m_patch += u"\n\\ No newline at end of file\n";
            }
        }
    }

    const QList<QStringView> &m_left;
    const QList<QStringView> &m_right;
    qsizetype m_context = 0;
    QString m_patch;
};

} // namespace

QString unifiedPatch(const LineDiff &diff, const QString &leftName, const QString &rightName,
                     int context)
{
    const QList<QStringView> left = lineFeedLines(diff.leftText);
    const QList<QStringView> right = lineFeedLines(diff.rightText);
    // A lone carriage return ends a line for a reader, not for `patch`: then its lines are others
    // than those compared.
    const bool hasSameLines =
        left.size() == diff.leftLines.size() && right.size() == diff.rightLines.size();
    const QList<DiffHunk> hunks = hasSameLines ? diff.hunks : diffLines(left, right);
    if (hunks.isEmpty()) {
        return {};
    }
    PatchWriter writer(left, right, context);
    const qsizetype reach = 2 * static_cast<qsizetype>(std::max(context, 0));
    for (qsizetype first = 0, next = 1; first < hunks.size(); ++next) {
        const DiffHunk &before = hunks[next - 1];
        if (next == hunks.size()
            || hunks[next].leftStart - (before.leftStart + before.leftCount) > reach) {
            writer.write(std::span(hunks).subspan(static_cast<size_t>(first),
                                                  static_cast<size_t>(next - first)));
            first = next;
        }
    }
    return QStringLiteral("--- %1\n+++ %2\n%3")
        .arg(headerName(QStringLiteral("a/"), leftName),
             headerName(QStringLiteral("b/"), rightName), writer.patch());
}

} // namespace hermes::diff
