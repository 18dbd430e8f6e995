#include "editor/headings.h"

#include "editor/documentlines.h"
#include "text/sections.h"

#include <algorithm>

namespace hermes::editor {

using text::HeadingLine;
using text::LineKind;

namespace {

constexpr int deepestLevel = 6;
/// Lines that the text of a setext heading is looked for in.
constexpr int longestHeading = 20;
/// UTF-16 code units of a heading that are read as Markdown.
constexpr qsizetype longestTitle = 1'000;

} // namespace

qsizetype Headings::indexFrom(int line) const
{
    const QList<HeadingLine> &headings = m_lines.headings();
    return std::ranges::lower_bound(headings, qsizetype{line}, {}, &HeadingLine::line)
        - headings.begin();
}

int Headings::levelAt(int line) const
{
    return line >= 0 && line < m_lines.count() ? m_lines.facts(line).headingLevel : 0;
}

QList<int> Headings::all() const
{
    QList<int> lines;
    lines.reserve(m_lines.headings().size());
    for (const HeadingLine &heading : m_lines.headings()) {
        lines.append(static_cast<int>(heading.line));
    }
    return lines;
}

int Headings::above(int line, int deepest) const
{
    for (qsizetype i = indexFrom(line + 1) - 1; i >= 0; --i) {
        if (m_lines.headings().at(i).level <= deepest) {
            return static_cast<int>(m_lines.headings().at(i).line);
        }
    }
    return -1;
}

int Headings::sectionEnd(int heading) const
{
    const QList<HeadingLine> &headings = m_lines.headings();
    const int level = levelAt(heading);
    const auto next =
        std::find_if(headings.begin() + indexFrom(heading + 1), headings.end(),
                     [level](const HeadingLine &other) { return other.level <= level; });
    return next == headings.end() ? static_cast<int>(m_lines.count())
                                  : std::max(heading + 1, textStart(static_cast<int>(next->line)));
}

int Headings::textStart(int heading) const
{
    int start = heading;
    if (m_lines.facts(heading).kind == LineKind::SetextUnderline) {
        while (start > 0 && m_lines.facts(start - 1).kind == LineKind::Paragraph) {
            --start;
        }
    }
    return start;
}

QString Headings::title(int heading) const
{
    QString text;
    for (int line = std::max(textStart(heading), heading - longestHeading); line <= heading;
         ++line) {
        text += m_lines.line(line).left(longestTitle) + u'\n';
    }
    const QList<text::Section> found = text::sections(text.toUtf8());
    return found.isEmpty() ? QString() : found.last().title;
}

/// The setext heading whose text a line belongs to; the line itself if there is none.
int Headings::headingOfText(int line) const
{
    int below = line;
    while (below + 1 < m_lines.count() && below < line + longestHeading
           && m_lines.facts(below).kind == LineKind::Paragraph) {
        ++below;
    }
    return m_lines.facts(below).kind == LineKind::SetextUnderline ? below : line;
}

QList<int> Headings::pathTo(int line) const
{
    QList<int> path;
    int heading = above(headingOfText(line), deepestLevel);
    while (heading >= 0) {
        path.prepend(heading);
        const int level = levelAt(heading);
        heading = level > 1 ? above(heading - 1, level - 1) : -1;
    }
    return path;
}

QList<int> Headings::beside(int heading) const
{
    const QList<HeadingLine> &headings = m_lines.headings();
    const int level = levelAt(heading);
    const int around = level > 1 ? above(heading - 1, level - 1) : -1;
    const int aroundLevel = levelAt(around);
    QList<int> found;
    int shallowest = deepestLevel + 1; // of those since the section around began
    for (qsizetype i = indexFrom(around + 1);
         i < headings.size() && headings.at(i).level > aroundLevel; ++i) {
        // Deeper ones below a sibling belong to it.
        if (headings.at(i).level <= shallowest) {
            shallowest = headings.at(i).level;
            found.append(static_cast<int>(headings.at(i).line));
        }
    }
    return found;
}

} // namespace hermes::editor
