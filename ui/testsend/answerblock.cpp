#include "testsend/answerblock.h"

#include "testsend/answerview.h"
#include "testsend/turnviews.h"
#include "widgets/theme.h"

#include <QVBoxLayout>

namespace hermes::testsend {

AnswerBlock::AnswerBlock(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
    , m_thinking(new ThinkingView(theme))
    , m_text(new AnswerView(theme))
{
    m_text->setAccessibleName(tr("Answer"));
    m_column->setContentsMargins({});
    m_column->setSpacing(widgets::space::small);
    m_column->addWidget(m_thinking);
    m_column->addWidget(m_text);
    connect(m_text, &AnswerView::linkRequested, this, &AnswerBlock::linkRequested);
}

void AnswerBlock::setAnswer(const modelapi::Answer &answer)
{
    m_thinking->setThinking(answer.thinking);
    m_text->setMarkdown(answer.text);
    setCalls(answer.toolCalls);
}

void AnswerBlock::setTurn(const modelapi::Turn &turn)
{
    QStringList thoughts;
    for (const modelapi::ThinkingBlock &block : turn.thinking) {
        thoughts.append(block.text);
    }
    if (!thoughts.isEmpty()) {
        m_thinking->setThinking(thoughts.join(u'\n'));
    }
    m_text->setMarkdown(turn.text);
    setCalls(turn.toolCalls);
}

void AnswerBlock::setCalls(const QList<modelapi::ToolCall> &calls)
{
    m_text->setVisible(calls.isEmpty() || !m_text->markdown().isEmpty());
    if (calls == m_calls) {
        return;
    }
    m_calls = calls;
    qDeleteAll(m_callViews);
    m_callViews.clear();
    for (qsizetype index = 0; index < calls.size(); ++index) {
        auto *view = new ToolCallView(m_theme, calls.at(index));
        view->setAwaiting(false);
        connect(view, &ToolCallView::answered, this,
                [this, index](const QString &result) { Q_EMIT toolAnswered(index, result); });
        m_column->addWidget(view);
        m_callViews.append(view);
    }
}

void AnswerBlock::setToolResults(const QStringList &results, bool isAwaiting)
{
    for (qsizetype index = 0; index < m_callViews.size(); ++index) {
        if (index < results.size()) {
            m_callViews.at(index)->setResult(results.at(index));
        } else {
            m_callViews.at(index)->setAwaiting(isAwaiting && index == results.size());
        }
    }
}

} // namespace hermes::testsend
