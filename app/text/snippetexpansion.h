#pragma once

#include "text/edit.h"

#include <functional>
#include <optional>

namespace hermes::text {

/// A place of an expanded snippet.
struct SnippetPlace
{
    qsizetype start = 0;
    qsizetype end = 0;

    bool operator==(const SnippetPlace &) const = default;
};

/// A place to fill in, with its mirrors.
struct SnippetStop
{
    int number = 0;
    QList<SnippetPlace> places; ///< One at least; the first has the text, the others repeat it.
    QStringList choices; ///< Texts to choose from; empty for free text.

    bool operator==(const SnippetStop &) const = default;
};

/// A snippet as text, with its stops in the order in which they are gone through; the last is where
/// the caret ends.
struct SnippetExpansion
{
    QString text;
    QList<SnippetStop> stops;

    bool operator==(const SnippetExpansion &) const = default;
};

/// `selection`: what `$SELECTION` stands for. `indent`: what every further line begins with.
[[nodiscard]] SnippetExpansion expanded(const QString &body, const QString &selection,
                                        const QString &indent);

/// An inserted snippet while it is filled in: knows where its stops are as the text changes.
///
/// Told of every change of the text. Ends at its last stop, or when a change goes across its
/// places. Thread: one.
class SnippetSession
{
public:
    SnippetSession() = default; ///< Over.
    /// The snippet stands at `start` now.
    SnippetSession(const SnippetExpansion &expansion, qsizetype start);

    [[nodiscard]] bool isOver() const { return m_stops.isEmpty(); }
    /// Whether the session is at its last stop: nothing is left to fill in.
    [[nodiscard]] bool isAtEnd() const { return m_at + 1 >= m_stops.size(); }
    /// Where they are by now; empty when it is over.
    [[nodiscard]] const QList<SnippetStop> &stops() const { return m_stops; }
    /// Index of the stop where the session is.
    [[nodiscard]] qsizetype current() const { return m_at; }
    /// What is to be selected at the stop where the session is: its first place.
    [[nodiscard]] Selection selection() const;
    [[nodiscard]] QStringList choices() const;
    /// To another stop; the session is over at the last one. False if there is none.
    bool goToNext();
    bool goToPrevious();

    void noteEdit(qsizetype start, qsizetype removed, qsizetype added);
    /// The edits that make the mirrors of the stop say what its places say that was typed in last.
    /// `text` gives the text from one position to another.
    [[nodiscard]] QList<Edit>
    mirrorEdits(const std::function<QString(qsizetype, qsizetype)> &text) const;
    /// True if a place of the stop holds a position: else the author has gone elsewhere.
    [[nodiscard]] bool holds(qsizetype position) const;

private:
    QList<SnippetStop> m_stops;
    qsizetype m_at = 0;
    qsizetype m_typedIn = 0; ///< Index of the place that was changed last.
};

} // namespace hermes::text
