#pragma once

#include "core/entryid.h"
#include "core/repopath.h"
#include "registry/catalog.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QSharedData>
#include <QSharedDataPointer>
#include <QString>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace hermes::search {

/// How an entry in the work tree stands to the last commit.
enum class Status
{
    Clean,
    Modified,
    Added,
    Conflicted
};

/// What is known of an entry beside its files.
struct EntryFacts
{
    Status status = Status::Clean;
    std::optional<QDateTime> changed; ///< Last change of its files, as far as known.
    bool isChangedSinceVersion = false; ///< Edited since its newest version was made.

    bool operator==(const EntryFacts &) const = default;
};

/// Facts that entries share: few values, counted and compared by number.
enum class Facet
{
    Tag,
    Tool,
    Model,
    Author
};
inline constexpr int facetCount = 4;

/// The entries of a registry as a search looks at them, one a row. Rows keep their numbers while
/// others come and go. A value: copies are cheap, each sees what it was copied from, and a change
/// of one row copies no more than the rows around it.
class EntryTable
{
public:
    struct Entry
    {
        core::EntryId id;
        core::RepoPath promptFile; ///< Root if none.
        QString name;
        QString version;
        bool isRemoved = false; ///< The row is empty.
        bool hasProblems = false;
        bool hasErrors = false;
        EntryFacts facts;
    };

    static constexpr int rowsPerChunk = 256;

    /// Neighbouring rows, with their texts in one piece: a filter runs through it at once.
    struct Chunk : QSharedData
    {
        struct Extent
        {
            quint32 fieldsStart = 0; ///< In `fields`; ends where the next row's begin.
            quint32 nameAndIdSize = 0; ///< The first bytes of a row's fields.
            quint64 letters = 0; ///< What stands in name and id: see letterBit().
            quint32 valuesStart = 0; ///< In `values`.
            std::array<quint16, facetCount> valueCounts{};
            bool isRemoved = false; ///< As the entry's; here, because every filter looks at it.
        };
        std::vector<Entry> entries;
        std::vector<Extent> extents; ///< One more than entries.
        /// Folded; name, id, description, tags, tools, model, author, an empty line behind each.
        QByteArray fields;
        std::vector<quint32> values;

        [[nodiscard]] QByteArrayView fieldsOf(int row) const;
        [[nodiscard]] QByteArrayView nameAndIdOf(int row) const;
        [[nodiscard]] std::span<const quint32> valuesOf(int row, Facet facet) const;
    };

    EntryTable() = default;
    explicit EntryTable(const QList<registry::EntrySummary> &entries);

    [[nodiscard]] int rowCount() const { return m_rowCount; }
    [[nodiscard]] const Entry &entry(int row) const
    {
        return chunkOf(row).entries[static_cast<size_t>(row % rowsPerChunk)];
    }
    [[nodiscard]] std::span<const quint32> valuesOf(int row, Facet facet) const
    {
        return chunkOf(row).valuesOf(row % rowsPerChunk, facet);
    }
    [[nodiscard]] int chunkCount() const { return static_cast<int>(m_chunks.size()); }
    /// The rows from `index` × rowsPerChunk on.
    [[nodiscard]] const Chunk &chunk(int index) const
    {
        return *m_chunks[static_cast<size_t>(index)];
    }
    /// All values of a facet; entries name them by their index. Some may be out of use.
    [[nodiscard]] const QStringList &values(Facet facet) const
    {
        return m_values[static_cast<size_t>(facet)];
    }
    /// The same, folded.
    [[nodiscard]] const QList<QByteArray> &foldedValues(Facet facet) const
    {
        return m_foldedValues[static_cast<size_t>(facet)];
    }

    int append(const registry::EntrySummary &entry); ///< Its row.
    void replace(int row, const registry::EntrySummary &entry); ///< Keeps the facts.
    void remove(int row);
    void setFacts(int row, const EntryFacts &facts);

private:
    [[nodiscard]] const Chunk &chunkOf(int row) const
    {
        return *m_chunks[static_cast<size_t>(row / rowsPerChunk)];
    }
    void appendTo(Chunk &chunk, const registry::EntrySummary &entry);
    [[nodiscard]] quint32 number(Facet facet, const QString &value);

    std::vector<QSharedDataPointer<Chunk>> m_chunks;
    int m_rowCount = 0;
    std::array<QStringList, facetCount> m_values;
    std::array<QList<QByteArray>, facetCount> m_foldedValues;
    std::array<QHash<QString, quint32>, facetCount> m_numbers;
};

/// The bit that stands for a folded byte: letters, digits, a few for all else.
[[nodiscard]] quint64 letterBit(char folded);

} // namespace hermes::search
