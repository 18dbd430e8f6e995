#pragma once

#include "search/entrytable.h"

namespace hermes::search {

/// Whether a row is a fragment: no entry, but searched with them.
[[nodiscard]] bool isFragment(const EntryTable::Entry &entry);
/// Which of kindWords() a row is; fragments are the last.
[[nodiscard]] size_t kindOf(const EntryTable::Entry &entry);

} // namespace hermes::search
