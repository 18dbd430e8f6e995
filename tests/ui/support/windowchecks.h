#pragma once

#include <QFont>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::test {

/// Visible controls that keys can reach and a screen reader has no name for.
[[nodiscard]] QStringList controlsWithoutName(const QWidget &window);
/// Visible labels and buttons that are smaller than their text.
[[nodiscard]] QStringList clippedTexts(const QWidget &window);

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
