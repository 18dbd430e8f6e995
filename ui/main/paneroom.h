#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QSize>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace hermes::mainwindow {

/// Hides panes around the text while the window is too small for them, or what is shown in the
/// middle needs their room, and shows them again afterwards. What the user shows or hides in the
/// meantime stays so. Thread: UI.
class PaneRoom final : public QObject
{
    Q_OBJECT

public:
    explicit PaneRoom(QObject *parent);

    /// `toggle` shows and hides a pane that needs a window of this width (or height), in
    /// device-independent pixels.
    void add(QAction *toggle, Qt::Orientation orientation, int needed);
    void fit(const QSize &window);
    /// Whether the middle needs the height of the panes above or below it, too.
    void setMiddleNeedsHeight(bool isNeeded);

private:
    struct Pane
    {
        QPointer<QAction> toggle;
        Qt::Orientation orientation = Qt::Horizontal;
        int needed = 0;
        bool hasRoom = true;
        bool isHiddenHere = false;
    };
    void fitAll();

    QList<Pane> m_panes;
    QSize m_window; ///< Null until it is known: then there is room.
    bool m_middleNeedsHeight = false;
};

} // namespace hermes::mainwindow
