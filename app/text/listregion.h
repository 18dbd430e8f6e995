#pragma once

#include "text/lineselection.h"

namespace hermes::text {

/// A copy of the lines of a list, for commands that rewrite it: what they do is then told as edits
/// of the lines that differ. Line numbers are those of the region, from 0.
class ListRegion
{
public:
    ListRegion(const Lines &lines, const LineRange &range);

    /// The lines of the lists that touch a range, the range itself included. Very long lists are
    /// cut at some distance from it.
    [[nodiscard]] static LineRange around(const Lines &lines, const LineRange &range);

    [[nodiscard]] qsizetype first() const { return m_first; } ///< In the text.
    [[nodiscard]] qsizetype count() const { return m_lines.size(); }
    [[nodiscard]] const QString &line(qsizetype index) const { return m_lines.at(index); }
    [[nodiscard]] const QStringList &lines() const { return m_lines; }
    [[nodiscard]] LineInfo info(qsizetype index) const;

    void setLine(qsizetype index, const QString &line);
    void insertLine(qsizetype index, const QString &line);
    void moveLine(qsizetype from, qsizetype to);

    /// The last line that belongs to the item that a line opens; that line itself for others.
    [[nodiscard]] qsizetype itemEnd(qsizetype index) const;
    /// The line that opens the item around a line (not one that the line opens); -1 if there is
    /// none in the region.
    [[nodiscard]] qsizetype parentOf(qsizetype index) const;
    /// The item before the one that a line opens, in the same list; -1 if it is the first.
    [[nodiscard]] qsizetype siblingBefore(qsizetype index) const;

    /// Moves the indent that begins at a column, of lines from first to last that are that far in.
    void shift(qsizetype first, qsizetype last, int column, int by);
    /// Gives the item that a line opens another marker; its further lines move with its text.
    void setMarker(qsizetype index, const QString &marker);
    /// Makes the numbers of ordered lists consecutive from their first on, or all alike where the
    /// first two are.
    void renumber();

    [[nodiscard]] bool isNumbered() const; ///< renumber() would change nothing.

private:
    void forget(qsizetype from);

    qsizetype m_first = 0;
    LineState m_before;
    QStringList m_lines;
    mutable QList<LineInfo> m_infos; ///< Of the first lines, as far as asked for.
};

} // namespace hermes::text
