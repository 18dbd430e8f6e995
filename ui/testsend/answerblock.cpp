#include "testsend/answerblock.h"

#include "testsend/answerview.h"
#include "testsend/branchswitch.h"
#include "testsend/turnviews.h"
#include "widgets/buttons.h"
#include "widgets/copybutton.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

AnswerBlock::AnswerBlock(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
    , m_thinking(new ThinkingView(theme))
    , m_text(new AnswerView(theme))
    , m_tools(new QWidget)
    , m_branches(new BranchSwitch(theme))
    , m_copy(new widgets::CopyButton(theme, tr("Copy the answer as Markdown")))
    , m_retry(new widgets::IconButton(theme, u"refresh-cw"_s, tr("Have it answered again")))
{
    m_text->setAccessibleName(tr("Answer"));
    layOut();
    connect(m_text, &AnswerView::linkRequested, this, &AnswerBlock::linkRequested);
    connect(m_retry, &QAbstractButton::clicked, this, &AnswerBlock::retryRequested);
}

void AnswerBlock::layOut()
{
    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins({});
    tools->setSpacing(0);
    tools->addWidget(m_branches);
    tools->addWidget(m_copy);
    tools->addWidget(m_retry);
    tools->addStretch(1);
    m_column->setContentsMargins({});
    m_column->setSpacing(widgets::space::small);
    m_column->addWidget(m_thinking);
    m_column->addWidget(m_text);
    m_column->addWidget(m_tools);
    m_tools->hide();
    m_retry->hide();
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
    setCopyable(turn.text);
}

void AnswerBlock::setCopyable(const QString &markdown)
{
    m_copy->setCopiedText(markdown);
    m_copy->setVisible(!markdown.isEmpty());
    m_tools->show();
}

void AnswerBlock::setRetriable(bool isRetriable)
{
    m_retry->show();
    m_retry->setEnabled(isRetriable);
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
        m_column->insertWidget(m_column->count() - 1, view);
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
