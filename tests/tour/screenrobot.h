#pragma once

#include <QPoint>
#include <QString>

namespace hermes::tour {

/// Real keys and mouse buttons through the XTEST extension, and pictures of the whole screen.
/// Thread: one.
class ScreenRobot
{
public:
    ScreenRobot();

    /// "ctrl+shift+r", "Return": X keysym names joined by +.
    void press(const QString &keys) const;
    void type(const QString &text) const;
    void click(const QPoint &place) const;
    /// Writes `<number>-<name>.png` if pictures are wanted (HERMES_TOUR_PICTURES names the folder).
    void takePicture(const QString &name);

private:
    QString m_folder;
    int m_number = 0;
};

} // namespace hermes::tour
