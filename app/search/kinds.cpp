#include "search/kinds.h"

#include "search/query.h"

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::search {

bool isFragment(const EntryTable::Entry &entry)
{
    static const RepoPath folder = RepoPath::fromLiteral(u"studio/fragments"_s);
    return entry.promptFile.isInside(folder);
}

size_t kindOf(const EntryTable::Entry &entry)
{
    return isFragment(entry) ? static_cast<size_t>(kindWords().size() - 1)
                             : static_cast<size_t>(entry.id.kind);
}

} // namespace hermes::search
