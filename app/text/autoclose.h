#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <optional>

namespace hermes::text {

/// Second halves of brackets, quotes, backticks and emphasis that appear by themselves while one
/// types, and get out of the way: typed over, deleted with the first half, not set before a word,
/// within one, or where a sign means something else (a bullet, an apostrophe).
///
/// Remembers the halves it has set, by their places; it is told of every change of the text and of
/// the carets. Thread: one.
class AutoClose
{
public:
    /// What typing a character does where that is more than inserting it; call noteTyped() when the
    /// change is made. A selection is put between the two halves.
    [[nodiscard]] std::optional<Change> type(const Lines &lines, const QList<Selection> &selections,
                                             QChar typed);
    /// What Backspace does where that is more than deleting one character.
    [[nodiscard]] std::optional<Change> eraseBack(const Lines &lines,
                                                  const QList<Selection> &selections) const;

    /// The text has changed, by whatever.
    void noteEdit(qsizetype start, qsizetype removed, qsizetype added);
    /// The change that type() gave last has been made; noteEdit() was called for it.
    void noteTyped();
    /// Halves on other lines than a caret's, or before it, are forgotten.
    void noteCarets(const Lines &lines, const QList<Selection> &selections);

    [[nodiscard]] bool isWaiting() const { return !m_waiting.isEmpty(); }

private:
    struct Step;
    [[nodiscard]] Step stepAt(const Lines &lines, const Selection &selection, QChar typed) const;
    [[nodiscard]] bool isWaitingAt(qsizetype position) const
    {
        return m_waiting.contains(position);
    }

    QList<qsizetype> m_waiting; ///< Places of the second halves.
    QList<qsizetype> m_typed; ///< Those of the change that is about to be made.
};

} // namespace hermes::text
