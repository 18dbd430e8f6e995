#include "widgets/segmentbar.h"

#include "widgets/flowlayout.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace hermes::widgets {

namespace {

constexpr int barHeight = 8; // device-independent pixels
constexpr int swatch = 8;
constexpr int gap = 6; // between swatch and word

QString legendText(const SegmentBar::Segment &segment)
{
    return SegmentBar::tr("%1 %2", "name and amount of a segment")
        .arg(segment.label, QLocale().toString(segment.amount));
}

class LegendItem final : public QLabel
{
public:
    LegendItem(const Theme &theme, const SegmentBar::Segment &segment, QWidget *parent)
        : QLabel(legendText(segment), parent), m_color(segment.color)
    {
        setTextFormat(Qt::PlainText);
        setForegroundRole(QPalette::PlaceholderText);
        setContentsMargins(swatch + gap, 0, 0, 0); // for the size; either side does
        keepFont(*this, theme, &Theme::labelFont);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_color);
        const QRect box(0, (height() - swatch) / 2, swatch, swatch);
        painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), box), 2, 2);
        const QRect word =
            QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(swatch + gap, 0, 0, 0));
        style()->drawItemText(&painter, word, Qt::AlignCenter | Qt::TextSingleLine, palette(),
                              isEnabled(), text(), foregroundRole());
    }

private:
    QColor m_color;
};

} // namespace

class SegmentBar::Bar final : public QWidget
{
public:
    Bar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
    {
        setFixedHeight(barHeight);
    }

    void setSegments(const QList<Segment> &segments, qint64 whole)
    {
        m_segments = segments;
        m_whole = whole;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath outline;
        outline.addRoundedRect(rect(), barHeight / 2.0, barHeight / 2.0);
        painter.setClipPath(outline);
        painter.fillRect(rect(), m_theme.colors().line);
        if (m_whole <= 0)
            return;
        if (layoutDirection() == Qt::RightToLeft) {
            painter.translate(width(), 0);
            painter.scale(-1, 1);
        }
        double left = 0;
        for (const Segment &segment : std::as_const(m_segments)) {
            const double share = static_cast<double>(segment.amount) / static_cast<double>(m_whole);
            painter.fillRect(QRectF(left, 0, share * width(), height()), segment.color);
            left += share * width();
        }
    }

private:
    const Theme &m_theme;
    QList<Segment> m_segments;
    qint64 m_whole = 0;
};

SegmentBar::SegmentBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_bar(new Bar(theme, this))
    , m_legend(new FlowLayout(space::medium))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny + 2);
    layout->addWidget(m_bar);
    layout->addLayout(m_legend);
}

void SegmentBar::setSegments(const QList<Segment> &segments, qint64 whole)
{
    while (const std::unique_ptr<QLayoutItem> item{m_legend->takeAt(0)})
        delete item->widget();
    qint64 sum = 0;
    QStringList parts;
    for (const Segment &segment : segments) {
        sum += segment.amount;
        parts += legendText(segment);
        auto *item = new LegendItem(m_theme, segment, this);
        m_legend->addWidget(item);
        item->show();
    }
    const qint64 full = qMax(sum, whole);
    m_bar->setSegments(segments, full);
    setAccessibleName(tr("%1 of %2", "list of segments and the whole")
                          .arg(QLocale().createSeparatedList(parts), QLocale().toString(full)));
    m_bar->setAccessibleName(accessibleName());
    m_bar->setToolTip(accessibleName());
}

} // namespace hermes::widgets
