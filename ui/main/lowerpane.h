#pragma once

#include "core/latesttask.h"
#include "core/problem.h"
#include "workspace/definitionhistory.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
class UnderlineTabs;
} // namespace hermes::widgets

namespace hermes::problems {
class ProblemsPane;
}

namespace hermes::history {
class HistoryPane;
}

namespace hermes::mainwindow {

/// Problems and history of the current document, kept up to date while it is edited.
class LowerPane final : public QWidget
{
    Q_OBJECT

public:
    LowerPane(workspace::Workspace &workspace, const widgets::Theme &theme,
              QWidget *parent = nullptr);

    void setDocument(workspace::DefinitionDocument *document);
    void showProblems();
    void showHistory();
    [[nodiscard]] problems::ProblemsPane *problemsPane() const { return m_problems; }
    [[nodiscard]] history::HistoryPane *historyPane() const { return m_history; }
    /// Versions of the current document as far as they are read.
    [[nodiscard]] const workspace::DefinitionHistory &currentHistory() const
    {
        return m_currentHistory;
    }

Q_SIGNALS:
    void problemsChanged(const QList<hermes::core::Problem> &problems);
    void historyChanged(const hermes::workspace::DefinitionHistory &history);

private:
    void check();
    void readHistory();
    void takeProblems(const core::Result<QList<core::Problem>> &problems);
    void takeHistory(const core::Result<workspace::DefinitionHistory> &history);

    workspace::Workspace &m_workspace;
    QPointer<workspace::DefinitionDocument> m_document;
    widgets::UnderlineTabs *m_tabs;
    QStackedWidget *m_pages;
    problems::ProblemsPane *m_problems;
    history::HistoryPane *m_history;
    workspace::DefinitionHistory m_currentHistory;
    vcs::ObjectId m_historyHead; ///< The commit that m_currentHistory was read from.
    QTimer m_checkDelay;
    core::LatestTask<core::Result<QList<core::Problem>>> m_checkTask;
    core::LatestTask<core::Result<workspace::DefinitionHistory>> m_historyTask;
};

} // namespace hermes::mainwindow
