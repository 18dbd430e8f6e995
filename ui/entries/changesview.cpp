#include "entries/changesview.h"

#include "entries/changelistmodel.h"
#include "entries/difftext.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QListView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace space = widgets::space;

namespace {

constexpr qsizetype shownRemarks = 5;
const QList<int> usualColumns{260, 420};

} // namespace

ChangesView::ChangesView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget)
    , m_summary(new QLabel)
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_model(new ChangeListModel(theme, this))
    , m_files(new QListView)
    , m_diff(new DiffText(theme))
    , m_remarks(new QLabel)
    , m_empty(new widgets::EmptyState(theme))
{
    m_files->setModel(m_model);
    m_files->setAccessibleName(tr("Files that change"));
    m_files->setUniformItemSizes(true);
    m_files->setIconSize({space::large, space::large});
    m_files->setTextElideMode(Qt::ElideMiddle);
    m_files->setFrameShape(QFrame::StyledPanel);
    m_columns->addWidget(m_files);
    m_columns->addWidget(m_diff);
    m_columns->setStretchFactor(1, 1);
    m_columns->setChildrenCollapsible(false);
    m_columns->setSizes(usualColumns);
    m_remarks->setWordWrap(true);
    m_remarks->setTextFormat(Qt::PlainText);
    m_remarks->setAccessibleDescription(tr("What is left to you"));

    auto *work = new QWidget;
    auto *column = new QVBoxLayout(work);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addWidget(m_summary);
    column->addWidget(m_columns, 1);
    column->addWidget(m_remarks);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(work);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(m_pages);
    connect(m_files->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ChangesView::showChange);
}

void ChangesView::showSentence(const QString &sentence)
{
    m_model->setChanges({});
    m_empty->setContent(u"file-diff"_s, tr("Nothing to show yet"), sentence);
    m_pages->setCurrentIndex(0);
}

void ChangesView::setChanges(const changes::ChangeSet &changes)
{
    const QString chosen = m_files->currentIndex().data().toString();
    m_model->setChanges(changes::shownChanges(changes));
    const int count = m_model->rowCount({});
    m_summary->setText(count == 0 ? tr("No file changes.") : tr("%n files change", nullptr, count));
    m_columns->setVisible(count > 0);
    showRemarks(changes.remarks);
    m_pages->setCurrentIndex(1);

    // The file that is looked at stays in sight while its change is being written.
    QModelIndex current = m_model->index(0);
    for (int row = 0; row < count; ++row) {
        if (m_model->index(row).data().toString() == chosen) {
            current = m_model->index(row);
        }
    }
    m_files->setCurrentIndex(current);
}

void ChangesView::showChange(const QModelIndex &index)
{
    if (!index.isValid()) {
        m_diff->showSentence({});
        return;
    }
    const changes::ShownChange &change = m_model->change(index.row());
    if (change.textBefore == change.textAfter) {
        m_diff->showSentence(m_files->model()->data(index, Qt::ToolTipRole).toString());
    } else {
        m_diff->setTexts(change.textBefore, change.textAfter);
    }
}

void ChangesView::showRemarks(const QList<changes::Remark> &remarks)
{
    QStringList lines;
    for (const auto allRemarks = remarks.first(std::min(remarks.size(), shownRemarks));
         const changes::Remark &remark : allRemarks) {
        lines.append(tr("%1: %2").arg(remark.entry.toString(), remark.text));
    }
    if (const qsizetype rest = remarks.size() - lines.size(); rest > 0) {
        lines.append(tr("… and %n more", nullptr, static_cast<int>(rest)));
    }
    m_remarks->setText(lines.join(u'\n'));
    m_remarks->setVisible(!lines.isEmpty());
}

} // namespace hermes::entries
