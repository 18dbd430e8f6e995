#pragma once

#include <QColor>
#include <QList>
#include <QWidget>

namespace hermes::widgets {

class FlowLayout;
class Theme;

/// How wide each of the amounts is in a bar of `width` for `whole`: in proportion, but what is
/// there is wide enough to be seen, each of them and all together. 0 where an amount is 0.
[[nodiscard]] QList<double> barWidths(const QList<qint64> &amounts, qint64 whole, double width);

/// A stacked bar of what something consists of, as shares of a whole, with a legend below: tokens
/// by origin of a window.
class SegmentBar final : public QWidget
{
    Q_OBJECT

public:
    struct Segment
    {
        QString label;
        qint64 amount = 0;
        QColor color;

        bool operator==(const Segment &) const = default;
    };

    explicit SegmentBar(const Theme &theme, QWidget *parent = nullptr);

    /// `whole`: the amount of a full bar; a smaller one than the segments' sum is raised to it, 0 =
    /// the sum.
    void setSegments(const QList<Segment> &segments, qint64 whole);

private:
    class Bar;

    const Theme &m_theme;
    Bar *m_bar;
    FlowLayout *m_legend;
};

} // namespace hermes::widgets
