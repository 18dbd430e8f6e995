#include "main/findflow.h"

#include "find/gotoanything.h"
#include "find/gotoitems.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "main/gotofield.h"
#include "main/topbar.h"
#include "search/query.h"
#include "workspace/livesearch.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

namespace hermes::mainwindow {

using core::EntryId;
using workspace::DefinitionDocument;

FindFlow::FindFlow(workspace::Workspace &workspace, workspace::LiveSearch &search,
                   workspace::Settings &settings, const widgets::Theme &theme,
                   DocumentArea &documents, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_search(search)
    , m_settings(settings)
    , m_documents(documents)
    , m_window(window)
    , m_goTo(new find::GoToAnything(theme, window))
{
    const auto takeSearch = [this] { m_goTo->setSearch(m_search.search()); };
    connect(&search, &workspace::LiveSearch::replaced, this, takeSearch);
    takeSearch();
    connect(m_goTo, &find::GoToAnything::entryChosen, this,
            [this](const EntryId &id) { open(id, std::nullopt); });
    connect(m_goTo, &find::GoToAnything::sectionChosen, this,
            [this](const EntryId &id, int line) { open(id, Place{line, 1, 0}); });
    connect(m_goTo, &find::GoToAnything::tagChosen, this, [this](const QString &tag) {
        search::Query::Term term;
        term.field = search::Query::Field::Tag;
        term.value = tag;
        term.isQuoted = true;
        Q_EMIT filterRequested(term.toString());
    });
    connect(&documents, &DocumentArea::currentChanged, this, &FindFlow::remember);
}

void FindFlow::connectActions(const ActionCatalog &actions, const TopBar &topBar)
{
    QList<QAction *> commands = actions.all();
    commands.removeOne(actions.action(ActionId::ShowCommands));
    m_goTo->setCommands(commands);
    const auto openWith = [this, &topBar](const QString &typed) {
        const QWidget *field = topBar.goToField();
        const int top = field->isVisible() ? field->mapTo(m_window, QPoint(0, 0)).y() : 0;
        m_goTo->open(typed, recentEntries(), top);
    };
    connect(actions.action(ActionId::GoToAnything), &QAction::triggered, &topBar,
            [openWith] { openWith({}); });
    connect(actions.action(ActionId::ShowCommands), &QAction::triggered, &topBar,
            [openWith] { openWith(find::commandMark); });
}

void FindFlow::open(const EntryId &id, const std::optional<Place> &place)
{
    DefinitionDocument *document = m_workspace.document(id);
    if (document == nullptr) {
        return; // it went away meanwhile
    }
    disconnect(m_waiting);
    m_documents.show(document);
    if (document->state() == DefinitionDocument::State::Ready) {
        goTo(place);
        return;
    }
    // Its editor, which was told of the state before, takes keys by then.
    m_waiting = connect(document, &DefinitionDocument::stateChanged, this, [this, document, place] {
        if (document->state() == DefinitionDocument::State::Ready) {
            disconnect(m_waiting);
            if (document == m_documents.current()) {
                goTo(place);
            }
        }
    });
}

void FindFlow::goTo(const std::optional<Place> &place)
{
    if (place) {
        m_documents.selectInPrompt(place->line, place->column, place->length);
    } else {
        m_documents.focusText();
    }
}

void FindFlow::remember(const DefinitionDocument *document)
{
    if (document != nullptr) {
        m_settings.addRecentEntry(m_workspace.root(), document->id().toString());
    }
}

QList<EntryId> FindFlow::recentEntries() const
{
    QList<EntryId> ids;
    const QStringList texts = m_settings.recentEntries(m_workspace.root());
    for (const QString &text : texts) {
        if (const core::Result<EntryId> id = EntryId::parse(text)) {
            ids.append(*id);
        }
    }
    return ids;
}

} // namespace hermes::mainwindow
