#pragma once

#include "text/edit.h"
#include "text/lines.h"

namespace hermes::text {

/// Level of the heading that a line begins, 1–6; 0 if it begins none. A setext heading of one line
/// counts.
[[nodiscard]] int headingLevelOf(const Lines &lines, qsizetype line, const LineInfo &info);

/// Start of the `#` signs that close a heading, with the blanks before them; the line's size if it
/// has none.
[[nodiscard]] qsizetype closingSigns(QStringView line, qsizetype textStart);

/// Edits that change the levels of headings, and nothing else of their lines.
class HeadingEdits
{
public:
    explicit HeadingEdits(const Lines &lines) : m_lines(lines) { }

    /// Makes a heading of a line of text or of another level; of level 0 it becomes text.
    void setLevel(qsizetype line, int level);
    [[nodiscard]] QList<Edit> edits() const { return arranged(m_edits); }

private:
    void changeSigns(qsizetype line, const LineInfo &info, int level);
    void begin(qsizetype line, const LineInfo &info, int level);
    void removeUnderline(qsizetype line);
    void replace(qsizetype line, qsizetype from, qsizetype to, const QString &text)
    {
        m_edits.append({m_lines.start(line) + from, to - from, text});
    }

    const Lines &m_lines;
    QList<Edit> m_edits;
};

} // namespace hermes::text
