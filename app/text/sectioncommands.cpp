#include "text/sectioncommands.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace hermes::core;

namespace hermes::text {

namespace {

using Action = SectionRequest::Action;
using Place = SectionTree::Place;

QString tr(const char *text)
{
    return QCoreApplication::translate("SectionCommands", text);
}

/// Index of the section with this title whose heading is nearest to where it should be; -1 if there
/// is none.
qsizetype nearest(const SectionTree &tree, const SectionName &name)
{
    qsizetype found = -1;
    qsizetype distance = 0;
    for (qsizetype i = 0; i < tree.sections().size(); ++i) {
        const qsizetype away = std::abs(tree.sections().at(i).line - name.line);
        if (tree.sections().at(i).title == name.title && (found < 0 || away < distance)) {
            found = i;
            distance = away;
        }
    }
    return found;
}

Result<qsizetype> sectionNamed(const SectionTree &tree, const SectionName &name)
{
    const qsizetype section = nearest(tree, name);
    if (section < 0) {
        return failure(
            ErrorCode::InvalidArgument,
            tr("There is no section “%1” any more. Nothing was changed.").arg(name.title));
    }
    return section;
}

Result<qsizetype> sectionAround(const SectionTree &tree, qsizetype line)
{
    const qsizetype section = tree.sectionAt(line);
    if (section < 0) {
        return failure(ErrorCode::InvalidArgument,
                       tr("There is no heading above. Put the caret into a section."));
    }
    return section;
}

/// The section before or behind one within the same section around them; -1 if there is none.
qsizetype neighbourOf(const QList<SectionNode> &sections, qsizetype section, qsizetype step)
{
    for (qsizetype i = section + step; i >= 0 && i < sections.size(); i += step) {
        if (sections.at(i).parent == sections.at(section).parent) {
            return i;
        }
    }
    return -1;
}

Result<qsizetype> neighbour(const SectionTree &tree, qsizetype section, Action action)
{
    const bool isUp = action == Action::MoveUp;
    const qsizetype other = neighbourOf(tree.sections(), section, isUp ? -1 : 1);
    if (other < 0) {
        return failure(ErrorCode::InvalidArgument,
                       isUp ? tr("This is the first section here; it stays where it is.")
                            : tr("This is the last section here; it stays where it is."));
    }
    return other;
}

/// Where a section's heading stands after a move, but for blank lines that a move may add.
qsizetype lineAfter(const SectionNode &section, const SectionNode &target, Place place)
{
    const qsizetype line = place == Place::Before ? target.line : target.end;
    return line <= section.line ? line : line - (section.end - section.line);
}

/// A text with one of its sections and the caret in it.
class Reader
{
public:
    Reader(const QString &text, qsizetype caret)
        : m_text(text), m_tree(text), m_lines(text), m_caret(caret)
    {
    }

    [[nodiscard]] Result<Change> perform(const SectionRequest &request) const
    {
        return (request.section ? sectionNamed(m_tree, *request.section)
                                : sectionAround(m_tree, m_lines.indexAt(m_caret)))
            .and_then([&](qsizetype section) { return change(section, request); });
    }

private:
    [[nodiscard]] Result<Change> change(qsizetype section, const SectionRequest &request) const
    {
        const auto keepCaret = [this](const QList<Edit> &edits) {
            const qsizetype caret = moved(m_caret, edits, Stick::After);
            return Change{edits, {{caret, caret}}};
        };
        switch (request.action) {
        case Action::Promote:
            return m_tree.relevelled(section, -1).transform(keepCaret);
        case Action::Demote:
            return m_tree.relevelled(section, 1).transform(keepCaret);
        case Action::Rename:
            return keepCaret(m_tree.renamed(section, request.title));
        case Action::MoveTo:
            return sectionNamed(m_tree, request.target).and_then([&](qsizetype target) {
                return move(section, target, request.place);
            });
        default:
            return neighbour(m_tree, section, request.action).and_then([&](qsizetype other) {
                return move(section, other,
                            request.action == Action::MoveUp ? Place::Before : Place::After);
            });
        }
    }

    [[nodiscard]] Result<Change> move(qsizetype section, qsizetype target, Place place) const
    {
        return m_tree.moved(section, target, place).transform([&](const QList<Edit> &edits) {
            const qsizetype caret = caretAfter(section, target, place, edits);
            return Change{edits, {{caret, caret}}};
        });
    }

    [[nodiscard]] qsizetype caretAfter(qsizetype section, qsizetype target, Place place,
                                       const QList<Edit> &edits) const
    {
        const SectionNode &node = m_tree.sections().at(section);
        const SectionNode &there = m_tree.sections().at(target);
        const qsizetype line = m_lines.indexAt(m_caret);
        if (line < node.line || line >= node.end) {
            return moved(m_caret, edits, Stick::After);
        }
        const QString after = applied(m_text, edits);
        const SectionTree tree(after);
        const qsizetype now = nearest(tree, {node.title, lineAfter(node, there, place)});
        const SectionNode &moving = tree.sections().at(now);
        const auto levels = m_tree.relevelled(section, moving.level - node.level);
        const qsizetype within =
            moved(m_caret, levels.value_or(QList<Edit>()), Stick::After) - m_lines.start(node.line);
        return std::min(TextLines(after).start(moving.line) + within, after.size());
    }

    const QString &m_text;
    SectionTree m_tree;
    TextLines m_lines;
    qsizetype m_caret;
};

} // namespace

Result<Change> changedSection(const QString &text, qsizetype caret, const SectionRequest &request)
{
    return Reader(text, caret).perform(request);
}

} // namespace hermes::text
