#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace hermes::editor {

class DocumentLines;

/// The headings of a document as its lines are known by now. Lines are numbered from 0; a setext
/// heading is its underline. Costs follow the number of headings, not that of lines. Thread: UI.
class Headings
{
public:
    explicit Headings(const DocumentLines &lines) : m_lines(lines) { }

    /// 1–6; 0 = no heading.
    [[nodiscard]] int levelAt(int line) const;
    /// All, in order.
    [[nodiscard]] QList<int> all() const;
    /// The next heading at or above a line that is at most so deep; -1 if there is none.
    [[nodiscard]] int above(int line, int deepest) const;
    /// The line behind the last one of a section.
    [[nodiscard]] int sectionEnd(int heading) const;
    /// The line that a heading's text begins in.
    [[nodiscard]] int textStart(int heading) const;
    /// What a heading says, without markup.
    [[nodiscard]] QString title(int heading) const;

    /// The headings around a line, outermost first. A line of a setext heading's text is within it.
    [[nodiscard]] QList<int> pathTo(int line) const;
    /// The headings of the sections beside one, within the same section around them; itself
    /// included.
    [[nodiscard]] QList<int> beside(int heading) const;

private:
    /// Index in DocumentLines::headings() of the first that is not above a line.
    [[nodiscard]] qsizetype indexFrom(int line) const;
    [[nodiscard]] int headingOfText(int line) const;

    const DocumentLines &m_lines;
};

} // namespace hermes::editor
