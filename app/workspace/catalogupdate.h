#pragma once

#include "registry/catalog.h"
#include "workspace/vocabulary.h"

#include <optional>

namespace hermes::workspace {

/// What a look at the disk found different from a catalog that is known.
struct CatalogUpdate
{
    QList<registry::EntrySummary> changed; ///< Or new.
    QList<core::EntryId> removed;

    /// After everything was read and something differs: what is known from now on.
    struct Whole
    {
        registry::Catalog catalog;
        Vocabulary vocabulary;
    };
    std::optional<Whole> whole;

    [[nodiscard]] bool isEmpty() const
    {
        return changed.isEmpty() && removed.isEmpty() && !whole.has_value();
    }
};

/// Reads every entry again. Errors: as loadCatalog(). Thread: any; blocks on disk.
[[nodiscard]] core::Result<CatalogUpdate> rereadAll(const core::FileSource &source,
                                                    const registry::Catalog &known);
/// Reads the entries again that the given folders belong to; all if ids turn out to be equal. Cost:
/// that of these entries and passes over the known ones in memory. Thread: any; blocks on disk.
[[nodiscard]] core::Result<CatalogUpdate> rereadFolders(const core::FileSource &source,
                                                        const QStringList &folders,
                                                        const registry::Catalog &known);

/// Entries whose id others have too, as Catalog::find() answers for them. Thread: any.
[[nodiscard]] QList<registry::EntrySummary> firstOfEqualIds(const registry::Catalog &catalog);

} // namespace hermes::workspace
