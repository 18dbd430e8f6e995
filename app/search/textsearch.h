#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "search/query.h"
#include "search/snapshot.h"
#include "search/textterms.h"

#include <QDateTime>
#include <QList>

#include <functional>

namespace hermes::search {

/// One entry that answers a query.
struct Hit
{
    int row = 0; ///< Of the snapshot's entries.
    core::EntryId id;
    core::RepoPath promptFile;
    float score = 0; ///< The higher the better; comparable within one search.
    int matches = 0; ///< In the prompt.
    bool hasMoreMatches = false; ///< Counting was ended: there are enough.
    bool isInFields = false; ///< A word stands in its name, id, description, tags …

    bool operator==(const Hit &) const = default;
};

struct SearchOptions
{
    enum class Scope
    {
        FieldsAndPrompts, ///< Each word may stand in either.
        Prompts
    };
    Scope scope = Scope::FieldsAndPrompts;
    TextOptions text;
    QDateTime now = QDateTime::currentDateTime(); ///< What times are counted back from.
    int threads = 2;
    core::CancelFlag cancel;
    /// Called with hits as they are found, one call at a time, from several threads; may be empty.
    std::function<void(QList<Hit>)> onBatch;
};

struct SearchResults
{
    QList<Hit> hits; ///< Best first.
    QList<core::EntryId> incomplete; ///< A regular expression was too costly somewhere in these.
    QList<core::Error> unreadable; ///< Prompts that could not be read, at most a few of them.

    bool operator==(const SearchResults &) const = default;
};

/// Looks for a query in every entry and its prompt. What the pack holds is searched in memory; the
/// rest is read from disk.
///
/// Errors: InvalidArgument if the query has problems; Cancelled. Thread: any; blocks, and starts
/// threads of its own that end with it.
[[nodiscard]] core::Result<SearchResults> search(const Snapshot &snapshot, const Query &query,
                                                 const SearchOptions &options);

} // namespace hermes::search
