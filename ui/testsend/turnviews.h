#pragma once

#include "modelapi/modelrequest.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
class QToolButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::testsend {

class BranchSwitch;
class LongText;

/// A question as it was asked: its text, what was attached, and which of its branches this is.
/// Thread: UI.
class QuestionView final : public QWidget
{
    Q_OBJECT

public:
    QuestionView(const widgets::Theme &theme, const modelapi::Turn &turn,
                 QWidget *parent = nullptr);

    [[nodiscard]] BranchSwitch *branches() const { return m_branches; }
    void setEditable(bool isEditable);

Q_SIGNALS:
    void editRequested(const QString &text); ///< To be sent in its place.

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void startEditing();
    void endEditing();

    const widgets::Theme &m_theme;
    QString m_text;
    LongText *m_shown;
    QPlainTextEdit *m_editor = nullptr; ///< Only while it is edited.
    QWidget *m_tools;
    BranchSwitch *m_branches;
    widgets::IconButton *m_edit;
};

/// What a model thought, folded until somebody wants to see it. Thread: UI.
class ThinkingView final : public QWidget
{
    Q_OBJECT

public:
    explicit ThinkingView(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setThinking(const QString &thinking); ///< Empty: hidden.

private:
    void showText();

    QString m_thinking;
    QToolButton *m_fold;
    LongText *m_text;
};

/// A call of a tool, and a field for what the tool is said to give. Thread: UI.
class ToolCallView final : public QWidget
{
    Q_OBJECT

public:
    ToolCallView(const widgets::Theme &theme, const modelapi::ToolCall &call,
                 QWidget *parent = nullptr);

    /// What was answered; nothing can be typed any more.
    void setResult(const QString &result);
    /// Only for the call that is next to be answered.
    void setAwaiting(bool isAwaiting);
    /// Where it is typed; nullptr if it is not the next.
    [[nodiscard]] QWidget *awaitedField() const;

Q_SIGNALS:
    void answered(const QString &result);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void answer();

    LongText *m_result;
    QWidget *m_entry;
    QPlainTextEdit *m_input;
};

} // namespace hermes::testsend
