#pragma once

#include "changes/changeset.h"
#include "changes/starters.h"

namespace hermes::changes {

/// What is asked of whoever makes a new agent.
struct NewAgent
{
    QString id;
    QString name;
    QString description; ///< Empty = the starter's.
    QString version; ///< Such as 0.1.0.
    registry::Author author; ///< Empty = none is written.
    QString license; ///< Empty = none is written.
    QString model; ///< Empty = the starter's.
    registry::Compatibility compatibility; ///< Empty parts = the starter's.
};

/// A new agent from a starter: its folder with manifest and prompt.
/// Errors: InvalidArgument (the id is refused by EntryNames; no name; no version).
[[nodiscard]] core::Result<ChangeSet> createAgent(const registry::Catalog &catalog,
                                                  const Starter &starter, const NewAgent &agent);

/// What a copy of an entry is called.
struct CopyName
{
    QString id;
    QString name; ///< Not of skills, whose name is their id.
    QString version;
};

/// A copy of an entry with all its files, under another id; the copy of an agent's own source in
/// `studio/` goes with it.
/// Errors: InvalidArgument as createAgent(), InvalidFormat (its manifest cannot be edited), those
/// of FileSource.
[[nodiscard]] core::Result<ChangeSet> duplicateEntry(const core::FileSource &source,
                                                     const registry::Catalog &catalog,
                                                     const registry::EntrySummary &entry,
                                                     const CopyName &copy);

} // namespace hermes::changes
