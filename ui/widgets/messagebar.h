#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {

class Theme;

/// A message inside a pane, near its cause, with buttons for what can be done. Hidden until there
/// is one.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    enum class Severity
    {
        Info,
        Warning,
        Error
    };

    explicit MessageBar(const Theme &theme, QWidget *parent = nullptr);

    /// Replaces the message and its buttons, shows the bar and tells assistive technology.
    void showMessage(Severity severity, const QString &text);
    /// A button of the message shown now; gone with it. Owned by the bar.
    QPushButton *addButton(const QString &text);
    void dismiss();

    [[nodiscard]] QString text() const;
    [[nodiscard]] Severity severity() const { return m_severity; }

Q_SIGNALS:
    void closed(); ///< By the user.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applySeverity();
    void close();

    const Theme &m_theme;
    Severity m_severity = Severity::Info;
    QLabel *m_icon;
    QLabel *m_label;
    QHBoxLayout *m_buttons;
};

} // namespace hermes::widgets
