#pragma once

#include "text/search.h"

namespace hermes::text {

/// Matches of a text that goes on changing. An edit costs the matches between it and the edit
/// before, so that typing at one place costs the same with ten matches and with a million.
class MatchList
{
public:
    MatchList() = default;
    /// In order, none overlapping, as Search::all() gives them.
    explicit MatchList(const QList<Match> &matches);

    [[nodiscard]] qsizetype count() const { return m_before.size() + m_after.size(); }
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    [[nodiscard]] Match at(qsizetype index) const;
    /// Index of the first match that starts at a position or behind it; count() if there is none.
    [[nodiscard]] qsizetype firstFrom(qsizetype position) const;
    /// Index of a match that is exactly this one; -1 if there is none.
    [[nodiscard]] qsizetype indexOf(const Match &match) const;

    /// A stretch of the text was replaced by as much as `added`. Matches within it are gone, those
    /// behind it move.
    void noteEdit(qsizetype start, qsizetype removed, qsizetype added);

private:
    QList<Match> m_before; ///< Up to the last edit.
    QList<Match> m_after; ///< Behind it, last first, as they lay before m_shift.
    qsizetype m_shift = 0;
};

} // namespace hermes::text
