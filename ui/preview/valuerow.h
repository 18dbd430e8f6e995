#pragma once

#include "workspace/valuechoice.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QPlainTextEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class LinkButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::preview {

/// One variable of a prompt: what it is, its value, who gives it, and a field to give another.
/// Thread: UI.
class ValueRow final : public QWidget
{
    Q_OBJECT

public:
    ValueRow(const widgets::Theme &theme, const workspace::VariableUse &use,
             QWidget *parent = nullptr);

    /// `profile`: the one that is chosen. What is being typed stays until the field is left.
    void setUse(const workspace::VariableUse &use, const QString &profile);
    [[nodiscard]] const workspace::VariableUse &use() const { return m_use; }
    /// In which the value is given.
    [[nodiscard]] QWidget *field() const;
    /// Has Tab come here from a widget; returns the one that it goes on from.
    QWidget *followInTabOrder(QWidget *before);

Q_SIGNALS:
    void given(const QString &name, const QJsonValue &value);
    void takenBack(const QString &name); ///< To what the registry says.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void takeTyped();
    void takeBack();
    void showValue();
    void endTyping();
    void showWords();
    void applyTheme();
    [[nodiscard]] bool isTyping() const;

    const widgets::Theme &m_theme;
    workspace::VariableUse m_use;
    QString m_profile;
    QString m_fault; ///< Of what is typed; empty = none.
    bool m_isEdited = false; ///< By the user, who is still in the field.
    QLabel *m_name;
    QLabel *m_origin;
    QLabel *m_explanation;
    QLabel *m_error;
    widgets::LinkButton *m_reset;
    QCheckBox *m_flag = nullptr; ///< The field of a flag.
    QPlainTextEdit *m_text = nullptr; ///< That of every other type.
};

} // namespace hermes::preview
