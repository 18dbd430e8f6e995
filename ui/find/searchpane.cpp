#include "find/searchpane.h"

#include "find/facetchips.h"
#include "find/resultsdelegate.h"
#include "find/resultsmodel.h"
#include "search/registrysearch.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QActionGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::find {

namespace space = widgets::space;
using search::RegistrySearch;

namespace {

constexpr auto againPause = 250ms;

QLabel *note(const widgets::Theme &theme)
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    widgets::keepFont(*label, theme, &widgets::Theme::labelFont);
    label->hide();
    return label;
}

} // namespace

SearchPane::SearchPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_field(new widgets::FilterField(theme, tr("Search all prompts…")))
    , m_replaceButton(
          new widgets::IconButton(theme, u"pencil"_s, tr("Replace in the registry (Ctrl+Shift+H)")))
    , m_savedButton(new widgets::IconButton(theme, u"star"_s, tr("Saved searches")))
    , m_orderButton(new widgets::IconButton(theme, u"filter"_s, tr("Sort and group")))
    , m_closeButton(new widgets::IconButton(theme, u"x"_s, tr("Back to the registry")))
    , m_problem(note(theme))
    , m_facets(new FacetChips(theme))
    , m_summary(note(theme))
    , m_indexing(note(theme))
    , m_pages(new QStackedWidget)
    , m_list(new QListView)
    , m_results(new ResultsModel(this))
    , m_empty(new widgets::EmptyState(theme))
{
    m_again.setSingleShot(true);
    m_again.setInterval(againPause);
    m_field->setToolTip(tr("Words, \"phrases\", /expressions/, -without, tag: tool: model: kind: "
                           "author: status: has:problem changed:7d"));
    m_list->setAccessibleName(tr("Search results"));
    m_list->setModel(m_results);
    m_list->setItemDelegate(new ResultsDelegate(*m_results, theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusProxy(m_field);
    layOut();
    joinSignals();
    takeTheme();
    showHint();
}

SearchPane::~SearchPane() = default;

void SearchPane::layOut()
{
    auto *first = new QHBoxLayout;
    first->setSpacing(space::tiny);
    first->addWidget(m_field, 1);
    first->addWidget(m_replaceButton);
    first->addWidget(m_savedButton);
    first->addWidget(m_orderButton);
    first->addWidget(m_closeButton);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::medium, 0, space::medium, 0);
    head->setSpacing(space::small);
    head->addLayout(first);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_problem), static_cast<QWidget *>(m_facets),
          static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_indexing)}) {
        head->addWidget(widget);
    }
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::medium, 0, 0);
    column->setSpacing(space::small);
    column->addLayout(head);
    column->addWidget(m_pages, 1);

    auto *saved = new QMenu(m_savedButton);
    m_savedButton->setMenu(saved);
    m_savedButton->setPopupMode(QToolButton::InstantPopup);
    connect(saved, &QMenu::aboutToShow, this, &SearchPane::fillSavedMenu);
    m_orderButton->setMenu(makeOrderMenu());
    m_orderButton->setPopupMode(QToolButton::InstantPopup);
}

void SearchPane::joinSignals()
{
    m_field->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &SearchPane::readQuery);
    connect(m_facets, &FacetChips::queryEdited, this,
            [this](const search::Query &query) { m_field->setText(query.toString()); });
    connect(m_replaceButton, &QToolButton::clicked, this,
            [this] { Q_EMIT replaceRequested(query()); });
    connect(m_closeButton, &QToolButton::clicked, this, &SearchPane::closeRequested);
    connect(m_list, &QListView::activated, this, &SearchPane::choose);
    connect(m_list, &QListView::clicked, this, &SearchPane::choose);
    connect(m_results, &ResultsModel::moreWanted, &m_session, &SearchSession::readMore);
    connect(&m_session, &SearchSession::presented, this, &SearchPane::show);
    connect(&m_session, &SearchSession::added, m_results, &ResultsModel::addRows);
    connect(&m_session, &SearchSession::failed, this,
            [this](const core::Error &error) { showProblem(error.message); });
    connect(&m_again, &QTimer::timeout, this, &SearchPane::startSearch);
    connect(&m_theme, &widgets::Theme::changed, this, &SearchPane::takeTheme);
}

QMenu *SearchPane::makeOrderMenu()
{
    auto *menu = new QMenu(m_orderButton);
    m_sortActions = new QActionGroup(menu);
    m_groupActions = new QActionGroup(menu);
    const auto add = [menu](QActionGroup *group, const QString &text, int value) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(value);
        group->addAction(action);
    };
    menu->addSection(tr("Sort"));
    add(m_sortActions, tr("Best first"), static_cast<int>(SortBy::Relevance));
    add(m_sortActions, tr("By name"), static_cast<int>(SortBy::Name));
    add(m_sortActions, tr("Most matches first"), static_cast<int>(SortBy::Matches));
    menu->addSection(tr("Group"));
    add(m_groupActions, tr("No groups"), static_cast<int>(GroupBy::Nothing));
    add(m_groupActions, tr("By kind"), static_cast<int>(GroupBy::Kind));
    add(m_groupActions, tr("By status"), static_cast<int>(GroupBy::Status));
    add(m_groupActions, tr("By model"), static_cast<int>(GroupBy::Model));
    add(m_groupActions, tr("By author"), static_cast<int>(GroupBy::Author));
    for (QActionGroup *group : {m_sortActions, m_groupActions}) {
        group->actions().constFirst()->setChecked(true);
        connect(group, &QActionGroup::triggered, this, [this] {
            m_session.setOrder(
                static_cast<SortBy>(m_sortActions->checkedAction()->data().toInt()),
                static_cast<GroupBy>(m_groupActions->checkedAction()->data().toInt()));
        });
    }
    return menu;
}

// --- what is looked for

void SearchPane::setSearch(RegistrySearch *search)
{
    if (m_search != nullptr) {
        m_search->disconnect(this);
    }
    m_session.stop();
    m_search = search;
    if (search != nullptr) {
        connect(search, &RegistrySearch::textsChanged, this, [this] {
            if (!isVisible()) {
                m_isOutdated = true;
            } else if (!m_again.isActive()) {
                m_again.start();
            }
        });
        connect(search, &RegistrySearch::indexStateChanged, this, &SearchPane::showIndexing);
        connect(search, &RegistrySearch::indexProgress, this, [this](int done, int total) {
            m_indexing->setText(tr("Indexing prompts: %1 of %2. Searches find everything, and are "
                                   "quicker afterwards.")
                                    .arg(locale().toString(done), locale().toString(total)));
        });
        connect(search, &RegistrySearch::indexFailed, this, [this](const core::Error &error) {
            m_indexing->setText(tr("Searches take longer: %1").arg(error.message));
        });
    }
    showIndexing();
    startSearch();
}

void SearchPane::setSavedSearches(const QList<NamedSearch> &searches)
{
    m_saved = searches;
}

void SearchPane::fillSavedMenu()
{
    QMenu *menu = m_savedButton->menu();
    menu->clear();
    const QString typed = query();
    for (const NamedSearch &saved : std::as_const(m_saved)) {
        QAction *action = menu->addAction(QString(saved.name).replace(u'&', u"&&"_s), this,
                                          [this, saved] { setQuery(saved.query); });
        action->setCheckable(true);
        action->setChecked(saved.query == typed);
        action->setToolTip(saved.query);
    }
    menu->addSeparator();
    menu->addAction(tr("&Save this search…"), this, [this, typed] { Q_EMIT saveRequested(typed); })
        ->setEnabled(!typed.isEmpty() && m_problem->isHidden());
    const auto current = std::ranges::find(m_saved, typed, &NamedSearch::query);
    if (current != m_saved.end()) {
        menu->addAction(tr("&Delete “%1”").arg(QString(current->name).replace(u'&', u"&&"_s)), this,
                        [this, name = current->name] { Q_EMIT removeRequested(name); });
    }
    menu->setToolTipsVisible(true);
}

QString SearchPane::query() const
{
    return m_field->text().trimmed();
}

void SearchPane::setQuery(const QString &query)
{
    m_field->setText(query);
}

void SearchPane::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchPane::readQuery()
{
    const search::Query query = search::Query::parse(m_field->text());
    if (!query.problems().isEmpty()) {
        showProblem(query.problems().first().message);
        return; // what was found last stays until there is something else to find
    }
    showProblem({});
    m_facets->setQuery(query);
    if (query != m_query || m_results->count() == 0) {
        m_query = query;
        startSearch();
    }
}

void SearchPane::startSearch()
{
    m_again.stop();
    m_isOutdated = false;
    if (m_search == nullptr || m_query.isEmpty()) {
        m_session.stop();
        m_results->setRows({}, false);
        m_facets->setFacets({});
        m_summary->hide();
        showHint();
        return;
    }
    m_session.start(*m_search, m_query);
}

void SearchPane::showProblem(const QString &message)
{
    if (m_problem->text() == message) {
        return;
    }
    m_problem->setText(message);
    m_problem->setVisible(!message.isEmpty());
    m_field->setAccessibleDescription(message);
    if (!message.isEmpty()) {
        QAccessibleAnnouncementEvent announcement(m_field, message);
        QAccessible::updateAccessibility(&announcement);
    }
}

// --- what was found

void SearchPane::show(const QList<ResultRow> &rows, bool hasMore, const ResultsSummary &summary)
{
    // The row that someone is at stays the current one as long as it is among the rows.
    const int before = m_list->currentIndex().row();
    const core::EntryId id = before >= 0 ? m_results->row(before).id : core::EntryId();
    const int line = before >= 0 ? m_results->row(before).line : 0;
    m_results->setRows(rows, hasMore);
    const auto same = std::ranges::find_if(rows, [&](const ResultRow &row) {
        return before >= 0 && row.id == id && row.line == line;
    });
    if (same != rows.cend()) {
        m_list->setCurrentIndex(m_results->index(static_cast<int>(same - rows.cbegin())));
    }
    m_facets->setFacets(summary.facets);
    m_summary->setText(summaryText(summary));
    m_summary->show();
    if (!rows.isEmpty()) {
        m_pages->setCurrentWidget(m_list);
    } else if (summary.isComplete) {
        m_empty->setContent(u"search"_s, tr("Nothing found"),
                            tr("No entry answers “%1”.").arg(query()));
        m_pages->setCurrentWidget(m_empty);
    }
    if (summary.isComplete) {
        QAccessibleAnnouncementEvent announcement(m_list, m_summary->text());
        QAccessible::updateAccessibility(&announcement);
    }
}

QString SearchPane::summaryText(const ResultsSummary &summary) const
{
    const QString entries = tr("%n entries", nullptr, summary.entries);
    QString text = entries;
    if (summary.matches > 0) {
        const QString matches = tr("%n matches", nullptr, static_cast<int>(summary.matches));
        text = summary.hasMoreMatches ? tr("%1, over %2").arg(entries, matches)
                                      : tr("%1, %2").arg(entries, matches);
    }
    text = summary.isComplete ? tr("%1 in %2 ms").arg(text, locale().toString(summary.milliseconds))
                              : tr("%1 so far…").arg(text);
    if (summary.unreadable > 0) {
        text = tr("%1; %n prompts could not be read", nullptr, static_cast<int>(summary.unreadable))
                   .arg(text);
    }
    if (summary.tooCostly > 0) {
        text = tr("%1; the expression was given up in %n entries", nullptr,
                  static_cast<int>(summary.tooCostly))
                   .arg(text);
    }
    return text;
}

void SearchPane::showIndexing()
{
    using State = RegistrySearch::IndexState;
    const State state = m_search != nullptr ? m_search->indexState() : State::None;
    m_indexing->setVisible(state == State::Building || state == State::Failed);
}

void SearchPane::showHint()
{
    m_empty->setContent(
        u"search"_s, tr("Search all prompts"),
        m_search == nullptr
            ? tr("Open a registry to search it.")
            : tr("Words, \"phrases\" or /expressions/, narrowed by tag:api, "
                 "tool:Bash, model:…, kind:agent, status:modified or has:problem."));
    m_pages->setCurrentWidget(m_empty);
}

void SearchPane::choose(const QModelIndex &index)
{
    if (!index.isValid()) {
        return;
    }
    ResultRow row = m_results->row(index.row());
    if (row.type == ResultRow::Type::Group) {
        return;
    }
    const int next = index.row() + 1;
    if (row.type == ResultRow::Type::Entry && next < m_results->count()
        && m_results->row(next).type == ResultRow::Type::Excerpt) {
        row = m_results->row(next); // an entry's first match
    }
    if (row.line > 0) {
        Q_EMIT placeChosen(row.id, row.line, row.column, row.length);
    } else {
        Q_EMIT entryChosen(row.id);
    }
}

// --- keys and looks

bool SearchPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    const auto firstEntry = [this] {
        const bool isGroup =
            m_results->count() > 0 && m_results->row(0).type == ResultRow::Type::Group;
        return m_results->index(isGroup ? 1 : 0);
    };
    if (watched == m_field) {
        if (key == Qt::Key_Down && m_results->count() > 0) {
            if (!m_list->currentIndex().isValid()) {
                m_list->setCurrentIndex(firstEntry());
            }
            m_list->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (isEnter) {
            choose(firstEntry());
            return true;
        }
        if (key == Qt::Key_Escape && m_field->text().isEmpty()) {
            Q_EMIT closeRequested();
            return true;
        }
    } else if (watched == m_list) {
        if (key == Qt::Key_Up && m_list->currentIndex().row() <= firstEntry().row()) {
            focusField();
            return true;
        }
        if (key == Qt::Key_Escape) {
            focusField();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SearchPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isOutdated) {
        startSearch();
    }
}

void SearchPane::takeTheme()
{
    QPalette colors = palette();
    colors.setColor(QPalette::PlaceholderText, m_theme.colors().error);
    m_problem->setPalette(colors);
}

} // namespace hermes::find
