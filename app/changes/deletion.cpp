#include "changes/deletion.h"

#include "changes/references.h"
#include "changes/writecollector.h"
#include "registry/entryfiles.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Deletion)
};

class Remover
{
public:
    Remover(const FileSource &source, const registry::Catalog &catalog, const QList<EntryId> &ids)
        : m_source(source), m_catalog(catalog), m_ids(ids), m_collector(source)
    {
    }

    Result<ChangeSet> remove()
    {
        for (const EntryId &id : m_ids) {
            const registry::EntrySummary *entry = m_catalog.find(id);
            if (entry == nullptr) {
                return failure(ErrorCode::NotFound,
                               Messages::tr("%1 is not in this registry.").arg(id.toString()));
            }
            const Result<void> added = add(entry->folder).and_then([&] { return addStudio(id); });
            if (!added) {
                return std::unexpected(added.error());
            }
        }
        takeOutOfChannels();
        remarkOnReferences();
        m_changes.title = m_ids.size() == 1
            ? Messages::tr("Delete %1").arg(m_ids.first().toString())
            : Messages::tr("Delete %n entries", nullptr, static_cast<int>(m_ids.size()));
        m_changes.writes = m_collector.writes({});
        return m_changes;
    }

private:
    Result<void> add(const RepoPath &path)
    {
        return filesAt(m_source, path).transform([&](const QList<RepoPath> &files) {
            m_changes.deletions.append({path, files});
        });
    }

    Result<void> addStudio(const EntryId &id)
    {
        QList<RepoPath> paths{sourceFileOf(id)};
        const bool isShared = std::ranges::any_of(m_catalog.entries, [&](const auto &other) {
            return other.id.id == id.id && other.id.kind != id.kind;
        });
        if (!isShared) {
            paths += {suiteFileOf(id), reviewFolderOf(id)};
        }
        for (const RepoPath &path : std::as_const(paths)) {
            if (m_source.node(path)) {
                if (const Result<void> added = add(path); !added) {
                    return added;
                }
            }
        }
        return {};
    }

    void takeOutOfChannels()
    {
        const RepoPath folder = RepoPath::fromLiteral(u"studio/channels"_s);
        for (const auto allFiles = filesBelow(m_source, folder).value_or(QList<RepoPath>());
             const RepoPath &file : allFiles) {
            for (const EntryId &id : m_ids) {
                const Result<QByteArray> text = m_collector.read(file);
                const auto without = text.and_then([&](const QByteArray &bytes) {
                    return channelReferring(bytes, id, std::nullopt);
                });
                if (const auto changed = without.value_or(std::nullopt)) {
                    m_collector.write(file, *changed);
                }
            }
        }
    }

    void remarkOnReferences()
    {
        for (const registry::EntrySummary &other : m_catalog.entries) {
            if (m_ids.contains(other.id)) {
                continue;
            }
            const RepoPath file = registry::manifestFileOf(other.id.kind, other.folder);
            const QByteArray text =
                m_source.read(file, maximumOperationBytes).value_or(QByteArray());
            for (const EntryId &id : m_ids) {
                if (text.contains(id.id.toUtf8()) && refersTo(other.id.kind, text, id)) {
                    m_changes.remarks.append(
                        {other.id, Messages::tr("It still refers to %1.").arg(id.toString())});
                }
            }
        }
    }

    /// A reference is what a renaming would change.
    [[nodiscard]] bool refersTo(EntryKind kind, const QByteArray &text, const EntryId &id) const
    {
        const EntryId other{id.kind, id.id + u"-renamed"_s};
        const auto changed = manifestReferring(kind, text, ReferenceReader(m_catalog, id), other);
        return changed && changed->has_value();
    }

    const FileSource &m_source;
    const registry::Catalog &m_catalog;
    const QList<EntryId> &m_ids;
    WriteCollector m_collector;
    ChangeSet m_changes;
};

} // namespace

Result<ChangeSet> deleteEntries(const FileSource &source, const registry::Catalog &catalog,
                                const QList<EntryId> &ids)
{
    return Remover(source, catalog, ids).remove();
}

} // namespace hermes::changes
