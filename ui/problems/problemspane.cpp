#include "problems/problemspane.h"

#include "problems/problemdelegate.h"
#include "problems/problemsmodel.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

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
    m_list->setUniformItemSizes(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
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
    connect(delegate, &ProblemDelegate::fixClicked, this,
            [this](const QModelIndex &index) { requestFix(index.row(), 0); });
    connect(m_list, &QListView::customContextMenuRequested, this, &ProblemsPane::showMenu);
    setProblems({}, Age::Current);
}

void ProblemsPane::setProblems(const QList<core::Problem> &problems, Age age)
{
    m_age = age;
    m_model->setProblems(problems);
    m_pages->setCurrentIndex(problems.isEmpty() ? emptyPage : listPage);
    if (age == Age::Current) {
        requestWaitingFix();
    }
}

void ProblemsPane::setOutdated()
{
    m_age = Age::Outdated;
}

void ProblemsPane::requestFix(int row, int fix)
{
    const core::Problem problem = m_model->problem(row);
    if (fix >= problem.fixes.size()) {
        return;
    }
    if (m_age == Age::Outdated) {
        m_waiting = {problem, problem.fixes.at(fix).label};
    } else {
        Q_EMIT fixRequested(problem, fix);
    }
}

void ProblemsPane::requestWaitingFix()
{
    const std::optional<WaitingFix> waiting = std::exchange(m_waiting, std::nullopt);
    if (!waiting) {
        return;
    }
    // Of several that say the same, the one nearest to where it was.
    std::optional<core::Problem> nearest;
    for (int row = 0; row < m_model->count(); ++row) {
        const core::Problem &problem = m_model->problem(row);
        const auto distance = [&](const core::Problem &other) {
            return std::pair(std::abs(other.line - waiting->problem.line),
                             std::abs(other.column - waiting->problem.column));
        };
        if (isSameFinding(problem, waiting->problem)
            && (!nearest || distance(problem) < distance(*nearest))) {
            nearest = problem;
        }
    }
    if (nearest) {
        const auto fix =
            std::ranges::find(nearest->fixes, waiting->label, &core::Problem::Fix::label);
        if (fix != nearest->fixes.end()) {
            Q_EMIT fixRequested(*nearest, static_cast<int>(fix - nearest->fixes.begin()));
        }
    }
}

void ProblemsPane::showMenu(const QPoint &place)
{
    const QPersistentModelIndex index = m_list->indexAt(place);
    if (!index.isValid()) {
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Go to place"), this, [this, index] {
        if (index.isValid()) {
            Q_EMIT problemActivated(m_model->problem(index.row()));
        }
    });
    const core::Problem &problem = m_model->problem(index.row());
    for (int fix = 0; fix < problem.fixes.size(); ++fix) {
        const QString label = QString(problem.fixes.at(fix).label).replace(u'&', u"&&"_s);
        menu->addAction(label, this, [this, index, fix] {
            if (index.isValid()) {
                requestFix(index.row(), fix);
            }
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Copy message"), this, [message = problem.message] {
        QGuiApplication::clipboard()->setText(message);
    });
    menu->popup(m_list->viewport()->mapToGlobal(place));
}

bool ProblemsPane::eventFilter(QObject *watched, QEvent *event)
{
    // The link of a row is for the mouse; Alt+Enter is its key, as in other editors.
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QModelIndex current = m_list->currentIndex();
        const bool isFix = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
            && key->modifiers() == Qt::AltModifier;
        if (isFix && current.isValid()) {
            requestFix(current.row(), 0);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hermes::problems
