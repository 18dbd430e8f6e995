#pragma once

#include "modelapi/answerevent.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

class AnswerView;
class ThinkingView;
class ToolCallView;

/// All of one answer: thinking, text, tool calls. Thread: UI.
class AnswerBlock final : public QWidget
{
    Q_OBJECT

public:
    explicit AnswerBlock(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setAnswer(const modelapi::Answer &answer);
    void setTurn(const modelapi::Turn &turn); ///< Of an answer that is whole.
    /// Results of its calls, in their order; the next one without is asked for if `isAwaiting`.
    void setToolResults(const QStringList &results, bool isAwaiting);
    [[nodiscard]] AnswerView *text() const { return m_text; }

Q_SIGNALS:
    void linkRequested(const QUrl &link);
    void toolAnswered(qsizetype call, const QString &result);

private:
    void setCalls(const QList<modelapi::ToolCall> &calls);

    const widgets::Theme &m_theme;
    QVBoxLayout *m_column;
    ThinkingView *m_thinking;
    AnswerView *m_text;
    QList<modelapi::ToolCall> m_calls;
    QList<ToolCallView *> m_callViews;
};

} // namespace hermes::testsend
