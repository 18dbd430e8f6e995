#include "text/sectioncommands.h"

#include "text/sectiontree.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace hermes::core;

namespace hermes::text {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SectionCommands", text);
}

/// Index of the section that a caret stands in.
Result<qsizetype> sectionOf(const SectionTree &tree, const TextLines &lines, qsizetype caret)
{
    const qsizetype section = tree.sectionAt(lines.indexAt(caret));
    if (section < 0) {
        return failure(ErrorCode::InvalidArgument,
                       tr("There is no heading above. Put the caret into a section."));
    }
    return section;
}

/// The section before or behind one within the same section around them; -1 if there is none.
qsizetype neighbourOf(const QList<SectionNode> &sections, qsizetype section, Direction direction)
{
    const qsizetype step = direction == Direction::Up ? -1 : 1;
    for (qsizetype i = section + step; i >= 0 && i < sections.size(); i += step) {
        if (sections.at(i).parent == sections.at(section).parent) {
            return i;
        }
    }
    return -1;
}

/// The line of the heading with this title that is nearest to where it should be.
qsizetype lineOf(const SectionTree &tree, const QString &title, qsizetype expected)
{
    qsizetype nearest = expected;
    qsizetype distance = -1;
    for (const SectionNode &each : tree.sections()) {
        const qsizetype away = std::abs(each.line - expected);
        if (each.title == title && (distance < 0 || away < distance)) {
            nearest = each.line;
            distance = away;
        }
    }
    return nearest;
}

} // namespace

Result<Change> movedSection(const QString &text, qsizetype caret, Direction direction)
{
    const SectionTree tree(text);
    const TextLines lines(text);
    const Result<qsizetype> section = sectionOf(tree, lines, caret);
    if (!section) {
        return std::unexpected(section.error());
    }
    const qsizetype other = neighbourOf(tree.sections(), *section, direction);
    if (other < 0) {
        return failure(ErrorCode::InvalidArgument,
                       direction == Direction::Up
                           ? tr("This is the first section here; it stays where it is.")
                           : tr("This is the last section here; it stays where it is."));
    }
    const SectionNode own = tree.sections().at(*section);
    const SectionNode past = tree.sections().at(other);
    const auto edits = tree.moved(*section, other,
                                  direction == Direction::Up ? SectionTree::Place::Before
                                                             : SectionTree::Place::After);
    if (!edits) {
        return std::unexpected(edits.error());
    }
    const QString after = applied(text, *edits);
    const qsizetype expected =
        direction == Direction::Up ? past.line : own.line + past.end - past.line;
    const TextLines afterLines(after);
    const qsizetype line = lineOf(SectionTree(after), own.title, expected);
    const qsizetype place = std::min(afterLines.start(std::min(line, afterLines.count() - 1))
                                         + caret - lines.start(own.line),
                                     after.size());
    return Change{*edits, {{place, place}}};
}

Result<Change> relevelledSection(const QString &text, qsizetype caret, int by)
{
    const SectionTree tree(text);
    const Result<qsizetype> section = sectionOf(tree, TextLines(text), caret);
    if (!section) {
        return std::unexpected(section.error());
    }
    return tree.relevelled(*section, by).transform([caret](const QList<Edit> &edits) {
        const qsizetype place = moved(caret, edits, Stick::After);
        return Change{edits, {{place, place}}};
    });
}

} // namespace hermes::text
