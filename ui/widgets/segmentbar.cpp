#include "widgets/segmentbar.h"

#include "widgets/flowlayout.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <numeric>
#include <ranges>
#include <utility>

namespace hermes::widgets {

namespace {

constexpr int barHeight = 8; // device-independent pixels
constexpr int swatch = 8;
constexpr int gap = 6; // between swatch and word
constexpr double leastUsed = 24; // of what is used, however small it is of the whole
constexpr double leastSegment = 2;

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
        for (const auto widths = barWidths(amounts(), m_whole, width());
             const auto &[segment, wide] : std::views::zip(std::as_const(m_segments), widths)) {
            painter.fillRect(QRectF(left, 0, wide, height()), segment.color);
            left += wide;
        }
    }

private:
    [[nodiscard]] QList<qint64> amounts() const
    {
        QList<qint64> all;
        for (const Segment &segment : m_segments)
            all.append(segment.amount);
        return all;
    }

    const Theme &m_theme;
    QList<Segment> m_segments;
    qint64 m_whole = 0;
};

QList<double> barWidths(const QList<qint64> &amounts, qint64 whole, double width)
{
    const qint64 sum = std::accumulate(amounts.cbegin(), amounts.cend(), qint64(0));
    const auto seen = std::ranges::count_if(amounts, [](qint64 amount) { return amount > 0; });
    if (sum <= 0 || whole <= 0 || width <= 0)
        return QList<double>(amounts.size(), 0);
    const double proportional = width * static_cast<double>(sum) / static_cast<double>(whole);
    const double least = std::min(leastSegment, width / static_cast<double>(seen));
    const double used =
        std::min(width, std::max({proportional, leastUsed, least * static_cast<double>(seen)}));
    // What is beyond the least is shared out by the amounts.
    const double rest = used - (least * static_cast<double>(seen));
    QList<double> widths;
    for (const qint64 amount : amounts) {
        const double share = static_cast<double>(amount) / static_cast<double>(sum);
        widths.append(amount > 0 ? least + (share * rest) : 0);
    }
    return widths;
}

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
    const QLocale locale;
    const QString list = locale.createSeparatedList(parts);
    setAccessibleName(
        full > sum
            ? tr("%1: %2 of %3, the rest is free", "list of segments, sum, the whole")
                  .arg(list, locale.toString(sum), locale.toString(full))
            : tr("%1 of %2", "list of segments and the whole").arg(list, locale.toString(full)));
    m_bar->setAccessibleName(accessibleName());
    m_bar->setToolTip(accessibleName());
}

} // namespace hermes::widgets
