#pragma once

#include <QStringView>

#include <vector>

namespace hermes::diff {

/// Numbers texts so that equal texts have equal numbers: 0, 1, 2, … in the order of first sight.
/// Keeps views only; the texts must outlive the table.
class SymbolTable
{
public:
    /// `expected`: about how many texts will be asked for.
    explicit SymbolTable(qsizetype expected);

    [[nodiscard]] int symbolOf(QStringView text);
    [[nodiscard]] int size() const { return static_cast<int>(m_entries.size()); }

private:
    struct Entry
    {
        size_t hash = 0;
        QStringView text;
    };
    void grow();

    std::vector<Entry> m_entries;
    std::vector<int> m_slots; // open addressing; -1 = free
    size_t m_mask = 0;
};

/// Numbers of a whole sequence of texts.
template <typename Texts>
[[nodiscard]] std::vector<int> symbolsOf(SymbolTable &table, const Texts &texts)
{
    std::vector<int> symbols;
    symbols.reserve(static_cast<size_t>(texts.size()));
    for (const QStringView text : texts) {
        symbols.push_back(table.symbolOf(text));
    }
    return symbols;
}

} // namespace hermes::diff
