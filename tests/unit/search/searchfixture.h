#pragma once

#include "scratchfolder.h"
#include "search/packbuild.h"
#include "search/textsearch.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace hermes::test {

/// Where the texts of a snapshot come from.
enum class Source
{
    Files,
    Pack
};

/// A folder of agents, and snapshots of it.
class SearchFixture
{
public:
    SearchFixture();

    /// Writes the prompt of agent `id`, which becomes an entry if it is none.
    void write(const QString &id, const QByteArray &prompt);
    void write(const registry::EntrySummary &entry, const QByteArray &prompt);
    [[nodiscard]] static registry::EntrySummary entry(const QString &id);

    [[nodiscard]] const QList<registry::EntrySummary> &entries() const { return m_entries; }
    [[nodiscard]] QString root() const { return m_folder.path(QStringLiteral("registry")); }
    [[nodiscard]] QString cache() const { return m_folder.path(QStringLiteral("cache")); }
    [[nodiscard]] QString packFile() const { return search::packFile(cache(), root()); }
    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }

    [[nodiscard]] search::Snapshot snapshot(Source source) const;
    /// With the pack that is there.
    [[nodiscard]] search::Snapshot withPack(const std::shared_ptr<const search::Pack> &pack) const;

private:
    ScratchFolder m_folder;
    QList<registry::EntrySummary> m_entries;
};

/// The ids found, sorted, with ` ×n` behind each for n matches in its prompt.
[[nodiscard]] QStringList idsFound(const search::Snapshot &snapshot, const QString &query,
                                   const search::SearchOptions &options);
/// Prompts alone.
[[nodiscard]] search::SearchOptions inPrompts();

/// A text of words from a small vocabulary, so that they repeat and overlap: ASCII in either case,
/// accents of both kinds, other scripts, bytes that are not UTF-8, all line ends.
[[nodiscard]] QByteArray randomPrompt(quint32 seed, int words);

} // namespace hermes::test
