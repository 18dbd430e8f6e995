#pragma once

#include "core/entryid.h"
#include "core/latesttask.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
class UserDialogs;
}

namespace hermes::editor {
class DefinitionEditor;
}

namespace hermes::diffview {
class DiffView;
}

namespace hermes::mainwindow {

/// The open documents: one tab each, with its editor and its comparison.
class DocumentArea final : public QWidget
{
    Q_OBJECT

public:
    DocumentArea(workspace::Workspace &workspace, const widgets::Theme &theme, widgets::UserDialogs &dialogs, QWidget *parent = nullptr);
    ~DocumentArea() override;

    /// Shows the document's tab; makes one if there is none.
    void show(workspace::DefinitionDocument *document);
    void closeCurrent();
    void closeAll();
    void next(int step);
    [[nodiscard]] workspace::DefinitionDocument *current() const;
    [[nodiscard]] editor::DefinitionEditor *currentEditor() const;
    /// Ids in the order of the tabs, the current one first.
    [[nodiscard]] QList<core::EntryId> openIds() const;

    void setProblems(const QList<core::Problem> &problems);
    void setHistory(const workspace::DefinitionHistory &history);
    /// Shows the comparison of two states of the current document.
    void compare(const workspace::ContentRef &left, const workspace::ContentRef &right);
    /// The draft against the newest version, or against what is saved if there is none.
    void compareWithNewest();
    void showComparison();

Q_SIGNALS:
    void currentChanged(hermes::workspace::DefinitionDocument *document);
    void caretMoved(int line, int column);
    void failed(const hermes::core::Error &error);
    void told(const QString &text);

private:
    struct Page;

    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] QList<workspace::ContentRef> choices(const workspace::DefinitionHistory &history) const;
    Page *addPage(workspace::DefinitionDocument *document);
    void connectEditor(const Page &page);
    void connectComparison(const Page &page);
    void closeTab(int index);
    void showTab(int index);
    void updateTab(workspace::DefinitionDocument *document);
    void updateHeader(const Page &page);
    void takeComparison(const core::Result<workspace::Comparison> &comparison);
    void savePatch(const QString &patch);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    QWidget *m_empty;
    std::vector<std::unique_ptr<Page>> m_pages; ///< In the order of the tabs.
    core::LatestTask<core::Result<workspace::Comparison>> m_comparison;
};

} // namespace hermes::mainwindow
