#include "widgets/segmentedcontrol.h"

#include "widgets/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QRadioButton>

namespace hermes::widgets {

namespace {

// One segment. The frame around all of them is the control's.
class Segment final : public QRadioButton
{
public:
    Segment(const Theme &theme, const QString &text, QWidget *parent)
        : QRadioButton(text, parent), m_theme(theme)
    {
    }

    QSize sizeHint() const override
    {
        const QSize text = fontMetrics().size(Qt::TextShowMnemonic, this->text());
        return {text.width() + 2 * space::small + 2,
                qMax(space::row - 2, text.height() + space::small)};
    }

    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }

    void paintEvent(QPaintEvent *) override
    {
        const ThemeColors &colors = m_theme.colors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF area = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
        painter.setPen(hasFocus() ? QPen(colors.accent) : QPen(Qt::NoPen));
        if (isChecked())
            painter.setBrush(colors.accentSoft);
        else if (underMouse() && isEnabled())
            painter.setBrush(colors.hover);
        painter.drawRoundedRect(area, space::tiny, space::tiny);
        if (isChecked()) { // not by colour alone
            painter.setPen(QPen(colors.accent, 1));
            painter.drawLine(QPointF(area.left() + space::small, area.bottom()),
                             QPointF(area.right() - space::small, area.bottom()));
        }
        painter.setPen(!isEnabled()      ? palette().color(QPalette::Disabled, QPalette::Text)
                           : isChecked() ? colors.text
                                         : colors.muted);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, text());
    }

private:
    const Theme &m_theme;
};

} // namespace

SegmentedControl::SegmentedControl(const Theme &theme, const QString &name,
                                   const QStringList &segments, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_group(new QButtonGroup(this))
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    for (int index = 0; index < segments.size(); ++index) {
        auto *segment = new Segment(theme, segments.at(index), this);
        segment->setAccessibleDescription(name);
        segment->setChecked(index == 0);
        m_group->addButton(segment, index);
        layout->addWidget(segment);
    }
    // Keys check by toggling, clicks by clicking; both are the user's.
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool checked) {
        if (checked)
            Q_EMIT currentChanged(index);
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

int SegmentedControl::currentIndex() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrentIndex(int index)
{
    const QSignalBlocker blocker(m_group);
    segment(index)->setChecked(true);
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled)
{
    segment(index)->setEnabled(enabled);
}

QRadioButton *SegmentedControl::segment(int index) const
{
    return static_cast<QRadioButton *>(m_group->button(index));
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colors().line);
    painter.setBrush(m_theme.colors().edit);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                            space::radius);
}

} // namespace hermes::widgets
