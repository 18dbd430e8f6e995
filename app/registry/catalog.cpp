#include "registry/catalog.h"

#include "registry/entryfiles.h"
#include "registry/entryreader.h"
#include "registry/entryscan.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::ErrorCode;
using core::failure;
using core::RepoPath;
using core::Result;

namespace {

/// Entries that a thread takes at a time: enough to make the shared counter free, few enough to end
/// together.
constexpr qsizetype chunkSize = 16;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

/// Reads candidates on several threads. Every thread fills its own places of one list, so only
/// batches need a lock.
class EntryLoader
{
public:
    EntryLoader(const core::FileSource &source, const LoadOptions &options,
                const QList<EntryCandidate> &candidates)
        : m_source(source)
        , m_options(options)
        , m_candidates(candidates)
        , m_entries(candidates.size())
        , m_places(m_entries.data())
    {
    }

    QList<EntrySummary> load()
    {
        const qsizetype useful = (m_candidates.size() + chunkSize - 1) / chunkSize;
        const qsizetype wanted =
            m_source.isThreadSafe() ? std::min<qsizetype>(m_options.threads, useful) : 1;
        std::vector<std::jthread> threads;
        for (qsizetype i = 1; i < wanted && addThread(threads); ++i) { }
        work();
        threads.clear(); // joins
        if (!m_batch.isEmpty() && !m_options.cancel.isCancelled()) {
            m_options.onBatch(m_batch);
        }
        return std::move(m_entries);
    }

private:
    /// False if the system has no more threads to give; those that run then do all the work.
    bool addThread(std::vector<std::jthread> &threads)
    {
        try {
            threads.emplace_back([this] { work(); });
            return true;
        } catch (const std::system_error &) {
            return false;
        }
    }

    void work()
    {
        EntryReader reader(m_source);
        while (true) {
            const qsizetype begin = m_next.fetch_add(chunkSize, std::memory_order_relaxed);
            const qsizetype end = std::min(begin + chunkSize, m_candidates.size());
            for (qsizetype i = begin; i < end; ++i) {
                if (m_options.cancel.isCancelled()) {
                    return;
                }
                m_places[i] = reader.read(m_candidates.at(i));
            }
            if (begin >= end) {
                return;
            }
            deliver(begin, end);
        }
    }

    void deliver(qsizetype begin, qsizetype end)
    {
        if (!m_options.onBatch) {
            return;
        }
        const std::lock_guard lock(m_mutex);
        for (qsizetype i = begin; i < end; ++i) {
            m_batch.append(m_places[i]);
        }
        if (m_batch.size() + chunkSize > m_options.batchSize) {
            m_options.onBatch(std::exchange(m_batch, {}));
        }
    }

    const core::FileSource &m_source;
    const LoadOptions &m_options;
    const QList<EntryCandidate> &m_candidates;
    QList<EntrySummary> m_entries;
    EntrySummary *m_places; ///< Of m_entries, so that no thread touches the list itself.
    std::atomic<qsizetype> m_next = 0;
    std::mutex m_mutex;
    QList<EntrySummary> m_batch;
};

QList<core::Problem> duplicateIds(const QList<EntrySummary> &entries)
{
    QList<core::Problem> problems;
    QHash<core::EntryId, const EntrySummary *> first;
    first.reserve(entries.size());
    for (const EntrySummary &entry : entries) {
        const EntrySummary *&known = first[entry.id];
        if (known == nullptr) {
            known = &entry;
            continue;
        }
        problems.append(
            fileProblem(core::Problem::Severity::Error, u"id.duplicate"_s,
                        Messages::tr("%1 and %2 have the same id %3.")
                            .arg(known->folder.text(), entry.folder.text(), entry.id.toString()),
                        manifestFileOf(entry.id.kind, entry.folder)));
    }
    return problems;
}

std::unexpected<core::Error> cancelled()
{
    return failure(ErrorCode::Cancelled, Messages::tr("Loading was cancelled."));
}

} // namespace

bool comesBefore(const EntrySummary &left, const EntrySummary &right)
{
    return std::tie(left.id.kind, left.category, left.id.id, left.folder)
        < std::tie(right.id.kind, right.category, right.id.id, right.folder);
}

const EntrySummary *Catalog::find(const core::EntryId &id) const
{
    // Sorted by kind, category, id; only skills have categories.
    const auto [first, last] = std::ranges::equal_range(
        entries, id.kind, {}, [](const EntrySummary &entry) { return entry.id.kind; });
    const auto found = id.kind == EntryKind::Skill
        ? std::ranges::find(first, last, id, &EntrySummary::id)
        : std::ranges::lower_bound(first, last, id.id, {},
                                   [](const EntrySummary &entry) { return entry.id.id; });
    return found == last || found->id != id ? nullptr : &*found;
}

Result<Catalog> loadCatalog(const core::FileSource &source, const LoadOptions &options)
{
    if (const auto root = source.list({}); !root) {
        return std::unexpected(root.error());
    }
    const EntryScan scan = scanEntries(source, options.cancel);
    if (options.cancel.isCancelled()) {
        return cancelled();
    }
    Catalog catalog;
    catalog.problems = scan.problems;
    catalog.entries = EntryLoader(source, options, scan.candidates).load();
    if (options.cancel.isCancelled()) {
        return cancelled();
    }
    std::sort(catalog.entries.begin(), catalog.entries.end(), comesBefore);
    catalog.problems += duplicateIds(catalog.entries);
    catalog.models = loadModels(source, &catalog.problems);
    return catalog;
}

Result<EntrySummary> loadEntry(const core::FileSource &source, EntryKind kind,
                               const RepoPath &folder)
{
    const Result<core::FileNode> node = source.node(folder);
    if (!node) {
        return std::unexpected(node.error());
    }
    const bool isLink = node->type == core::FileType::SymbolicLink;
    const bool holdsEntry = isLink
        || (node->type == core::FileType::Folder
            && (kind != EntryKind::Skill || source.node(manifestFileOf(kind, folder)).has_value()));
    if (!holdsEntry) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("%1 holds no entry any more.").arg(folder.text()));
    }
    EntryCandidate candidate;
    candidate.kind = kind;
    candidate.folder = folder;
    candidate.type = node->type;
    return EntryReader(source).read(candidate);
}

std::optional<EntryFolder> entryFolderOf(const core::FileSource &source, const RepoPath &file)
{
    const QStringList parts = file.parts();
    const auto kind =
        std::find_if(core::allEntryKinds.begin(), core::allEntryKinds.end(),
                     [&parts](EntryKind each) { return core::kindFolder(each) == parts.value(0); });
    if (kind == core::allEntryKinds.end() || parts.size() < 3) {
        return std::nullopt;
    }
    RepoPath folder = RepoPath().child(parts.at(0)).child(parts.at(1));
    if (*kind != EntryKind::Skill) {
        return EntryFolder{*kind, folder};
    }
    // From the top down, as the catalog is read: a skill owns what lies below it.
    for (qsizetype depth = 2; depth < parts.size(); ++depth) {
        const bool isGone = depth == parts.size() - 1 && file.fileName() == u"SKILL.md";
        if (isGone || source.node(manifestFileOf(*kind, folder)).has_value()) {
            return EntryFolder{*kind, folder};
        }
        folder = folder.child(parts.at(depth));
    }
    return std::nullopt;
}

} // namespace hermes::registry
