#pragma once

#include "registry/catalog.h"

#include <QStringList>

namespace hermes::workspace {

/// The words that the entries of a registry use, for completion. All lists are sorted and without
/// doubles.
struct Vocabulary
{
    QStringList tools;
    QStringList tags;
    QStringList entryIds; ///< As `kind/id`.

    [[nodiscard]] static Vocabulary of(const registry::Catalog &catalog);
    /// Words that an entry stopped using stay until the registry is read as a whole again.
    void add(const registry::EntrySummary &entry);
    void remove(const core::EntryId &id);

    bool operator==(const Vocabulary &) const = default;
};

} // namespace hermes::workspace
