#pragma once

#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {

class Theme;

/// Says in place that something is going on, and lets it be cancelled. Shown only once it has taken
/// 200 ms.
class BusyBar final : public QWidget
{
    Q_OBJECT

public:
    explicit BusyBar(const Theme &theme, QWidget *parent = nullptr);

    /// `text`: what is going on: "Reading the history of 1,203 commits".
    void start(const QString &text);
    void stop();

Q_SIGNALS:
    void cancelled(); ///< By the user. The bar stays until stop().

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QTimer m_delay;
    QVariantAnimation m_motion; ///< 0 to 1, round and round.
    QLabel *m_label;
    QPushButton *m_cancel;
};

} // namespace hermes::widgets
