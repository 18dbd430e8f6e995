#include "workspace/catalogupdate.h"

#include <QHash>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;
using hermes::registry::Catalog;
using hermes::registry::EntrySummary;

namespace hermes::workspace {

namespace {

using EntriesById = QHash<EntryId, const EntrySummary *>;

/// The first of each id, as Catalog::find() finds it.
EntriesById byId(const QList<EntrySummary> &entries)
{
    EntriesById result;
    result.reserve(entries.size());
    for (const EntrySummary &entry : entries) {
        const EntrySummary *&place = result[entry.id];
        place = place == nullptr ? &entry : place;
    }
    return result;
}

bool isElsewhere(const Catalog &known, const EntryId &id, const RepoPath &folder)
{
    return std::ranges::any_of(known.entries, [&](const EntrySummary &entry) {
        return entry.id == id && entry.folder != folder;
    });
}

} // namespace

Result<CatalogUpdate> rereadAll(const FileSource &source, const Catalog &known)
{
    return registry::loadCatalog(source, {}).transform([&known](Catalog catalog) {
        CatalogUpdate update;
        if (catalog == known) {
            return update;
        }
        const EntriesById before = byId(known.entries);
        const EntriesById after = byId(catalog.entries);
        for (const EntrySummary *entry : before) {
            if (!after.contains(entry->id)) {
                update.removed.append(entry->id);
            }
        }
        for (const EntrySummary *entry : after) {
            if (const EntrySummary *old = before.value(entry->id);
                old == nullptr || *old != *entry) {
                update.changed.append(*entry);
            }
        }
        Vocabulary vocabulary = Vocabulary::of(catalog);
        update.whole = {std::move(catalog), std::move(vocabulary)};
        return update;
    });
}

Result<CatalogUpdate> rereadFolders(const FileSource &source, const QStringList &folders,
                                    const Catalog &known)
{
    CatalogUpdate update;
    for (const QString &text : folders) {
        const Result<RepoPath> folder = RepoPath::parse(text);
        const auto place = folder
            ? registry::entryFolderOf(source, folder->child(u"manifest.json"_s))
            : std::nullopt;
        if (!place) {
            // No place of an entry any more: a skill may have gone from it.
            const auto gone = std::ranges::find(
                known.entries, text, [](const EntrySummary &entry) { return entry.folder.text(); });
            if (gone != known.entries.cend()) {
                update.removed.append(gone->id);
            }
            continue;
        }
        const Result<EntrySummary> entry = registry::loadEntry(source, place->kind, place->folder);
        const auto before =
            std::ranges::find(known.entries, place->folder, &registry::EntrySummary::folder);
        const bool isKnown = before != known.entries.cend();
        if ((entry && isElsewhere(known, entry->id, place->folder))
            || (isKnown && isElsewhere(known, before->id, place->folder))) {
            return rereadAll(source, known); // equal ids concern other entries too
        }
        if (isKnown && (!entry || entry->id != before->id)) {
            update.removed.append(before->id);
        }
        if (entry && (!isKnown || *entry != *before)) {
            update.changed.append(*entry);
        }
    }
    return update;
}

QList<EntrySummary> firstOfEqualIds(const Catalog &catalog)
{
    QHash<EntryId, int> counts;
    counts.reserve(catalog.entries.size());
    for (const EntrySummary &entry : catalog.entries) {
        ++counts[entry.id];
    }
    QList<EntrySummary> result;
    for (const EntrySummary &entry : catalog.entries) {
        if (int &count = counts[entry.id]; count > 1) {
            result.append(entry);
            count = 0; // once for each id
        }
    }
    return result;
}

} // namespace hermes::workspace
