#pragma once

#include <QStackedWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QSplitter;
QT_END_NAMESPACE

namespace hermes::browser {
class RegistryPane;
}

namespace hermes::find {
class SearchPane;
}

namespace hermes::mainwindow {

/// The column beside the documents: the registry, or the search, which takes more room while it is
/// there. Thread: UI.
class SidePane final : public QStackedWidget
{
    Q_OBJECT

public:
    /// Becomes the first column of `columns`. `toggle` shows and hides it.
    SidePane(QSplitter &columns, QAction &toggle, browser::RegistryPane *registry,
             find::SearchPane *search);

    void showRegistry();
    void showSearch();

private:
    void show(QWidget *page);
    void setColumnWidth(int width);

    QSplitter &m_columns;
    QAction &m_toggle;
    browser::RegistryPane *m_registry;
    find::SearchPane *m_search;
    int m_registryWidth = 0;
};

} // namespace hermes::mainwindow
