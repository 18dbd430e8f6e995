#include "main/lowerpane.h"

#include "history/historypane.h"
#include "problems/problemspane.h"
#include "widgets/theme.h"
#include "widgets/underlinetabs.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>

using namespace std::chrono_literals;

namespace hermes::mainwindow {

namespace {

constexpr auto quietTime = 300ms;
constexpr int problemsTab = 0;
constexpr int historyTab = 1;

} // namespace

LowerPane::LowerPane(workspace::Workspace &workspace, const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_tabs(new widgets::UnderlineTabs(theme))
    , m_pages(new QStackedWidget)
    , m_problems(new problems::ProblemsPane(theme))
    , m_history(new history::HistoryPane(theme))
    , m_checkTask(
          this,
          [this](const core::Result<QList<core::Problem>> &problems) { takeProblems(problems); })
    , m_historyTask(this, [this](const core::Result<workspace::DefinitionHistory> &history) {
        takeHistory(history);
    })
{
    m_tabs->setAccessibleName(tr("Problems and history"));
    m_tabs->addTab(tr("Problems"));
    m_tabs->addTab(tr("History"));
    m_pages->addWidget(m_problems);
    m_pages->addWidget(m_history);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);

    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(widgets::space::medium, 0, widgets::space::medium, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(tabRow);
    column->addWidget(m_pages, 1);
    column->addStretch(); // below the tabs while the pages are hidden

    m_checkDelay.setSingleShot(true);
    m_checkDelay.setInterval(quietTime);
    connect(&m_checkDelay, &QTimer::timeout, this, &LowerPane::check);
    m_pages->hide();
    connect(&m_workspace, &workspace::Workspace::entryStatesChanged, &m_checkDelay,
            qOverload<>(&QTimer::start));
    connect(&m_workspace, &workspace::Workspace::repositoryChanged, this, [this] {
        const auto &state = m_workspace.repository().state;
        if (m_document != nullptr && (!state || state->commit != m_historyHead)) {
            readHistory();
        }
    });
}

void LowerPane::setDocument(workspace::DefinitionDocument *document)
{
    if (m_document == document) {
        return;
    }
    if (m_document != nullptr) {
        m_document->disconnect(this);
        m_checkDelay.stop();
    }
    m_document = document;
    m_pages->setVisible(document != nullptr); // of nothing there is nothing to say
    m_checkTask.cancel();
    m_historyTask.cancel();
    takeProblems(QList<core::Problem>());
    takeHistory(workspace::DefinitionHistory());
    if (document == nullptr) {
        return;
    }
    connect(document, &workspace::DefinitionDocument::changed, this, [this] {
        m_problems->setOutdated();
        m_checkDelay.start();
    });
    connect(document, &workspace::DefinitionDocument::stateChanged, this, &LowerPane::check);
    check();
    readHistory();
}

void LowerPane::showProblems()
{
    m_tabs->setCurrentIndex(problemsTab);
}

void LowerPane::showHistory()
{
    m_tabs->setCurrentIndex(historyTab);
}

void LowerPane::check()
{
    if (m_document != nullptr
        && m_document->state() == workspace::DefinitionDocument::State::Ready) {
        m_checkTask.request([this, id = m_document->id()](const core::CancelFlag &) {
            return m_workspace.check(id);
        });
    }
}

void LowerPane::readHistory()
{
    m_historyTask.request([this, id = m_document->id()](const core::CancelFlag &) {
        return m_workspace.history(id);
    });
}

void LowerPane::takeProblems(const core::Result<QList<core::Problem>> &problems)
{
    if (!problems) {
        return; // the entry went away meanwhile; its document says so
    }
    using Age = problems::ProblemsPane::Age;
    m_problems->setProblems(*problems, m_checkDelay.isActive() ? Age::Outdated : Age::Current);
    m_tabs->setCount(problemsTab, static_cast<int>(problems->size()));
    Q_EMIT problemsChanged(*problems);
}

void LowerPane::takeHistory(const core::Result<workspace::DefinitionHistory> &history)
{
    if (!history) {
        m_currentHistory = {};
        m_history->setUnavailable(history.error());
    } else {
        m_currentHistory = *history;
        m_history->setHistory(*history);
    }
    const auto &state = m_workspace.repository().state;
    m_historyHead = state ? state->commit : vcs::ObjectId();
    Q_EMIT historyChanged(m_currentHistory);
}

} // namespace hermes::mainwindow
