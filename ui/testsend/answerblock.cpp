#include "testsend/answerblock.h"

#include "modelapi/stopwords.h"
#include "testsend/answerview.h"
#include "testsend/branchswitch.h"
#include "testsend/turnviews.h"
#include "widgets/buttons.h"
#include "widgets/copybutton.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

constexpr int iconSide = 14; // device-independent pixels

} // namespace

AnswerBlock::AnswerBlock(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
    , m_thinking(new ThinkingView(theme))
    , m_text(new AnswerView(theme))
    , m_noteIcon(new QLabel)
    , m_noteText(new QLabel)
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
    m_note = makeNote();
    m_column->addWidget(m_note);
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

void AnswerBlock::setTurn(const modelapi::Turn &turn, const QString &thinking)
{
    m_thinking->setThinking(thinking);
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

QWidget *AnswerBlock::makeNote()
{
    m_noteText->setTextFormat(Qt::PlainText);
    m_noteText->setWordWrap(true);
    m_noteText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_noteText->setAccessibleName(tr("Why the answer ended"));
    widgets::keepFont(*m_noteText, m_theme, &widgets::Theme::labelFont);
    connect(&m_theme, &widgets::Theme::changed, this, &AnswerBlock::showNoteIcon);
    auto *note = new QWidget;
    auto *row = new QHBoxLayout(note);
    row->setContentsMargins({});
    row->setSpacing(widgets::space::tiny);
    row->addWidget(m_noteIcon, 0, Qt::AlignTop);
    row->addWidget(m_noteText, 1);
    note->hide();
    return note;
}

void AnswerBlock::setStop(const std::optional<modelapi::Stop> &stop)
{
    if (stop == m_stop) {
        return;
    }
    m_stop = stop;
    m_noteText->setText(stop ? modelapi::stopInWords(*stop) : QString());
    m_note->setVisible(!m_noteText->text().isEmpty());
    showNoteIcon();
}

void AnswerBlock::showNoteIcon()
{
    // To call a tool is what a model is asked for; anything else cuts its answer.
    const bool isCut = m_stop && m_stop->reason != modelapi::Stop::Reason::ToolCalls;
    const widgets::ThemeColors &colors = m_theme.colors();
    m_noteIcon->setPixmap(widgets::colouredIcon(isCut ? u"triangle-alert"_s : u"info"_s,
                                                isCut ? colors.warning : colors.accent)
                              .pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
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
        m_column->insertWidget(m_column->indexOf(m_note), view);
        m_callViews.append(view);
    }
}

QWidget *AnswerBlock::awaitedField() const
{
    for (const ToolCallView *view : m_callViews) {
        if (QWidget *field = view->awaitedField()) {
            return field;
        }
    }
    return nullptr;
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
