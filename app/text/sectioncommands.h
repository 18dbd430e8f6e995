#pragma once

#include "core/error.h"
#include "text/edit.h"
#include "text/sectiontree.h"

#include <optional>

namespace hermes::text {

/// A section as somebody has seen it. The text may have changed since: it is the one with that
/// title whose heading is nearest to the line.
struct SectionName
{
    QString title; ///< As it is read, without markup.
    qsizetype line = 0; ///< Of the heading, from 0.

    bool operator==(const SectionName &) const = default;
};

/// Something to be done with a section and all that belongs to it.
struct SectionRequest
{
    enum class Action
    {
        MoveUp, ///< Past the one above within the same section around them.
        MoveDown,
        Promote, ///< Its headings and those within become one level higher.
        Demote,
        MoveTo, ///< Beside or into `target`.
        Rename
    };
    Action action = Action::MoveUp;
    std::optional<SectionName> section; ///< Nothing: the one that the caret stands in.
    SectionName target; ///< Of MoveTo.
    SectionTree::Place place = SectionTree::Place::Before; ///< Of MoveTo.
    QString title; ///< Of Rename, with markup.

    bool operator==(const SectionRequest &) const = default;
};

/// What a request does to a text. The caret stays where it is in its text, and goes along with a
/// section that moves.
///
/// Errors: InvalidArgument if there is no such section or none to move past, or as
/// SectionTree::moved() and relevelled(). Thread: any; costs a parse of the text.
[[nodiscard]] core::Result<Change> changedSection(const QString &text, qsizetype caret,
                                                  const SectionRequest &request);

} // namespace hermes::text
