#pragma once

#include <QWidget>

namespace hermes::widgets {

/// A line of one pixel between two areas.
class LineWidget final : public QWidget
{
    Q_OBJECT

public:
    explicit LineWidget(Qt::Orientation orientation, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace hermes::widgets
