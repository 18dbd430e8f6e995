#include "testsend/answerview.h"

#include "assembly/assembly.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QToolTip>
#include <QUrl>
#include <QWheelEvent>

#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

constexpr int listIndent = 20; // px

QString styleSheetText(const widgets::Theme &theme)
{
    const widgets::ThemeColors &colors = theme.colors();
    return u"h1, h2, h3, h4, h5, h6 { font-size: medium; font-weight: 600; margin: 12px 0 4px 0; }"
           "h1 { font-size: large; }"
           "p { margin: 0 0 8px 0; line-height: 145%; } li { margin: 0 0 4px 0; line-height: 145%; "
           "}"
           "a { color: %1; } code { font-family: '%3'; background: %4; }"
           "pre { font-family: '%3'; background: %4; margin: 8px 0; white-space: pre-wrap; }"
           "ul, ol { -qt-list-indent: 1; } blockquote { color: %2; margin: 0 0 8px 16px; }"
           "th { font-weight: 600; } th, td { padding: 4px 8px; }"_s.arg(
               colors.accent.name(), colors.muted.name(), theme.editorFont().family(),
               colors.background.name());
}

} // namespace

AnswerView::AnswerView(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTabChangesFocus(true);
    viewport()->setAutoFillBackground(false);
    document()->setUndoRedoEnabled(false);
    document()->setDocumentMargin(0);
    document()->setIndentWidth(listIndent);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &AnswerView::fit);
    connect(this, &QTextBrowser::anchorClicked, this, &AnswerView::linkRequested);
    connect(&theme, &widgets::Theme::changed, this, &AnswerView::applyTheme);
    applyTheme();
}

void AnswerView::applyTheme()
{
    document()->setDefaultFont(m_theme.readingFont());
    document()->setDefaultStyleSheet(styleSheetText(m_theme));
    document()->clear();
    m_blocks.clear();
    showFrom(0, m_markdown.toUtf8());
}

void AnswerView::setMarkdown(const QString &markdown)
{
    const bool isLonger = markdown.size() >= m_markdown.size() && markdown.startsWith(m_markdown);
    if (isLonger && markdown.size() == m_markdown.size()) {
        return;
    }
    m_markdown = markdown;
    // What comes may belong to the last block, and make one of the last two: a list that goes on.
    constexpr qsizetype unsettled = 2;
    const qint64 start = isLonger && m_blocks.size() > unsettled
        ? m_blocks.at(m_blocks.size() - unsettled).start
        : 0;
    showFrom(start, markdown.toUtf8());
}

void AnswerView::showFrom(qint64 start, const QByteArray &utf8)
{
    const QList<assembly::RenderedBlock> blocks =
        assembly::renderBlocks(QByteArrayView(utf8).sliced(start));
    qsizetype shown = 0;
    while (shown < m_blocks.size() && m_blocks.at(shown).start < start) {
        ++shown;
    }
    qsizetype same = 0;
    while (same < blocks.size() && shown + same < m_blocks.size()
           && m_blocks.at(shown + same).html == blocks.at(same).html) {
        ++same;
    }
    shown += same;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    if (shown < m_blocks.size()) {
        cursor.setPosition(m_blocks.at(shown).position);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        m_blocks.resize(shown);
    }
    cursor.movePosition(QTextCursor::End);
    for (const assembly::RenderedBlock &block : blocks.sliced(same)) {
        const bool isRule =
            cursor.blockFormat().hasProperty(QTextFormat::BlockTrailingHorizontalRulerWidth);
        if (!m_blocks.isEmpty() && (isRule || !cursor.block().text().isEmpty())) {
            cursor.insertBlock();
        }
        cursor.setBlockFormat({});
        cursor.setBlockCharFormat({});
        cursor.setCharFormat({});
        m_blocks.append({start + block.start, cursor.position(), block.html});
        cursor.insertHtml(block.html.trimmed()); // a line end at its end would be a blank
        cursor.movePosition(QTextCursor::End);
    }
    cursor.endEditBlock();
}

void AnswerView::fit()
{
    const int height =
        static_cast<int>(std::ceil(document()->documentLayout()->documentSize().height()));
    if (height != m_height) {
        m_height = height;
        updateGeometry();
    }
}

QSize AnswerView::sizeHint() const
{
    constexpr int usualWidth = 400;
    return {usualWidth, m_height};
}

QVariant AnswerView::loadResource(int type, const QUrl &)
{
    // An invalid value would make Qt open the address.
    if (type != QTextDocument::ImageResource) {
        return QByteArray("");
    }
    QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

bool AnswerView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        // Where a link leads is told before it is followed.
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString link = anchorAt(viewport()->mapFromGlobal(help->globalPos()));
        QToolTip::showText(help->globalPos(), link.toHtmlEscaped(), this);
        return true;
    }
    return QTextBrowser::event(event);
}

void AnswerView::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the column scrolls
}

} // namespace hermes::testsend
