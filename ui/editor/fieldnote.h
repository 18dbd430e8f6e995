#pragma once

#include "check/fieldadvice.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// What is to be said about a field, below it: a sign, words, and a button for what would mend it.
/// Hidden while there is nothing. Thread: UI.
class FieldNote final : public QWidget
{
    Q_OBJECT

public:
    explicit FieldNote(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setAdvice(const check::FieldAdvice &advice);
    void clear();
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void fixChosen(const hermes::check::FieldAdvice::Fix &fix);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyTheme();
    void applyDirection();

    const widgets::Theme &m_theme;
    check::FieldAdvice m_advice;
    QLabel *m_sign;
    QLabel *m_text;
    QPushButton *m_fix;
};

} // namespace hermes::editor
