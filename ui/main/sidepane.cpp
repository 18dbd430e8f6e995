#include "main/sidepane.h"

#include "browser/registrypane.h"
#include "find/searchpane.h"

#include <QAction>
#include <QSplitter>

#include <algorithm>

namespace hermes::mainwindow {

namespace {

constexpr int searchWidth = 380; ///< A line of a prompt should be readable.
constexpr int documentsNeed = 420;

} // namespace

SidePane::SidePane(QSplitter &columns, QAction &toggle, browser::RegistryPane *registry,
                   find::SearchPane *search)
    : m_columns(columns), m_toggle(toggle), m_registry(registry), m_search(search)
{
    addWidget(registry);
    addWidget(search);
    columns.insertWidget(0, this);
    connect(&toggle, &QAction::toggled, this, &QWidget::setVisible);
    show(registry);
}

void SidePane::showRegistry()
{
    if (currentWidget() == m_search && m_registryWidth > 0) {
        setColumnWidth(m_registryWidth);
    }
    show(m_registry);
}

void SidePane::showSearch()
{
    if (currentWidget() == m_registry) {
        m_registryWidth = width();
        const int room = m_columns.sizes().value(0) + m_columns.sizes().value(1) - documentsNeed;
        setColumnWidth(std::max(m_registryWidth, std::min(searchWidth, room)));
    }
    show(m_search);
}

void SidePane::show(QWidget *page)
{
    m_toggle.setChecked(true);
    for (QWidget *other : {static_cast<QWidget *>(m_registry), static_cast<QWidget *>(m_search)}) {
        // Only the page that is seen says how wide the column must be.
        other->setSizePolicy(other == page ? QSizePolicy::Preferred : QSizePolicy::Ignored,
                             QSizePolicy::Preferred);
    }
    setCurrentWidget(page);
}

void SidePane::setColumnWidth(int width)
{
    QList<int> sizes = m_columns.sizes();
    sizes[1] += sizes[0] - width;
    sizes[0] = width;
    m_columns.setSizes(sizes);
}

} // namespace hermes::mainwindow
