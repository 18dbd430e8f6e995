#include "main/paneroom.h"

#include <QAction>

#include <utility>

namespace hermes::mainwindow {

PaneRoom::PaneRoom(QObject *parent) : QObject(parent) { }

void PaneRoom::add(QAction *toggle, Qt::Orientation orientation, int needed)
{
    m_panes.append({toggle, orientation, needed, true, false});
}

void PaneRoom::fit(const QSize &window)
{
    for (Pane &pane : m_panes) {
        const int extent = pane.orientation == Qt::Horizontal ? window.width() : window.height();
        const bool hadRoom = std::exchange(pane.hasRoom, extent >= pane.needed);
        if (pane.hasRoom == hadRoom) {
            continue;
        }
        if (!pane.hasRoom) {
            pane.isHiddenHere = pane.toggle->isChecked();
            pane.toggle->setChecked(false);
        } else if (std::exchange(pane.isHiddenHere, false)) {
            pane.toggle->setChecked(true);
        }
    }
}

} // namespace hermes::mainwindow
