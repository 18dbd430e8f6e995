#include "history/historypane.h"

#include "history/historymodel.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/linewidget.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::history {

namespace {

constexpr int summaryColumns = 12; // average characters that a commit's summary has at least
constexpr int listPage = 0;
constexpr int emptyPage = 1;

} // namespace

HistoryPane::HistoryPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(new HistoryModel(this))
    , m_pages(new QStackedWidget)
    , m_list(new QTreeView)
    , m_heading(new QLabel)
    , m_changelog(new QLabel)
    , m_compareDraft(new QPushButton(tr("Compare with draft")))
    , m_compare(new QPushButton)
    , m_restore(new QPushButton(tr("Restore as draft")))
    , m_copy(new widgets::CopyButton(theme, tr("Copy the commit's id")))
    , m_empty(new widgets::EmptyState(theme))
{
    setUpList();
    widgets::keepFont(*m_heading, theme, &widgets::Theme::labelFont);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_list, 3);
    row->addWidget(new widgets::LineWidget(Qt::Vertical));
    row->addWidget(makeDetail(), 2);
    m_pages->addWidget(page);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);

    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPane::showSelection);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &HistoryPane::showSelection);
    connect(m_list, &QTreeView::activated, this, &HistoryPane::activate);
    connect(m_compareDraft, &QPushButton::clicked, this, &HistoryPane::compareWithDraft);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPane::compareSelected);
    connect(m_restore, &QPushButton::clicked, this, &HistoryPane::restoreSelected);
    setHistory({});
}

void HistoryPane::setUpList()
{
    m_list->setAccessibleName(tr("Commits and versions"));
    m_list->setModel(m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTabKeyNavigation(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionsMovable(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(HistoryModel::SummaryColumn, QHeaderView::Stretch);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
}

QWidget *HistoryPane::makeDetail()
{
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_heading->setForegroundRole(QPalette::PlaceholderText);
    m_changelog->setWordWrap(true);
    m_changelog->setTextFormat(Qt::PlainText);
    m_changelog->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_changelog->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_changelog->setAccessibleDescription(tr("What changed"));
    m_restore->setToolTip(tr("Puts this state into the editor; nothing is saved"));

    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the text in it takes the keys
    scroll->setWidget(m_changelog);
    scroll->setMinimumHeight(widgets::space::row); // the buttons are never squeezed for it
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_restore, 1);
    buttons->addWidget(m_copy, 0, Qt::AlignVCenter); // else its height is the row's
    auto *detail = new QWidget;
    auto *details = new QVBoxLayout(detail);
    details->setContentsMargins(widgets::space::medium, widgets::space::small,
                                widgets::space::medium, widgets::space::small);
    details->setSpacing(widgets::space::small);
    details->addWidget(m_heading);
    details->addWidget(scroll, 1);
    details->addWidget(m_compareDraft);
    details->addWidget(m_compare);
    details->addLayout(buttons);
    return detail;
}

bool HistoryPane::eventFilter(QObject *watched, QEvent *event)
{
    if ((watched == m_list->viewport() && event->type() == QEvent::Resize)
        || (watched == m_list && event->type() == QEvent::FontChange)) {
        fitColumns();
    }
    return QWidget::eventFilter(watched, event);
}

// Where room is short, who goes before when; the detail says both.
void HistoryPane::fitColumns()
{
    const QAbstractItemView *view = m_list;
    int room = view->viewport()->width() - view->fontMetrics().averageCharWidth() * summaryColumns;
    for (const int column :
         {HistoryModel::VersionColumn, HistoryModel::DateColumn, HistoryModel::AuthorColumn}) {
        m_list->setColumnHidden(column, false);
        room -=
            std::max(view->sizeHintForColumn(column), m_list->header()->sectionSizeHint(column));
        m_list->setColumnHidden(column, room < 0 && column != HistoryModel::VersionColumn);
    }
}

void HistoryPane::setHistory(const workspace::DefinitionHistory &history)
{
    const bool followsNewest = selectedRows() == QList<int>{0};
    m_model->setHistory(history);
    m_pages->setCurrentIndex(history.entries.isEmpty() ? emptyPage : listPage);
    if (history.entries.isEmpty()) {
        m_empty->setContent(u"history"_s, tr("No history yet"),
                            tr("The first release of this definition makes its first version."));
    } else if (followsNewest || selectedRows().isEmpty()) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    fitColumns();
    showSelection();
}

void HistoryPane::setUnavailable(const core::Error &reason)
{
    m_model->setHistory({});
    m_pages->setCurrentIndex(emptyPage);
    m_empty->setContent(u"history"_s, tr("No history"), reason.message);
}

QList<int> HistoryPane::selectedRows() const
{
    QList<int> rows;
    const QModelIndexList indexes = m_list->selectionModel()->selectedRows();
    for (const QModelIndex &index : indexes) {
        rows.append(index.row());
    }
    std::ranges::sort(rows);
    return rows;
}

void HistoryPane::showSelection()
{
    const QList<int> rows = selectedRows();
    const bool isOne = rows.size() == 1;
    const bool isPair = rows.size() == 2;
    const bool hasOlder = isOne && rows.first() + 1 < m_model->rowCount({});
    if (isOne) {
        const vcs::CommitInfo &commit = m_model->entry(rows.first()).commit;
        m_heading->setText(
            tr("%1 · %2 · %3", "version, date, author")
                .arg(m_model->label(rows.first()),
                     QLocale().toString(commit.author.when.date(), QLocale::ShortFormat),
                     commit.author.name));
        m_changelog->setText(m_model->changelog(rows.first()));
    } else {
        m_heading->setText(
            isPair ? tr("%1 → %2").arg(m_model->label(rows.last()), m_model->label(rows.first()))
                   : tr("%n selected", nullptr, static_cast<int>(rows.size())));
        m_changelog->setText(isPair ? QString() : tr("Select one or two to compare."));
    }
    m_compareDraft->setEnabled(isOne);
    m_restore->setEnabled(isOne);
    m_compare->setEnabled(hasOlder || isPair);
    m_compare->setText(isPair ? tr("Compare selected") : tr("Compare with previous"));
    m_compare->setToolTip(isOne && !hasOlder ? tr("There is nothing before this commit")
                                             : QString());
    m_copy->setCopiedText(isOne ? m_model->entry(rows.first()).commit.id.toString() : QString());
}

workspace::ContentRef HistoryPane::reference(int row) const
{
    return workspace::ContentRef::atCommit(m_model->entry(row).commit.id, m_model->label(row));
}

void HistoryPane::compareWithDraft()
{
    if (const QList<int> rows = selectedRows(); rows.size() == 1) {
        Q_EMIT comparisonRequested(reference(rows.first()), workspace::ContentRef::draft());
    }
}

void HistoryPane::compareSelected()
{
    const QList<int> rows = selectedRows();
    const int newer = rows.first();
    const int older = rows.size() == 2 ? rows.last() : newer + 1;
    Q_EMIT comparisonRequested(reference(older), reference(newer));
}

void HistoryPane::activate()
{
    if (selectedRows().size() == 2) {
        compareSelected();
    } else {
        compareWithDraft();
    }
}

void HistoryPane::restoreSelected()
{
    if (const QList<int> rows = selectedRows(); rows.size() == 1) {
        Q_EMIT restoreRequested(reference(rows.first()));
    }
}

} // namespace hermes::history
