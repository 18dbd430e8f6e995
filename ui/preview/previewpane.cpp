#include "preview/previewpane.h"

#include "preview/renderedview.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/segmentbar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

constexpr int renderedView = 0;
constexpr int textView = 1;
constexpr int emptyView = 2;

QString segmentLabel(const assembly::Origin &origin)
{
    return origin.kind == assembly::Origin::Kind::Prompt ? PreviewPane::tr("prompt") : origin.name;
}

QString shortCount(qint64 tokens)
{
    constexpr qint64 million = 1'000'000;
    if (tokens >= million) {
        const int decimals = tokens % million == 0 ? 0 : 1;
        return PreviewPane::tr("%1M").arg(
            QLocale().toString(static_cast<double>(tokens) / million, 'f', decimals));
    }
    return tokens >= 1000 ? PreviewPane::tr("%1K").arg(QLocale().toString(tokens / 1000))
                          : QLocale().toString(tokens);
}

} // namespace

PreviewPane::PreviewPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_choice(new widgets::SegmentedControl(theme, tr("View of the assembled prompt"),
                                             {tr("Rendered"), tr("Text")}))
    , m_copy(new widgets::CopyButton(theme, tr("Copy the assembled prompt")))
    , m_segments(new widgets::SegmentBar(theme))
    , m_numbers(new QLabel)
    , m_note(new QLabel)
    , m_role(new QLabel(tr("System prompt")))
    , m_views(new QStackedWidget)
    , m_rendered(new RenderedView(theme))
    , m_text(new QPlainTextEdit)
    , m_empty(new widgets::EmptyState(theme))
    , m_facts(new QWidget)
{
    auto *title = new QLabel(tr("Assembled prompt"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    m_rendered->setAccessibleName(tr("Assembled prompt, rendered"));
    m_text->setAccessibleName(tr("Assembled prompt, text"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->viewport()->installEventFilter(this);
    m_numbers->setAccessibleDescription(tr("Estimate of tokens"));
    m_note->setWordWrap(true);
    m_empty->setContent(u"bot"_s, tr("No prompt"),
                        tr("The assembled prompt of the definition in the editor appears here."));

    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(widgets::space::small);
    titleRow->addWidget(title);
    titleRow->addStretch();
    titleRow->addWidget(m_copy);
    titleRow->addWidget(m_choice);
    auto *facts = new QVBoxLayout(m_facts);
    facts->setContentsMargins(widgets::space::medium, widgets::space::small, widgets::space::medium,
                              widgets::space::small);
    facts->setSpacing(widgets::space::small);
    facts->addLayout(titleRow);
    facts->addWidget(m_segments);
    facts->addWidget(m_numbers);
    facts->addWidget(m_note);
    facts->addWidget(m_role);
    m_views->addWidget(m_rendered);
    m_views->addWidget(m_text);
    m_views->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_facts);
    column->addWidget(m_views, 1);

    connect(m_choice, &widgets::SegmentedControl::currentChanged, this, &PreviewPane::showView);
    connect(m_rendered, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (link.scheme() == u"http" || link.scheme() == u"https" || link.scheme() == u"mailto") {
            Q_EMIT linkActivated(link);
        }
    });
    connect(&theme, &widgets::Theme::changed, this, &PreviewPane::applyTheme);
    applyTheme();
    clear();
}

void PreviewPane::applyTheme()
{
    m_text->setFont(m_theme.editorFont());
    m_numbers->setFont(m_theme.labelFont());
    m_role->setFont(m_theme.labelFont());
    m_role->setForegroundRole(QPalette::PlaceholderText);
    showNumbers();
}

void PreviewPane::setContent(const workspace::PreviewContent &content)
{
    const bool isOther = content.id != m_content.id;
    m_content = content;
    m_facts->setVisible(true);
    const bool isRendered = content.assembly.text.size() <= maximumRenderedBytes;
    m_choice->setSegmentEnabled(renderedView, isRendered);
    m_note->setVisible(!isRendered);
    m_note->setText(tr("Over 1 MB: shown as text only."));
    if (!isRendered) {
        m_choice->setCurrentIndex(textView);
    }
    m_copy->setCopiedText(QString::fromUtf8(content.assembly.text));
    showNumbers();
    showView(m_choice->currentIndex());
    if (isOther) {
        m_rendered->verticalScrollBar()->setValue(0);
        m_text->verticalScrollBar()->setValue(0);
    }
}

void PreviewPane::clear()
{
    m_content = {};
    m_rendered->setBody({});
    m_text->clear();
    m_facts->setVisible(false);
    m_views->setCurrentIndex(emptyView);
}

void PreviewPane::showView(int index)
{
    m_views->setCurrentIndex(index);
    // Only what is seen is laid out.
    if (index == renderedView) {
        m_rendered->setBody(m_content.html);
    } else {
        const int place = m_text->verticalScrollBar()->value();
        m_text->setPlainText(
            workspace::EditableText::documentText(QString::fromUtf8(m_content.assembly.text)));
        m_text->verticalScrollBar()->setValue(
            std::min(place, m_text->verticalScrollBar()->maximum()));
    }
}

void PreviewPane::showNumbers()
{
    QList<widgets::SegmentBar::Segment> segments;
    for (qsizetype i = 0; i < m_content.segmentTokens.size(); ++i) {
        segments.append({segmentLabel(m_content.assembly.segments.at(i).origin),
                         m_content.segmentTokens.at(i), m_theme.colors().agent});
    }
    // What the prompt is made of; of the model's window it would be a hair's breadth.
    m_segments->setSegments(segments, 0);
    const QString count = QLocale().toString(m_content.tokens);
    if (m_content.modelContextTokens > 0) {
        const double share = 100.0 * static_cast<double>(m_content.tokens)
            / static_cast<double>(m_content.modelContextTokens);
        m_numbers->setText(tr("≈ %1 tokens (estimate) · %2 % of %3")
                               .arg(count, QLocale().toString(share, 'f', 1),
                                    shortCount(m_content.modelContextTokens)));
    } else {
        m_numbers->setText(tr("≈ %1 tokens (estimate)").arg(count));
    }
}

QString PreviewPane::renderedText() const
{
    return m_role->text() + u'\n' + m_rendered->toPlainText();
}

bool PreviewPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text->viewport() && event->type() == QEvent::MouseButtonDblClick) {
        tellSource();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PreviewPane::tellSource()
{
    // Lines of the view are lines of the assembly; the offset of a line's beginning is found in its
    // bytes.
    const int line = m_text->textCursor().blockNumber();
    qsizetype offset = 0;
    const QByteArray &text = m_content.assembly.text;
    for (int passed = 0; passed < line && offset >= 0 && offset < text.size(); ++offset) {
        const bool isEnd = text.at(offset) == '\n'
            || (text.at(offset) == '\r'
                && (offset + 1 == text.size() || text.at(offset + 1) != '\n'));
        passed += isEnd ? 1 : 0;
    }
    Q_EMIT sourceRequested(m_content.assembly, offset);
}

} // namespace hermes::preview
