#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <utility>

namespace hermes::text {

/// Lines from the first to the last, both included.
struct LineRange
{
    qsizetype first = 0;
    qsizetype last = 0;

    bool operator==(const LineRange &) const = default;
    [[nodiscard]] qsizetype count() const { return last - first + 1; }
};

/// The lines a selection touches; not the one before whose first character it ends.
[[nodiscard]] LineRange selectedLines(const Lines &lines, const Selection &selection);

/// The same for several, in order; what overlaps or adjoins is one.
[[nodiscard]] QList<LineRange> selectedLines(const Lines &lines,
                                             const QList<Selection> &selections);

/// Start and end of the word that a place lies in or touches; both the place itself if there is
/// none. Letters, digits, underscores, and apostrophes between letters.
[[nodiscard]] std::pair<qsizetype, qsizetype> wordAround(QStringView text, qsizetype at);

/// A line's quote signs and indent with blanks in place of list markers: what a further line of
/// the same containers begins with.
[[nodiscard]] QString continuationPrefix(QStringView line, const LineInfo &info);

/// The edits that turn lines from `first` on into others, without touching what is equal. As many
/// lines come out as go in, or the whole stretch is one edit.
[[nodiscard]] QList<Edit> lineEdits(const Lines &lines, qsizetype first, const QStringList &before,
                                    const QStringList &after);

} // namespace hermes::text
