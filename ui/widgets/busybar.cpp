#include "widgets/busybar.h"

#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

#include <chrono>

namespace hermes::widgets {

using namespace std::chrono_literals;

namespace {

constexpr int lineHeight = 3; // device-independent pixels
constexpr double runner = 0.25; // its share of the width
constexpr int roundTrip = 1400; // ms

} // namespace

BusyBar::BusyBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_label(new QLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::small, space::tiny, space::small, space::tiny + lineHeight);
    layout->setSpacing(space::small);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_cancel);
    m_delay.setSingleShot(true);
    m_delay.setInterval(200ms);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    m_motion.setStartValue(0.0);
    m_motion.setEndValue(1.0);
    m_motion.setDuration(roundTrip);
    m_motion.setLoopCount(-1);
    connect(&m_motion, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false); // until the work has noticed
        Q_EMIT cancelled();
    });
    hide();
}

void BusyBar::start(const QString &text)
{
    m_label->setText(text);
    setAccessibleName(text);
    m_cancel->setEnabled(true);
    if (isHidden() && !m_delay.isActive())
        m_delay.start();
}

void BusyBar::stop()
{
    m_delay.stop();
    hide();
}

void BusyBar::showEvent(QShowEvent *event)
{
    // 0 = the system asks for no animations.
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        m_motion.start();
    QWidget::showEvent(event);
}

void BusyBar::hideEvent(QHideEvent *event)
{
    m_motion.stop();
    QWidget::hideEvent(event);
}

void BusyBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect track(0, height() - lineHeight, width(), lineHeight);
    painter.fillRect(track, m_theme.colors().line);
    if (m_motion.state() != QAbstractAnimation::Running) {
        painter.fillRect(track, m_theme.colors().accent);
        return;
    }
    const double length = runner * width();
    const double left = m_motion.currentValue().toDouble() * (width() + length) - length;
    painter.fillRect(QRectF(left, track.top(), length, lineHeight), m_theme.colors().accent);
}

} // namespace hermes::widgets
