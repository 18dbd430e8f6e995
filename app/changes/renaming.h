#pragma once

#include "changes/changeset.h"
#include "changes/mentions.h"

namespace hermes::changes {

struct Renaming
{
    QString id; ///< The new one.
    QString name; ///< The new display name; empty = stays. Not of skills.
    QList<Mention> mentions; ///< In prompts, chosen by the user to be renamed too.
};

/// Gives an entry another id, and whatever refers to it the new one.
///
/// The folder moves, with what `studio/` has for the entry: source, suite, reviews. References are
/// changed in the dependencies and requirements of other manifests, related skills, workflows,
/// suites and channels, byte-exact elsewhere. Prompts are text: of their mentions only those that
/// were chosen change. Tags of git stay, and what is generated is left to be generated.
/// What could not be changed is a remark.
/// Errors: InvalidArgument (the id is refused by EntryNames), ChangedOutside (a mention is no
/// longer there), InvalidFormat (the entry's own manifest cannot be edited), those of FileSource.
[[nodiscard]] core::Result<ChangeSet> renameEntry(const core::FileSource &source,
                                                  const registry::Catalog &catalog,
                                                  const registry::EntrySummary &entry,
                                                  const Renaming &renaming);

} // namespace hermes::changes
