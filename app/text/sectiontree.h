#pragma once

#include "core/error.h"
#include "text/edit.h"
#include "text/lines.h"

namespace hermes::text {

/// A heading with what stands under it, down to the next heading that is not deeper. Headings
/// within quotes and lists begin no section.
struct SectionNode
{
    int level = 1; ///< 1–6.
    QString title; ///< As it is read, without markup.
    qsizetype line = 0; ///< Of the heading, from 0.
    qsizetype bodyLine = 0; ///< The first line behind the heading.
    qsizetype end = 0; ///< The line behind its last; that of the next section or the line count.
    qsizetype parent = -1; ///< Index of the section around it; -1 = outermost.

    bool operator==(const SectionNode &) const = default;
};

/// The sections of a text, and the edits that move, relevel and rename them. Edits change no byte
/// that does not have to change. Thread: any; reading costs a parse of the text.
class SectionTree
{
public:
    enum class Place
    {
        Before,
        After, ///< Behind all that belongs to the target.
        Into ///< As the last section within the target.
    };

    explicit SectionTree(const QString &text);

    /// In the order of the text.
    [[nodiscard]] const QList<SectionNode> &sections() const { return m_sections; }
    /// Where the text begins, behind front matter.
    [[nodiscard]] qsizetype start() const { return m_start; }
    /// Where a section's heading begins.
    [[nodiscard]] qsizetype startOf(qsizetype section) const
    {
        return m_lines.start(m_sections.at(section).line);
    }
    /// The innermost section that a line lies in; -1 if it stands before the first.
    [[nodiscard]] qsizetype sectionAt(qsizetype line) const;
    /// What stands in the heading, with its markup.
    [[nodiscard]] Edit titleOf(qsizetype section) const;

    /// Moves a section with all that belongs to it; its headings take levels that fit the place.
    ///
    /// Errors: InvalidArgument if the target belongs to the section, if a heading would be deeper
    /// than level 6, or if something in the section does not end with it (an open code fence).
    [[nodiscard]] core::Result<QList<Edit>> moved(qsizetype section, qsizetype target,
                                                  Place place) const;
    /// Makes the headings of a section and of all within it deeper (1) or higher (-1).
    ///
    /// Errors: InvalidArgument if one would leave the levels 1–6.
    [[nodiscard]] core::Result<QList<Edit>> relevelled(qsizetype section, int by) const;
    /// Gives a section another title, of one line.
    [[nodiscard]] QList<Edit> renamed(qsizetype section, const QString &title) const;

private:
    struct Cut;
    [[nodiscard]] qsizetype contentEnd(qsizetype from, qsizetype end) const;
    [[nodiscard]] bool isSetext(const SectionNode &section) const;
    void addLevel(QList<Edit> &edits, const SectionNode &section, int level) const;
    [[nodiscard]] core::Result<QList<Edit>> levelEdits(qsizetype section, int by) const;
    [[nodiscard]] Cut cutOf(const SectionNode &section) const;
    [[nodiscard]] bool reachesDown(qsizetype line, qsizetype heading) const;
    [[nodiscard]] QList<Edit> moveEdits(const SectionNode &section, qsizetype line,
                                        const QList<Edit> &levels) const;
    [[nodiscard]] QList<std::pair<int, QString>> expectedAfter(qsizetype section, qsizetype line,
                                                               int by) const;

    QString m_text;
    TextLines m_lines;
    qsizetype m_start = 0;
    QList<SectionNode> m_sections;
};

} // namespace hermes::text
