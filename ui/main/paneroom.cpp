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
    m_window = window;
    fitAll();
}

void PaneRoom::setMiddleNeedsHeight(bool isNeeded)
{
    m_middleNeedsHeight = isNeeded;
    fitAll();
}

void PaneRoom::fitAll()
{
    for (Pane &pane : m_panes) {
        const bool isBeside = pane.orientation == Qt::Horizontal;
        const int extent = isBeside ? m_window.width() : m_window.height();
        const bool hasRoom =
            (m_window.isNull() || extent >= pane.needed) && (isBeside || !m_middleNeedsHeight);
        const bool hadRoom = std::exchange(pane.hasRoom, hasRoom);
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
