#pragma once

#include "text/lineclassifier.h"

namespace hermes::text {

/// A text as lines, as commands read it: they ask for the few lines that matter, so that a long
/// document costs no more than a short one. A line end counts one position. Lines are numbered
/// from 0; there is one at least.
class Lines
{
public:
    virtual ~Lines() = default;

    [[nodiscard]] virtual qsizetype count() const = 0;
    /// Without its end.
    [[nodiscard]] virtual QString line(qsizetype index) const = 0;
    [[nodiscard]] virtual qsizetype start(qsizetype index) const = 0;
    /// The line that holds a position, its end included.
    [[nodiscard]] virtual qsizetype indexAt(qsizetype position) const = 0;
    [[nodiscard]] virtual LineState stateBefore(qsizetype index) const = 0;

    [[nodiscard]] LineInfo info(qsizetype index) const
    {
        return classify(line(index), stateBefore(index));
    }
    [[nodiscard]] qsizetype end(qsizetype index) const
    {
        return index + 1 < count() ? start(index + 1) - 1 : start(index) + line(index).size();
    }
};

/// Lines of a string, separated by line feeds. Classifies from the start up to what is asked for.
/// Thread: one.
class TextLines final : public Lines
{
public:
    explicit TextLines(const QString &text);

    [[nodiscard]] qsizetype count() const override { return m_starts.size(); }
    [[nodiscard]] QString line(qsizetype index) const override;
    [[nodiscard]] qsizetype start(qsizetype index) const override { return m_starts.at(index); }
    [[nodiscard]] qsizetype indexAt(qsizetype position) const override;
    [[nodiscard]] LineState stateBefore(qsizetype index) const override;

private:
    QString m_text;
    QList<qsizetype> m_starts;
    mutable QList<LineState> m_after; ///< Of the lines that have been classified.
};

/// What is remembered of each line.
struct LineFacts
{
    LineState after;
    LineKind kind = LineKind::Blank;
    quint8 headingLevel = 0; ///< Of headings and setext underlines in no quote and no list.

    bool operator==(const LineFacts &) const = default;
};

/// A line of a text that makes a heading: an ATX heading, or the line under a setext heading.
struct HeadingLine
{
    qsizetype line = 0;
    int level = 1;

    bool operator==(const HeadingLine &) const = default;
};

/// Kind and state of each line of a text that changes, kept up with little work: a change costs the
/// lines from it to where the states are again what they were.
///
/// The text itself stays where it is; it is asked for by line. Thread: one.
class LineStates
{
public:
    /// Nothing is known of a text of so many lines.
    void reset(qsizetype lineCount);
    /// Lines `first` to `last` are new, in place of as many others as make the text `lineCount`
    /// long.
    void noteChange(qsizetype first, qsizetype last, qsizetype lineCount);
    /// Classifies on, at most `limit` lines; `text` is a callable that gives the line of a number.
    template <typename Text>
    void settle(qsizetype limit, Text text);

    [[nodiscard]] qsizetype lineCount() const { return m_lines.size(); }
    /// Lines before this one are known.
    [[nodiscard]] qsizetype settledUntil() const { return m_next; }
    [[nodiscard]] bool isSettled() const { return m_next >= m_lines.size(); }
    /// Of a line up to settledUntil(); of a later one a guess.
    [[nodiscard]] LineState before(qsizetype line) const;
    [[nodiscard]] const LineFacts &facts(qsizetype line) const { return m_lines.at(line); }
    /// Lines whose facts have a heading level, in order.
    [[nodiscard]] const QList<HeadingLine> &headings() const { return m_headings; }
    /// Counts changes of the headings; other lines may come and go between them.
    [[nodiscard]] qint64 headingRevision() const { return m_headingRevision; }

private:
    [[nodiscard]] QList<HeadingLine>::iterator headingFrom(qsizetype line);
    void moveHeadings(qsizetype first, qsizetype difference);
    void noteHeading(qsizetype line, int level);

    QList<LineFacts> m_lines;
    qsizetype m_next = 0; ///< The line to classify next.
    qsizetype m_changedUntil = 0; ///< Lines before this one are classified whatever their state.
    qsizetype m_known = 0; ///< Lines before this one have been classified, if not since the change.
    QList<HeadingLine> m_headings;
    qint64 m_headingRevision = 0;
};

template <typename Text>
void LineStates::settle(qsizetype limit, Text text)
{
    for (; limit > 0 && !isSettled(); --limit) {
        const LineInfo info = classify(text(m_next), before(m_next));
        const bool isAsBefore = m_next + 1 >= m_changedUntil && m_next < m_known
            && m_lines.at(m_next).after == info.after;
        const bool isOutermost = info.quoteDepth == 0 && info.itemDepth == 0;
        const int level = isOutermost ? info.headingLevel : 0;
        if (level != m_lines.at(m_next).headingLevel) {
            noteHeading(m_next, level);
        }
        m_lines[m_next] = {info.after, info.kind, static_cast<quint8>(level)};
        ++m_next;
        m_known = std::max(m_known, m_next);
        if (isAsBefore) {
            m_next = m_known;
        }
    }
}

} // namespace hermes::text
