#include "diff/symboltable.h"

#include <QHashFunctions>

#include <algorithm>
#include <bit>

namespace hermes::diff {

namespace {
constexpr int freeSlot = -1;
constexpr size_t smallestTable = 64;
} // namespace

SymbolTable::SymbolTable(qsizetype expected)
{
    // At most half full, so that a search ends after one or two looks.
    const size_t wanted = std::max(smallestTable, static_cast<size_t>(expected) * 2);
    m_slots.assign(std::bit_ceil(wanted), freeSlot);
    m_mask = m_slots.size() - 1;
    m_entries.reserve(static_cast<size_t>(expected));
}

int SymbolTable::symbolOf(QStringView text)
{
    const size_t hash = qHash(text, QHashSeed::globalSeed());
    size_t slot = hash & m_mask;
    for (; m_slots[slot] != freeSlot; slot = (slot + 1) & m_mask) {
        const Entry &entry = m_entries[static_cast<size_t>(m_slots[slot])];
        if (entry.hash == hash && entry.text == text) {
            return m_slots[slot];
        }
    }
    const int symbol = size();
    m_slots[slot] = symbol;
    m_entries.push_back({hash, text});
    if (m_entries.size() * 2 > m_slots.size()) {
        grow();
    }
    return symbol;
}

void SymbolTable::grow()
{
    m_slots.assign(m_slots.size() * 2, freeSlot);
    m_mask = m_slots.size() - 1;
    for (size_t i = 0; i < m_entries.size(); ++i) {
        size_t slot = m_entries[i].hash & m_mask;
        while (m_slots[slot] != freeSlot) {
            slot = (slot + 1) & m_mask;
        }
        m_slots[slot] = static_cast<int>(i);
    }
}

} // namespace hermes::diff
