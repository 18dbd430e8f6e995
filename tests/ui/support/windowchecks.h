#pragma once

#include <QFont>
#include <QSize>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::test {

/// Visible controls that keys can reach and a screen reader has no name for.
[[nodiscard]] QStringList controlsWithoutName(const QWidget &window);
/// Visible, enabled controls that Tab does not come to, by real key presses from one to the next.
/// The window must be active.
[[nodiscard]] QStringList controlsOutOfTabOrder(QWidget &window);
/// Visible labels, buttons and column titles that are smaller than their text, or cut by what they
/// lie in.
[[nodiscard]] QStringList clippedTexts(const QWidget &window);

/// Fails the test for what of the three above is wrong with `window` in any look: light and dark,
/// from left to right and from right to left, text at 100 % and 150 %. Shows the window at `size`
/// and at twice its width, leaves it light and left to right, and keeps a picture of each look.
void expectGoodLooks(QWidget &window, widgets::Theme &theme, QSize size, const QString &name);
/// Saves what a window shows as `<name>.png` in the folder that HERMES_PICTURES names; does nothing
/// without it.
void keepPicture(QWidget &window, const QString &name);

/// The application's font at another scale for as long as this lives.
class FontScale
{
public:
    explicit FontScale(double factor);
    ~FontScale();
    Q_DISABLE_COPY_MOVE(FontScale)

private:
    QFont m_before;
};

} // namespace hermes::test
