#pragma once

#include "modelapi/answerevent.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::testsend {

class AnswerView;
class BranchSwitch;
class ThinkingView;
class ToolCallView;

/// All of one answer: thinking, text, tool calls; below it, once it is whole, what can be done with
/// it. Thread: UI.
class AnswerBlock final : public QWidget
{
    Q_OBJECT

public:
    explicit AnswerBlock(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setAnswer(const modelapi::Answer &answer); ///< As far as it came.
    /// Of an answer that is whole, and what was thought before it.
    void setTurn(const modelapi::Turn &turn, const QString &thinking);
    void setCopyable(const QString &markdown); ///< Empty: there is no text to copy.
    /// Says why it ended, where that is worth a line.
    void setStop(const std::optional<modelapi::Stop> &stop);
    /// Whether another answer can be asked for.
    void setRetriable(bool isRetriable);
    /// Results of its calls, in their order; the next one without is asked for if `isAwaiting`.
    void setToolResults(const QStringList &results, bool isAwaiting);
    /// Where the call that is asked for is answered; nullptr = none is.
    [[nodiscard]] QWidget *awaitedField() const;
    [[nodiscard]] BranchSwitch *branches() const { return m_branches; }

Q_SIGNALS:
    void linkRequested(const QUrl &link);
    void retryRequested();
    void toolAnswered(qsizetype call, const QString &result);

private:
    void layOut();
    [[nodiscard]] QWidget *makeNote();
    void showNoteIcon();
    void setCalls(const QList<modelapi::ToolCall> &calls);

    const widgets::Theme &m_theme;
    QVBoxLayout *m_column;
    ThinkingView *m_thinking;
    AnswerView *m_text;
    QList<modelapi::ToolCall> m_calls;
    QList<ToolCallView *> m_callViews;
    QWidget *m_note; ///< Why it ended.
    QLabel *m_noteIcon;
    QLabel *m_noteText;
    std::optional<modelapi::Stop> m_stop;
    QWidget *m_tools; ///< Below everything.
    BranchSwitch *m_branches;
    widgets::CopyButton *m_copy;
    widgets::IconButton *m_retry;
};

} // namespace hermes::testsend
