#include "workspace/entryoperations.h"

#include "changes/references.h"
#include "registry/entryfiles.h"
#include "workspace/definitiondocument.h"
#include "workspace/draftsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"
#include "workspace/workspace.h"

#include <QFutureWatcher>
#include <QPointer>
#include <QtConcurrentRun>

#include <algorithm>
#include <tuple>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

using changes::ChangeSet;
using changes::FileWrite;

/// A write that goes into the draft of an open document.
struct EntryOperations::DraftWrite
{
    QPointer<DefinitionDocument> document;
    EditableText *text = nullptr; ///< Of the document; null if none is open any more.
    FileWrite write;
};

/// An open document that an operation reaches.
struct EntryOperations::Concerned
{
    QPointer<DefinitionDocument> document;
    DefinitionDocument::Location after; ///< Its id is known at the end only.
    QList<FileWrite> writes; ///< Of its files, on disk.
};

struct EntryOperations::Split
{
    ChangeSet all;
    ChangeSet disk;
    QList<DraftWrite> drafts;
    QList<Concerned> documents;
};

namespace {

EditableText *textOf(DefinitionDocument &document, const RepoPath &file)
{
    const DefinitionDocument::Location &location = document.location();
    if (file.isRoot()) {
        return nullptr;
    }
    return file == location.manifestFile ? document.manifest()
        : file == location.editedFile()  ? document.prompt()
                                         : nullptr;
}

/// Where the source of an open definition would be that has none; root if it has or can have none.
RepoPath sourceToCome(const DefinitionDocument &document)
{
    const bool mayCome = document.id().kind == EntryKind::Agent && !document.hasSource();
    return mayCome ? changes::sourceFileOf(document.id()) : RepoPath();
}

DefinitionDocument::Location locationAfter(const DefinitionDocument &document,
                                           const ChangeSet &changes)
{
    DefinitionDocument::Location location = document.location();
    for (RepoPath *path :
         {&location.folder, &location.manifestFile, &location.promptFile, &location.sourceFile}) {
        *path = path->isRoot() ? *path : changes::pathAfterMoves(changes.moves, *path);
    }
    if (const RepoPath source = sourceToCome(document); !source.isRoot()) {
        const bool isMade = std::ranges::any_of(changes.writes, [&source](const FileWrite &write) {
            return write.file == source && write.after;
        });
        location.sourceFile = isMade ? source : RepoPath();
    }
    return location;
}

/// Folders of entries that a change set touches, before and after.
QStringList foldersOf(const ChangeSet &changes)
{
    QStringList folders;
    const auto add = [&folders](const RepoPath &folder) {
        if (!folder.isRoot() && !folders.contains(folder.text())) {
            folders.append(folder.text());
        }
    };
    for (const changes::PathMove &move : changes.moves) {
        add(move.from);
        add(move.to);
    }
    for (const FileWrite &write : changes.writes) {
        add(write.file.parent());
    }
    for (const changes::Deletion &deletion : changes.deletions) {
        add(deletion.path);
    }
    for (const changes::Restoration &restoration : changes.restorations) {
        add(restoration.path);
    }
    return folders;
}

} // namespace

EntryOperations::EntryOperations(Workspace &workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace)
{
    connect(&workspace, &Workspace::statusChanged, this, [this] {
        if (m_workspace.status() == Workspace::Status::Closed) {
            m_last = {};
        }
    });
}

EntryOperations::~EntryOperations() = default;

std::shared_ptr<const FileSource> EntryOperations::files() const
{
    QHash<RepoPath, ExactText> drafts;
    for (const auto allDocuments = m_workspace.documents();
         DefinitionDocument * document : allDocuments) {
        for (const RepoPath &file :
             {document->location().manifestFile, document->location().editedFile()}) {
            const EditableText *text = textOf(*document, file);
            if (text != nullptr && text->isModified()) {
                drafts.insert(file, text->exact());
            }
        }
    }
    return std::make_shared<DraftSource>(m_workspace.root(), drafts);
}

EntryOperations::Split EntryOperations::split(const ChangeSet &changes,
                                              const QList<RepoPath> &forcedDrafts) const
{
    Split split{changes, changes, {}, {}};
    split.disk.writes.clear();
    QHash<RepoPath, DefinitionDocument *> owners;
    for (const auto allDocuments = m_workspace.documents();
         DefinitionDocument * document : allDocuments) {
        owners.insert(document->location().manifestFile, document);
        owners.insert(document->location().promptFile, document);
        owners.insert(document->location().sourceFile, document);
        owners.insert(sourceToCome(*document), document);
        const DefinitionDocument::Location after = locationAfter(*document, changes);
        split.documents.append({document, after, {}});
    }
    owners.remove(RepoPath());
    for (const FileWrite &write : changes.writes) {
        const RepoPath now = changes::pathBeforeMoves(changes.moves, write.file);
        DefinitionDocument *document = owners.value(now);
        EditableText *text = document != nullptr ? textOf(*document, now) : nullptr;
        if ((text != nullptr && text->isModified()) || forcedDrafts.contains(write.file)) {
            split.drafts.append({document, text, write});
            continue;
        }
        if (document != nullptr && document->hasSource() && now == document->location().promptFile
            && document->prompt()->isModified()) {
            continue; // made from the draft when that is saved
        }
        split.disk.writes.append(write);
        if (document != nullptr) {
            std::ranges::find_if(split.documents, [document](const Concerned &concerned) {
                return concerned.document == document;
            })->writes.append(write);
        }
    }
    split.documents.removeIf([&](const Concerned &concerned) {
        const DefinitionDocument::Location &before = concerned.document->location();
        return concerned.writes.isEmpty() && concerned.after.folder == before.folder
            && concerned.after.promptFile == before.promptFile
            && std::ranges::none_of(split.drafts, [&](const DraftWrite &draft) {
                   return draft.document == concerned.document;
               });
    });
    return split;
}

Result<void> EntryOperations::start(const Split &split)
{
    if (const Result<void> may = m_workspace.writable(); !may) {
        return may;
    }
    const bool isBusy =
        m_isRunning || std::ranges::any_of(split.documents, [](const Concerned &concerned) {
            return concerned.document->isSaving()
                || concerned.document->state() == DefinitionDocument::State::Loading;
        });
    if (isBusy) {
        return failure(ErrorCode::RepositoryBusy,
                       tr("Another operation or save is still running. Try again in a moment."));
    }
    for (const DraftWrite &draft : split.drafts) {
        if (draft.text == nullptr || draft.text->bytes() != draft.write.before) {
            return failure(ErrorCode::ChangedOutside,
                           tr("%1 was edited meanwhile, so “%2” cannot be done. Nothing was "
                              "changed.")
                               .arg(draft.write.file.text(), split.all.title));
        }
    }
    for (const DraftWrite &draft : split.drafts) {
        std::ignore = draft.text->become(draft.write.after.value_or(QByteArray()));
    }
    for (const Concerned &concerned : split.documents) {
        concerned.document->beginOperation(concerned.after);
    }
    return {};
}

void EntryOperations::carryOut(const Split &split, const Work &work,
                               const std::function<void(const ChangeRecord &)> &done)
{
    if (const Result<void> started = start(split); !started) {
        QMetaObject::invokeMethod(
            this, [this, error = started.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    m_isRunning = true;
    const ChangePlace place{m_workspace.root(), m_workspace.stateFolder()};
    // Told by an event, even if the work is done by now: nothing ends within the call that began
    // it.
    auto *watcher = new QFutureWatcher<Result<ChangeRecord>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this,
            [this, watcher, split, done, root = place.registryRoot] {
                watcher->deleteLater();
                const Result<ChangeRecord> record = watcher->result();
                m_isRunning = false;
                record ? finish(split) : takeBack(split);
                if (m_workspace.root() == root) {
                    refresh(split.all);
                }
                if (record) {
                    done(*record);
                } else {
                    Q_EMIT failed(record.error());
                }
            });
    watcher->setFuture(QtConcurrent::run([work, place] { return work(place); }));
}

void EntryOperations::perform(const ChangeSet &changes)
{
    const Split parts = split(changes, {});
    QList<FileWrite> draftWrites;
    for (const DraftWrite &draft : parts.drafts) {
        draftWrites.append(draft.write);
    }
    const Work work = [disk = parts.disk](const ChangePlace &place) -> Result<ChangeRecord> {
        return disk.isEmpty() ? Result<ChangeRecord>(ChangeRecord{}) : performChanges(place, disk);
    };
    carryOut(parts, work, [this, changes, draftWrites](const ChangeRecord &record) {
        m_last = {changes, record, draftWrites};
        Q_EMIT performed(changes);
    });
}

void EntryOperations::undo()
{
    const ChangeSet back = inverse(m_last.changes, m_last.record.trashed);
    QList<RepoPath> drafts;
    for (const FileWrite &write : std::as_const(m_last.draftWrites)) {
        drafts.append(changes::pathBeforeMoves(m_last.changes.moves, write.file));
    }
    const Work work = [name = m_last.record.name](const ChangePlace &place) {
        return name.isEmpty() ? Result<ChangeRecord>(ChangeRecord{}) : undoChanges(place, name);
    };
    carryOut(split(back, drafts), work, [this, back](const ChangeRecord &) {
        m_last = {};
        Q_EMIT undone(back);
    });
}

/// The documents take note of what was done to their files.
void EntryOperations::finish(const Split &split)
{
    for (const Concerned &concerned : split.documents) {
        if (concerned.document == nullptr) {
            continue;
        }
        DefinitionDocument &document = *concerned.document;
        for (const FileWrite &write : concerned.writes) {
            if (write.after) { // else the look at the disk tells what takes its place
                document.adoptFile(changes::pathBeforeMoves(split.all.moves, write.file),
                                   *write.after);
            }
        }
        DefinitionDocument::Location location = concerned.after;
        const QString fragment = fragmentNameOf(location.promptFile);
        location.id = fragment.isEmpty() ? registry::idOf(location.id.kind, location.folder,
                                                          document.draft().readManifest().manifest)
                                         : fragmentId(fragment);
        m_workspace.moveDocument(document, location);
        document.checkDisk(); // what happened meanwhile
    }
}

/// Nothing happened on disk: the drafts become what they were, as far as nobody typed meanwhile.
void EntryOperations::takeBack(const Split &split)
{
    for (const DraftWrite &draft : split.drafts) {
        if (draft.document != nullptr && draft.text->bytes() == draft.write.after) {
            std::ignore = draft.text->become(draft.write.before.value_or(QByteArray()));
        }
    }
    for (const Concerned &concerned : split.documents) {
        if (concerned.document != nullptr) {
            concerned.document->endOperation(concerned.document->location());
        }
    }
}

void EntryOperations::refresh(const ChangeSet &changes)
{
    m_workspace.refreshFolders(foldersOf(changes));
}

} // namespace hermes::workspace
