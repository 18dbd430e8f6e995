#include "history/historypane.h"

#include "history/historymodel.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::history {

namespace {

constexpr int detailWidth = 260;
constexpr int listPage = 0;
constexpr int emptyPage = 1;

} // namespace

HistoryPane::HistoryPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(new HistoryModel(this))
    , m_pages(new QStackedWidget)
    , m_list(new QTreeView)
    , m_changelog(new QLabel)
    , m_compareDraft(new QPushButton(tr("Compare with draft")))
    , m_compare(new QPushButton)
    , m_restore(new QPushButton(tr("Restore as draft")))
    , m_copy(new widgets::CopyButton(theme, tr("Copy the commit's id")))
    , m_empty(new widgets::EmptyState(theme))
{
    m_list->setAccessibleName(tr("Commits and versions"));
    m_list->setModel(m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(HistoryModel::SummaryColumn, QHeaderView::Stretch);
    m_changelog->setWordWrap(true);
    m_changelog->setTextFormat(Qt::PlainText);
    m_changelog->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_changelog->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_changelog->setAccessibleDescription(tr("What changed"));
    m_restore->setToolTip(tr("Puts this state into the editor; nothing is saved"));

    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_changelog);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *detail = new QWidget;
    auto *details = new QVBoxLayout(detail);
    details->setContentsMargins(widgets::space::medium, widgets::space::small,
                                widgets::space::medium, widgets::space::small);
    details->setSpacing(widgets::space::small);
    details->addWidget(scroll, 1);
    details->addWidget(m_compareDraft);
    details->addWidget(m_compare);
    details->addLayout(buttons);
    detail->setFixedWidth(detailWidth);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_list, 1);
    row->addWidget(detail);
    m_pages->addWidget(page);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);

    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPane::showSelection);
    connect(m_list, &QTreeView::activated, this, &HistoryPane::compareWithDraft);
    connect(m_compareDraft, &QPushButton::clicked, this, &HistoryPane::compareWithDraft);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPane::compareSelected);
    connect(m_restore, &QPushButton::clicked, this, &HistoryPane::restoreSelected);
    setHistory({});
}

void HistoryPane::setHistory(const workspace::DefinitionHistory &history)
{
    m_model->setHistory(history);
    m_pages->setCurrentIndex(history.entries.isEmpty() ? emptyPage : listPage);
    if (history.entries.isEmpty()) {
        m_empty->setContent(u"history"_s, tr("No history yet"),
                            tr("The first release of this definition makes its first version."));
    } else if (selectedRows().isEmpty()) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
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
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows()) {
        rows.append(index.row());
    }
    std::ranges::sort(rows);
    return rows;
}

void HistoryPane::showSelection()
{
    const QList<int> rows = selectedRows();
    const bool isOne = rows.size() == 1;
    const bool hasOlder = isOne && rows.first() + 1 < m_model->rowCount({});
    m_changelog->setText(isOne ? m_model->changelog(rows.first()) : QString());
    m_compareDraft->setEnabled(isOne);
    m_restore->setEnabled(isOne);
    m_compare->setEnabled(hasOlder || rows.size() == 2);
    m_compare->setText(rows.size() == 2 ? tr("Compare selected") : tr("Compare with previous"));
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

void HistoryPane::restoreSelected()
{
    if (const QList<int> rows = selectedRows(); rows.size() == 1) {
        Q_EMIT restoreRequested(reference(rows.first()));
    }
}

} // namespace hermes::history
