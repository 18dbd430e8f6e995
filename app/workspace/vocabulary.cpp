#include "workspace/vocabulary.h"

#include <QSet>

#include <algorithm>

namespace hermes::workspace {

namespace {

void insertSorted(QStringList &words, const QString &word)
{
    const auto place = std::ranges::lower_bound(std::as_const(words), word);
    if (place == words.cend() || *place != word) {
        words.insert(place - words.cbegin(), word);
    }
}

QStringList sorted(const QSet<QString> &words)
{
    QStringList list(words.cbegin(), words.cend());
    list.sort();
    return list;
}

} // namespace

Vocabulary Vocabulary::of(const registry::Catalog &catalog)
{
    QSet<QString> tools;
    QSet<QString> tags;
    QSet<QString> entryIds;
    entryIds.reserve(catalog.entries.size());
    for (const registry::EntrySummary &entry : catalog.entries) {
        tools.unite({entry.tools.cbegin(), entry.tools.cend()});
        tags.unite({entry.tags.cbegin(), entry.tags.cend()});
        entryIds.insert(entry.id.toString());
    }
    return {sorted(tools), sorted(tags), sorted(entryIds)};
}

void Vocabulary::add(const registry::EntrySummary &entry)
{
    for (const QString &tool : entry.tools) {
        insertSorted(tools, tool);
    }
    for (const QString &tag : entry.tags) {
        insertSorted(tags, tag);
    }
    insertSorted(entryIds, entry.id.toString());
}

void Vocabulary::remove(const core::EntryId &id)
{
    const QString word = id.toString();
    const auto place = std::ranges::lower_bound(std::as_const(entryIds), word);
    if (place != entryIds.cend() && *place == word) {
        entryIds.removeAt(place - entryIds.cbegin());
    }
}

} // namespace hermes::workspace
