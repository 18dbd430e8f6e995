#include "problems/problemspane.h"

#include "problems/problemdelegate.h"
#include "problems/problemsmodel.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QListView>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::problems {

namespace {

constexpr int listPage = 0;
constexpr int emptyPage = 1;

} // namespace

ProblemsPane::ProblemsPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemsModel(this))
    , m_pages(new QStackedWidget)
    , m_list(new QListView)
    , m_empty(new widgets::EmptyState(theme))
{
    auto *delegate = new ProblemDelegate(theme, this);
    m_list->setAccessibleName(tr("Problems"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(delegate);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    m_empty->setContent(u"circle-check"_s, tr("No problems"),
                        tr("Manifest, prompt and version agree with the registry's rules."));
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT problemActivated(m_model->problem(index.row()));
    });
    connect(delegate, &ProblemDelegate::fixClicked, this, [this](const QModelIndex &index) {
        Q_EMIT fixRequested(m_model->problem(index.row()), 0);
    });
    setProblems({});
}

void ProblemsPane::setProblems(const QList<core::Problem> &problems)
{
    m_model->setProblems(problems);
    m_pages->setCurrentIndex(problems.isEmpty() ? emptyPage : listPage);
}

bool ProblemsPane::eventFilter(QObject *watched, QEvent *event)
{
    // The link of a row is for the mouse; Alt+Enter is its key, as in other editors.
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QModelIndex current = m_list->currentIndex();
        const bool isFix = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
            && key->modifiers() == Qt::AltModifier;
        if (isFix && current.isValid() && !m_model->problem(current.row()).fixes.isEmpty()) {
            Q_EMIT fixRequested(m_model->problem(current.row()), 0);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hermes::problems
