#include "main/sidepane.h"

#include "browser/registrypane.h"
#include "find/searchpane.h"
#include "workspace/settings.h"

#include <QAction>
#include <QSplitter>

#include <algorithm>

namespace hermes::mainwindow {

namespace {

constexpr int wideWidth = 400; ///< A line of a prompt, or some columns, should be readable.
constexpr int usualWidth = 240;
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

void SidePane::keepView(workspace::Settings &settings, QAction &isTable)
{
    using View = browser::RegistryPane::View;
    const workspace::Settings::RegistryView before = settings.registryView();
    m_registry->setTableColumns(before.columns);
    m_registry->setView(before.isTable ? View::Table : View::Tree);
    // The column's width is the one it was left with.
    m_isWide = before.isTable;
    m_narrowWidth = usualWidth;
    isTable.setChecked(before.isTable);
    connect(&isTable, &QAction::toggled, this, [this](bool isOn) {
        m_registry->setView(isOn ? View::Table : View::Tree);
        showRegistry();
    });
    connect(m_registry, &browser::RegistryPane::viewChanged, this, [this, &settings, &isTable] {
        const bool isOn = m_registry->view() == View::Table;
        isTable.setChecked(isOn);
        settings.setRegistryView({isOn, m_registry->tableColumns()});
        fitWidth();
    });
}

void SidePane::showRegistry()
{
    show(m_registry);
}

void SidePane::showSearch()
{
    show(m_search);
}

void SidePane::fitWidth()
{
    const bool isWide =
        currentWidget() == m_search || m_registry->view() == browser::RegistryPane::View::Table;
    if (isWide == m_isWide) {
        return;
    }
    m_isWide = isWide;
    if (isWide) {
        m_narrowWidth = width();
        const int room = m_columns.sizes().value(0) + m_columns.sizes().value(1) - documentsNeed;
        setColumnWidth(std::max(m_narrowWidth, std::min(wideWidth, room)));
    } else {
        setColumnWidth(m_narrowWidth);
    }
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
    fitWidth();
}

void SidePane::setColumnWidth(int width)
{
    QList<int> sizes = m_columns.sizes();
    sizes[1] += sizes[0] - width;
    sizes[0] = width;
    m_columns.setSizes(sizes);
}

} // namespace hermes::mainwindow
