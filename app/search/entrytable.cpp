#include "search/entrytable.h"

#include "search/folding.h"

#include <algorithm>
#include <numeric>

namespace hermes::search {

namespace {

constexpr const char *fieldEnd = "\n\n";

EntryTable::Entry madeFrom(const registry::EntrySummary &summary)
{
    EntryTable::Entry entry;
    entry.id = summary.id;
    entry.promptFile = summary.promptFile;
    entry.name = summary.name;
    entry.version = summary.version;
    entry.hasProblems = !summary.problems.isEmpty();
    entry.hasErrors = std::ranges::any_of(summary.problems, [](const core::Problem &problem) {
        return problem.severity == core::Problem::Severity::Error;
    });
    return entry;
}

std::array<QStringList, facetCount> facetsOf(const registry::EntrySummary &summary)
{
    const auto single = [](const QString &value) {
        return value.isEmpty() ? QStringList() : QStringList{value};
    };
    return {summary.tags, summary.tools, single(summary.model), single(summary.author)};
}

QByteArray line(const QString &text)
{
    return folded(text, Folding::CaseAndAccents) + fieldEnd;
}

QByteArray remainingFields(const registry::EntrySummary &summary)
{
    QByteArray fields = line(summary.description);
    for (const QStringList &values : facetsOf(summary)) {
        for (const QString &value : values) {
            fields += line(value);
        }
    }
    return fields;
}

/// Puts a row of other size into a chunk: what lies behind it moves.
void spliceValues(EntryTable::Chunk &chunk, size_t row, const EntryTable::Chunk &single)
{
    const auto begin = chunk.values.begin();
    const auto at = chunk.values.erase(begin + chunk.extents[row].valuesStart,
                                       begin + chunk.extents[row + 1].valuesStart);
    chunk.values.insert(at, single.values.begin(), single.values.end());
}

} // namespace

quint64 letterBit(char folded)
{
    const auto byte = static_cast<uchar>(folded);
    const int bit = byte >= 'a' && byte <= 'z' ? byte - 'a'
        : byte >= '0' && byte <= '9'           ? 26 + byte - '0'
                                               : 36 + byte % 28;
    return quint64(1) << bit;
}

QByteArrayView EntryTable::Chunk::fieldsOf(int row) const
{
    const auto index = static_cast<size_t>(row);
    return QByteArrayView(fields).sliced(
        extents[index].fieldsStart, extents[index + 1].fieldsStart - extents[index].fieldsStart);
}

QByteArrayView EntryTable::Chunk::nameAndIdOf(int row) const
{
    return fieldsOf(row).first(extents[static_cast<size_t>(row)].nameAndIdSize);
}

std::span<const quint32> EntryTable::Chunk::valuesOf(int row, Facet facet) const
{
    const Extent &extent = extents[static_cast<size_t>(row)];
    const auto counts = std::span(extent.valueCounts);
    const auto index = static_cast<size_t>(facet);
    const size_t before = std::accumulate(
        counts.begin(), std::next(counts.begin(), static_cast<qsizetype>(index)), size_t(0));
    return std::span(values).subspan(extent.valuesStart + before, counts[index]);
}

EntryTable::EntryTable(const QList<registry::EntrySummary> &entries)
{
    for (const registry::EntrySummary &entry : entries) {
        append(entry);
    }
}

quint32 EntryTable::number(Facet facet, const QString &value)
{
    QHash<QString, quint32> &numbers = m_numbers[static_cast<size_t>(facet)];
    if (const auto known = numbers.constFind(value); known != numbers.cend()) {
        return *known;
    }
    QStringList &values = m_values[static_cast<size_t>(facet)];
    const auto next = static_cast<quint32>(values.size());
    values.append(value);
    m_foldedValues[static_cast<size_t>(facet)].append(folded(value, Folding::CaseAndAccents));
    numbers.insert(value, next);
    return next;
}

void EntryTable::appendTo(Chunk &chunk, const registry::EntrySummary &entry)
{
    if (chunk.extents.empty()) {
        chunk.extents.emplace_back();
    }
    Chunk::Extent &extent = chunk.extents.back();
    const QByteArray nameAndId = line(entry.name) + line(entry.id.id);
    extent.nameAndIdSize = static_cast<quint32>(nameAndId.size());
    for (const char c : nameAndId) {
        extent.letters |= letterBit(c);
    }
    const std::array<QStringList, facetCount> facets = facetsOf(entry);
    for (size_t facet = 0; facet < facetCount; ++facet) {
        extent.valueCounts[facet] = static_cast<quint16>(facets[facet].size());
        for (const QString &value : facets[facet]) {
            chunk.values.push_back(number(static_cast<Facet>(facet), value));
        }
    }
    chunk.fields += nameAndId + remainingFields(entry);
    chunk.entries.push_back(madeFrom(entry));
    Chunk::Extent end;
    end.fieldsStart = static_cast<quint32>(chunk.fields.size());
    end.valuesStart = static_cast<quint32>(chunk.values.size());
    chunk.extents.push_back(end);
}

int EntryTable::append(const registry::EntrySummary &entry)
{
    if (m_rowCount % rowsPerChunk == 0) {
        m_chunks.emplace_back(new Chunk);
    }
    appendTo(*m_chunks.back(), entry);
    return m_rowCount++;
}

void EntryTable::replace(int row, const registry::EntrySummary &entry)
{
    Chunk single;
    appendTo(single, entry);
    Chunk &chunk = *m_chunks[static_cast<size_t>(row / rowsPerChunk)];
    const auto index = static_cast<size_t>(row % rowsPerChunk);
    const EntryFacts facts = chunk.entries[index].facts;
    chunk.entries[index] = single.entries.front();
    chunk.entries[index].facts = facts;

    const quint32 oldSize = chunk.extents[index + 1].fieldsStart - chunk.extents[index].fieldsStart;
    const auto oldValues = chunk.extents[index + 1].valuesStart - chunk.extents[index].valuesStart;
    spliceValues(chunk, index, single);
    chunk.fields.replace(chunk.extents[index].fieldsStart, oldSize, single.fields);
    Chunk::Extent extent = single.extents.front();
    extent.fieldsStart = chunk.extents[index].fieldsStart;
    extent.valuesStart = chunk.extents[index].valuesStart;
    chunk.extents[index] = extent;
    for (size_t i = index + 1; i < chunk.extents.size(); ++i) {
        // Unsigned, so that a difference below nothing comes out right.
        chunk.extents[i].fieldsStart += static_cast<quint32>(single.fields.size()) - oldSize;
        chunk.extents[i].valuesStart += static_cast<quint32>(single.values.size()) - oldValues;
    }
}

void EntryTable::remove(int row)
{
    replace(row, {});
    Chunk &chunk = *m_chunks[static_cast<size_t>(row / rowsPerChunk)];
    const auto index = static_cast<size_t>(row % rowsPerChunk);
    chunk.entries[index].isRemoved = true;
    chunk.extents[index].isRemoved = true;
}

void EntryTable::setFacts(int row, const EntryFacts &facts)
{
    if (entry(row).facts != facts) {
        m_chunks[static_cast<size_t>(row / rowsPerChunk)]
            ->entries[static_cast<size_t>(row % rowsPerChunk)]
            .facts = facts;
    }
}

} // namespace hermes::search
