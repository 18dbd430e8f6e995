#pragma once

#include <QStackedWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QSplitter;
QT_END_NAMESPACE

namespace hermes::workspace {
class Settings;
}

namespace hermes::browser {
class RegistryPane;
}

namespace hermes::find {
class SearchPane;
}

namespace hermes::mainwindow {

/// The column beside the documents: the registry, as a tree or a table, or the search. Table and
/// search take more room while they are there. Thread: UI.
class SidePane final : public QStackedWidget
{
    Q_OBJECT

public:
    /// Becomes the first column of `columns`. `toggle` shows and hides it.
    SidePane(QSplitter &columns, QAction &toggle, browser::RegistryPane *registry,
             find::SearchPane *search);

    /// Shows the registry as it was shown last, and remembers how it is shown; `isTable` says which
    /// and changes it.
    void keepView(workspace::Settings &settings, QAction &isTable);

    void showRegistry();
    void showSearch();

private:
    void show(QWidget *page);
    void fitWidth();
    void setColumnWidth(int width);

    QSplitter &m_columns;
    QAction &m_toggle;
    browser::RegistryPane *m_registry;
    find::SearchPane *m_search;
    bool m_isWide = false;
    int m_narrowWidth = 0; ///< Before it became wide.
};

} // namespace hermes::mainwindow
