#pragma once

#include "core/cancelflag.h"

#include <QList>
#include <QString>
#include <QStringView>

namespace hermes::diff {

/// A run of lines that differ: `leftCount` lines at `leftStart` became `rightCount` lines at
/// `rightStart`. 0-based lines.
struct DiffHunk
{
    int leftStart = 0;
    int leftCount = 0;
    int rightStart = 0;
    int rightCount = 0;

    bool operator==(const DiffHunk &) const = default;
};

/// Lines of a text without their endings. CR LF, LF and CR end a line; a text that ends with one
/// has no empty last line.
[[nodiscard]] QList<QStringView> splitLines(QStringView text);
/// The same with endings, for comparisons in which they matter.
[[nodiscard]] QList<QStringView> splitLinesKeepingEnds(QStringView text);

/// Smallest or nearly smallest set of hunks between two texts, in order.
///
/// Common ends are cut, lines interned, unique lines anchor (patience), the rest by Myers' O(ND)
/// with a cost limit; hunks are slid so that they begin at blank lines and headings where that is
/// equally good. Lines are compared with their endings. Cancelled: returns what it has as one hunk.
[[nodiscard]] QList<DiffHunk> diffLines(const QList<QStringView> &left,
                                        const QList<QStringView> &right,
                                        const core::CancelFlag &cancel = {});

/// A stretch of a line, in UTF-16 code units.
struct TextSpan
{
    int start = 0;
    int length = 0;

    bool operator==(const TextSpan &) const = default;
};

struct WordDiff
{
    QList<TextSpan> left; ///< Removed.
    QList<TextSpan> right; ///< Added.

    bool operator==(const WordDiff &) const = default;
};

/// Words that differ between two lines or paragraphs. Marks never begin or end inside a word;
/// joined marks are merged over a single space. Words by Unicode (UAX #29 as QTextBoundaryFinder
/// has it).
[[nodiscard]] WordDiff diffWords(QStringView left, QStringView right);

/// One row of a side-by-side view.
struct DiffRow
{
    enum class Kind
    {
        Same,
        Changed,
        Removed,
        Added
    };
    Kind kind = Kind::Same;
    int leftLine = -1; ///< 0-based; -1 = filler.
    int rightLine = -1;
    QList<TextSpan> leftMarks;
    QList<TextSpan> rightMarks;
    bool onlyInvisible =
        false; ///< Changed, but only in white space, line ending or invisible characters.

    bool operator==(const DiffRow &) const = default;
};

/// The whole alignment: similar lines of a hunk stand side by side, the rest as removed and added.
struct LineDiff
{
    QString leftText;
    QString rightText;
    QList<QStringView> leftLines; ///< Views into leftText, without endings.
    QList<QStringView> rightLines;
    QList<DiffHunk> hunks;
    QList<DiffRow> rows;
    int wordsAdded = 0;
    int wordsRemoved = 0;

    /// Views survive a move of the texts, not a copy; so this moves only.
    LineDiff() = default;
    LineDiff(LineDiff &&) = default;
    LineDiff &operator=(LineDiff &&) = default;
    Q_DISABLE_COPY(LineDiff)
};
[[nodiscard]] LineDiff compareTexts(const QString &left, const QString &right,
                                    const core::CancelFlag &cancel = {});

/// `diff -u` of two texts with `context` lines, accepted by `patch -p1` and `git apply`. Empty if
/// they are equal. The names are paths inside the registry; they are written with `a/` and `b/`
/// before them, `/dev/null` as it is.
[[nodiscard]] QString unifiedPatch(const LineDiff &diff, const QString &leftName,
                                   const QString &rightName, int context);

} // namespace hermes::diff
