#include "main/fragmentnavigation.h"

#include "core/directoryfilesource.h"
#include "core/onworker.h"
#include "editor/prompteditor.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "registry/place.h"
#include "registry/promptsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"
#include "workspace/opentarget.h"
#include "workspace/overlaysource.h"
#include "workspace/templatefiles.h"
#include "workspace/workspace.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using workspace::DefinitionDocument;
using workspace::Workspace;

FragmentNavigation::FragmentNavigation(Workspace &workspace, DocumentArea &documents,
                                       QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_documents(documents)
    , m_namesTask(this, [this](const QStringList &names) { takeNames(names); })
{
    connect(&workspace, &Workspace::loaded, this, &FragmentNavigation::readNames);
    connect(&workspace, &Workspace::filesChanged, this, [this](const QStringList &folders) {
        const bool mayConcern = std::ranges::any_of(folders, [](const QString &folder) {
            return folder.isEmpty() || folder == u"studio"_s
                || folder.startsWith(u"studio/fragments"_s);
        });
        if (mayConcern) {
            readNames();
        }
    });
    connect(&workspace, &Workspace::statusChanged, this, [this] {
        if (m_workspace.status() == Workspace::Status::Closed) {
            m_namesTask.cancel();
            m_awaited.clear();
            takeNames({});
        }
    });
    connect(&documents, &DocumentArea::placeRequested, this, &FragmentNavigation::open);
    connect(&documents, &DocumentArea::followRequested, this, [this] {
        if (tagAt(m_documents.promptEditor()->textCursor())) {
            followTag();
        }
    });
}

void FragmentNavigation::connectActions(const ActionCatalog &actions)
{
    connect(actions.action(ActionId::FollowTag), &QAction::triggered, this,
            &FragmentNavigation::followTag);
}

// --- which there are

void FragmentNavigation::readNames()
{
    m_namesTask.request([root = m_workspace.root()](const core::CancelFlag &) {
        return QtConcurrent::run(
            [root] { return workspace::fragmentNames(core::DirectoryFileSource(root)); });
    });
}

void FragmentNavigation::takeNames(const QStringList &names)
{
    if (m_names != names) {
        m_names = names;
        Q_EMIT namesChanged(names);
    }
    if (!m_awaited.isEmpty() && m_names.contains(m_awaited)) {
        openFragment(std::exchange(m_awaited, {}));
    }
}

// --- to a place

void FragmentNavigation::openFragment(const QString &name)
{
    if (const auto file = workspace::fragmentFileOf(name)) {
        open({.file = file->text()});
    }
}

void FragmentNavigation::openOnceThere(const QString &name)
{
    m_awaited = name;
    takeNames(m_names);
}

void FragmentNavigation::open(const TemplatePlace &place)
{
    m_awaited.clear(); // the user goes elsewhere
    const core::Result<core::RepoPath> file = core::RepoPath::parse(place.file);
    if (!file) {
        return;
    }
    const QString fragment = workspace::fragmentNameOf(*file);
    const registry::EntrySummary *entry = workspace::entryOf(m_workspace.catalog(), *file);
    if (fragment.isEmpty() && entry == nullptr) {
        Q_EMIT told(tr("%1 belongs to no entry of this registry.").arg(place.file));
        return;
    }
    DefinitionDocument *document =
        m_workspace.document(fragment.isEmpty() ? entry->id : workspace::fragmentId(fragment));
    if (document == nullptr) {
        return;
    }
    disconnect(m_waiting);
    m_documents.show(document);
    if (document->state() == DefinitionDocument::State::Ready) {
        goTo(*document, place);
        return;
    }
    m_waiting = connect(document, &DefinitionDocument::stateChanged, this, [this, document, place] {
        if (document->state() == DefinitionDocument::State::Loading) {
            return;
        }
        disconnect(m_waiting);
        if (document == m_documents.current()) {
            goTo(*document, place);
        }
    });
}

void FragmentNavigation::goTo(DefinitionDocument &document, const TemplatePlace &place)
{
    const QByteArray text = document.prompt()->bytes();
    const core::RepoPath &file = document.location().editedFile();
    const QString version = registry::readSourceHead(text, file).version;
    if (!place.version.isEmpty() && place.version != version) {
        showVersion(document.id(), place.version);
        return;
    }
    if (place.offset < 0 && place.line == 0) {
        m_documents.focusText();
        return;
    }
    core::Problem found;
    found.file = file;
    found.line = place.line;
    found.column = place.column;
    if (place.offset >= 0) {
        const registry::Place at =
            registry::placeOf(text, std::min<qint64>(place.offset, text.size()));
        found.line = at.line;
        found.column = at.column;
    }
    m_documents.goToProblem(found);
}

// --- to a version that only the history has

void FragmentNavigation::showVersion(const core::EntryId &id, const QString &version)
{
    m_workspace.history(id).then(
        this, [this, id, version](const core::Result<workspace::DefinitionHistory> &history) {
            const DefinitionDocument *shown = m_documents.current();
            if (shown == nullptr || shown->id() != id) {
                return; // the user has gone elsewhere
            }
            compareWith(history.value_or(workspace::DefinitionHistory()), version);
        });
}

void FragmentNavigation::compareWith(const workspace::DefinitionHistory &history,
                                     const QString &version)
{
    const auto found = std::ranges::find(history.versions, version,
                                         [](const vcs::Version &each) { return each.version; });
    if (found == history.versions.end()) {
        m_documents.focusText();
        Q_EMIT told(tr("The history has no version %1 of this fragment.").arg(version));
        return;
    }
    m_documents.compare(workspace::ContentRef::atCommit(found->commit.id, u'v' + found->version),
                        workspace::ContentRef::draft());
}

// --- from a tag

void FragmentNavigation::followTag()
{
    const editor::PromptEditor *prompt = m_documents.promptEditor();
    const auto tag = prompt == nullptr ? std::nullopt : tagAt(prompt->textCursor());
    if (!tag) {
        Q_EMIT told(tr("Put the cursor into a tag, such as {{> principles}} or {{name}}."));
        return;
    }
    if (!tag->isFragment) {
        followVariable(tag->name);
        return;
    }
    const auto file = workspace::fragmentFileOf(tag->name);
    if (!file) {
        Q_EMIT told(file.error().message);
    } else if (!m_names.contains(tag->name)) {
        Q_EMIT fragmentMissing(tag->name);
    } else {
        open({.file = file->text(), .version = tag->version});
    }
}

/// To where it is declared: here, or in what the shown text includes or is included by.
void FragmentNavigation::followVariable(const QString &name)
{
    DefinitionDocument *document = m_documents.current();
    using Declarations = QList<workspace::TemplateFiles::Declaration>;
    const auto look = [root = m_workspace.root(), file = document->location().editedFile(), name,
                       text = document->prompt()->exact()] {
        const core::DirectoryFileSource disk(root);
        const workspace::OverlaySource files(disk, {{file, text.bytes()}});
        return workspace::TemplateFiles::read(files, {}).declarationsFor(file, name);
    };
    core::whenDone(core::onWorker(look), this, [this, name, document](const Declarations &found) {
        if (document != m_documents.current()) {
            return; // the user has gone elsewhere
        }
        if (found.isEmpty()) {
            Q_EMIT told(tr("Nobody declares the variable “%1”.").arg(name));
            return;
        }
        open({.file = found.constFirst().file.text(), .offset = found.constFirst().start});
        if (found.size() > 1) {
            Q_EMIT told(tr("“%1” is declared in %2 as well.").arg(name, found.at(1).file.text()));
        }
    });
}

} // namespace hermes::mainwindow
