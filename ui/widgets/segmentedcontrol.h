#pragma once

#include <QWidget>

#include <vector>

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QHBoxLayout;
class QRadioButton;
QT_END_NAMESPACE

namespace hermes::widgets {

class Theme;

/// A choice of one of a few, side by side: Rendered | Text. Radio buttons to keys and screen
/// readers.
class SegmentedControl final : public QWidget
{
    Q_OBJECT

public:
    /// `name`: what is chosen, for screen readers. The first segment is chosen until told
    /// otherwise.
    SegmentedControl(const Theme &theme, const QString &name, const QStringList &segments,
                     QWidget *parent = nullptr);

    [[nodiscard]] int currentIndex() const;
    /// Says nothing; currentChanged() is for what the user does.
    void setCurrentIndex(int index);
    void setSegmentEnabled(int index, bool enabled);
    [[nodiscard]] QRadioButton *segment(int index) const;

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QButtonGroup *m_group;
};

} // namespace hermes::widgets
