#include "changes/renaming.h"

#include "changes/entrynames.h"
#include "changes/entrytext.h"
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
    Q_DECLARE_TR_FUNCTIONS(Renaming)
};

class Renamer
{
public:
    Renamer(const FileSource &source, const registry::Catalog &catalog,
            const registry::EntrySummary &entry, const Renaming &renaming)
        : m_source(source)
        , m_catalog(catalog)
        , m_entry(entry)
        , m_renaming(renaming)
        , m_to{entry.id.kind, renaming.id}
        , m_reader(catalog, entry.id)
        , m_collector(source)
    {
    }

    Result<ChangeSet> rename()
    {
        if (m_to != m_entry.id) {
            const EntryNames names(m_catalog.entries, m_entry.id);
            if (const auto problem = names.problem(m_to.kind, m_to.id)) {
                return failure(ErrorCode::InvalidArgument, *problem);
            }
        }
        Result<void> done = renameMentions().and_then([this] { return renameItself(); });
        if (done && m_to != m_entry.id) {
            done = moveFolders();
            renameInManifests();
            renameInStudio();
            remarkOnGenerated();
        }
        if (!done) {
            return std::unexpected(done.error());
        }
        m_changes.title =
            Messages::tr("Rename %1 to %2").arg(m_entry.id.toString(), m_to.toString());
        m_changes.writes = m_collector.writes(m_changes.moves);
        return m_changes;
    }

private:
    Result<void> renameItself()
    {
        const RepoPath file = registry::manifestFileOf(m_to.kind, m_entry.folder);
        Result<EntryText> text = m_collector.read(file).and_then(
            [this](const QByteArray &bytes) { return EntryText::parse(m_to.kind, bytes); });
        Result<void> done =
            text ? text->set(EntryField::Id, m_to.id) : std::unexpected(text.error());
        if (done && m_to.kind != EntryKind::Skill && !m_renaming.name.trimmed().isEmpty()) {
            done = text->set(EntryField::Name, m_renaming.name.trimmed());
        }
        if (done) {
            m_collector.write(file, text->text());
        }
        return done;
    }

    /// From the last mention of a file to the first, so that the places before stay valid, and
    /// before anything else changes the files.
    Result<void> renameMentions()
    {
        QList<Mention> mentions = m_renaming.mentions;
        std::ranges::sort(mentions, std::greater(), &Mention::start);
        const QByteArray before = m_entry.id.id.toUtf8();
        for (const Mention &mention : std::as_const(mentions)) {
            Result<QByteArray> text = m_collector.read(mention.file);
            if (!text) {
                return std::unexpected(text.error());
            }
            if (text->indexOf(before, mention.start) != mention.start) {
                return failure(ErrorCode::ChangedOutside,
                               Messages::tr("%1 changed meanwhile. Look for its mentions again.")
                                   .arg(mention.file.text()));
            }
            m_collector.write(mention.file,
                              text->replace(mention.start, before.size(), m_to.id.toUtf8()));
        }
        return {};
    }

    Result<void> moveFolders()
    {
        if (m_to.namePart() != m_entry.folder.fileName()) {
            const RepoPath to = m_entry.folder.parent().child(m_to.namePart());
            if (m_source.node(to)) {
                return failure(
                    ErrorCode::InvalidArgument,
                    Messages::tr("Its folder would be %1, which is taken.").arg(to.text()));
            }
            const Result<PathMove> move = moveOf(m_source, m_entry.folder, to);
            if (!move) {
                return std::unexpected(move.error());
            }
            m_changes.moves.append(*move);
        }
        moveIfThere(sourceFileOf(m_entry.id), sourceFileOf(m_to));
        // Suites and reviews are named by the id alone; an agent has the better right to them.
        const bool isShared = std::ranges::any_of(m_catalog.entries, [this](const auto &other) {
            return other.id.id == m_entry.id.id && other.id.kind != m_entry.id.kind;
        });
        if (!isShared || m_to.kind == EntryKind::Agent) {
            moveIfThere(suiteFileOf(m_entry.id), suiteFileOf(m_to));
            moveIfThere(reviewFolderOf(m_entry.id), reviewFolderOf(m_to));
        }
        return {};
    }

    void moveIfThere(const RepoPath &from, const RepoPath &to)
    {
        if (!m_source.node(from)) {
            return;
        }
        const Result<PathMove> move = moveOf(m_source, from, to);
        if (move && !m_source.node(to)) {
            m_changes.moves.append(*move);
        } else {
            remark(m_to,
                   Messages::tr("%1 could not be moved to %2: something stands there.")
                       .arg(from.text(), to.text()));
        }
    }

    void renameInManifests()
    {
        const QByteArray word = m_entry.id.id.toUtf8();
        for (const registry::EntrySummary &other : m_catalog.entries) {
            const RepoPath file = registry::manifestFileOf(other.id.kind, other.folder);
            if (other.id != m_entry.id) {
                rewrite(file, other.id, word, [&](const QByteArray &text) {
                    return manifestReferring(other.id.kind, text, m_reader, m_to);
                });
            }
            if (other.id.kind == EntryKind::Workflow && !other.promptFile.isRoot()) {
                rewrite(other.promptFile, other.id, word, [&](const QByteArray &text) {
                    return workflowReferring(text, m_reader, m_to);
                });
            }
        }
    }

    void renameInStudio()
    {
        for (const auto allFiles = studioFiles(u"studio/channels"_s, u".json"_s);
             const RepoPath &file : allFiles) {
            rewrite(file, m_to, m_entry.id.id.toUtf8(), [&](const QByteArray &text) {
                return channelReferring(text, m_entry.id, m_to);
            });
        }
        for (const QString &ending : {u".yaml"_s, u".yml"_s}) {
            for (const auto allFiles = studioFiles(u"studio/suites"_s, ending);
                 const RepoPath &file : allFiles) {
                rewrite(file, m_to, m_entry.id.id.toUtf8(),
                        [&](const QByteArray &text) -> Result<std::optional<QByteArray>> {
                            return suiteReferring(text, m_entry.id, m_to);
                        });
            }
        }
    }

    [[nodiscard]] QList<RepoPath> studioFiles(const QString &folder, const QString &ending) const
    {
        QList<RepoPath> files =
            filesBelow(m_source, RepoPath::fromLiteral(folder)).value_or(QList<RepoPath>());
        files.removeIf([&](const RepoPath &file) { return !file.fileName().endsWith(ending); });
        return files;
    }

    /// Changes a file that may refer to the entry; one that cannot be read or edited is a remark if
    /// it has the id in it.
    template <typename Change>
    void rewrite(const RepoPath &file, const EntryId &owner, const QByteArray &word,
                 const Change &change)
    {
        const Result<QByteArray> text = m_collector.read(file);
        if (!text || !text->contains(word)) {
            return;
        }
        const Result<std::optional<QByteArray>> changed = change(*text);
        if (!changed) {
            remark(owner,
                   Messages::tr("%1 mentions %2 and could not be changed: %3")
                       .arg(file.text(), m_entry.id.id, changed.error().message));
        } else if (const std::optional<QByteArray> &content = *changed) {
            m_collector.write(file, *content);
        }
    }

    void remarkOnGenerated()
    {
        if (m_source.node(RepoPath::fromLiteral(u"index.json"_s))) {
            remark(m_to, Messages::tr("index.json is generated: write it anew afterwards."));
        }
    }

    void remark(const EntryId &entry, const QString &text)
    {
        m_changes.remarks.append({entry, text});
    }

    const FileSource &m_source;
    const registry::Catalog &m_catalog;
    const registry::EntrySummary &m_entry;
    const Renaming &m_renaming;
    EntryId m_to;
    ReferenceReader m_reader;
    WriteCollector m_collector;
    ChangeSet m_changes;
};

} // namespace

Result<ChangeSet> renameEntry(const FileSource &source, const registry::Catalog &catalog,
                              const registry::EntrySummary &entry, const Renaming &renaming)
{
    return Renamer(source, catalog, entry, renaming).rename();
}

} // namespace hermes::changes
