#include "testsend/answerview.h"

#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QElapsedTimer>
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
constexpr int blockGap = 8; // px
constexpr auto portion = std::chrono::milliseconds(2); ///< Of insertion; layout comes on top.

QString styleSheetText(const widgets::Theme &theme)
{
    const widgets::ThemeColors &colors = theme.colors();
    return u"h1, h2, h3, h4, h5, h6 { font-size: medium; font-weight: 600; margin: 12px 0 4px 0; }"
           "h1 { font-size: large; }"
           "p { margin: 0 0 8px 0; line-height: 145%; } li { margin: 0 0 4px 0; line-height: 145%; "
           "}"
           "a { color: %1; } code { font-family: '%3'; background: %4; }"
           "pre { font-family: '%3'; margin: 0; white-space: pre-wrap; }"
           "ul, ol { -qt-list-indent: 1; margin: 0 0 8px 0; }"
           "blockquote { color: %2; margin: 0 0 8px 16px; }"
           "table { border-collapse: collapse; border: 1px solid %5; } th { font-weight: 600; }"
           "th, td { padding: 4px 8px; border: 1px solid %5; }"_s.arg(
               colors.accent.name(), colors.muted.name(), theme.editorFont().family(),
               colors.background.name(), colors.line.name());
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
    viewport()->setAcceptDrops(false); // the pane takes them
    m_nextPortion.setSingleShot(true);
    connect(&m_nextPortion, &QTimer::timeout, this, &AnswerView::insertPortion);
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
    m_waiting.clear();
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
    const QByteArray utf8 = markdown.toUtf8();
    const bool isSettled = isLonger && m_blocks.size() > unsettled;
    showFrom(isSettled ? firstLine(m_blocks.at(m_blocks.size() - unsettled), utf8) : 0, utf8);
}

bool AnswerView::isTable(const Shown &block)
{
    return block.html.startsWith("<table"_L1);
}

/// Where a block begins; that of code is told without its fence.
qint64 AnswerView::firstLine(const Shown &block, QByteArrayView utf8)
{
    qint64 start = block.start;
    while (block.html.startsWith("<pre"_L1) && start > 0) {
        const qint64 before = utf8.first(start - 1).lastIndexOf('\n') + 1;
        const QByteArrayView line = utf8.sliced(before, start - before).trimmed();
        if (!line.isEmpty() && !line.startsWith("```") && !line.startsWith("~~~")) {
            break; // it is indented
        }
        start = before;
        if (!line.isEmpty()) {
            break;
        }
    }
    return start;
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
    m_nextPortion.stop();
    m_waiting = blocks.sliced(same);
    for (assembly::RenderedBlock &block : m_waiting) {
        block.start += start;
    }
    if (shown < m_blocks.size()) {
        QTextCursor cursor(document());
        const bool isBelowTable = shown > 0 && isTable(m_blocks.at(shown - 1));
        cursor.setPosition(m_blocks.at(shown).position - (isBelowTable ? 1 : 0));
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        // What follows is laid out with what takes its place.
        cursor.beginEditBlock();
        cursor.removeSelectedText();
        cursor.setBlockFormat({});
        m_blocks.resize(shown);
        insertPortion();
        cursor.endEditBlock();
    } else {
        insertPortion();
    }
}

void AnswerView::insertPortion()
{
    QElapsedTimer clock;
    clock.start();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    while (!m_waiting.isEmpty() && clock.durationElapsed() < portion) {
        insertBlock(cursor, m_waiting.takeFirst());
    }
    cursor.endEditBlock();
    if (!m_waiting.isEmpty()) {
        m_nextPortion.start();
    }
}

void AnswerView::insertBlock(QTextCursor &cursor, const assembly::RenderedBlock &block)
{
    cursor.movePosition(QTextCursor::End);
    const bool isRule =
        cursor.blockFormat().hasProperty(QTextFormat::BlockTrailingHorizontalRulerWidth);
    // The line below a table is always there, and has no height while it is empty.
    const bool isBelowTable = !m_blocks.isEmpty() && isTable(m_blocks.last());
    if (!m_blocks.isEmpty() && (isRule || isBelowTable || !cursor.block().text().isEmpty())) {
        cursor.insertBlock();
    }
    cursor.setBlockFormat({});
    cursor.setBlockCharFormat({});
    cursor.setCharFormat({});
    const int start = cursor.position();
    m_blocks.append({block.start, start, block.html});
    cursor.insertHtml(block.html.trimmed()); // a line end at its end would be a blank
    if (block.html.startsWith("<pre"_L1)) {
        shapeCode(start);
    }
    if (isBelowTable) {
        QTextBlockFormat gap;
        gap.setTopMargin(blockGap);
        QTextCursor(document()->findBlock(start)).mergeBlockFormat(gap);
    }
}

void AnswerView::shapeCode(int start) const
{
    QTextBlockFormat format;
    format.setBackground(m_theme.colors().background);
    for (QTextBlock line = document()->findBlock(start); line.isValid(); line = line.next()) {
        QTextBlockFormat shaped = format;
        shaped.setTopMargin(line.position() == start ? blockGap : 0);
        shaped.setBottomMargin(line.next().isValid() ? 0 : blockGap);
        QTextCursor(line).mergeBlockFormat(shaped);
    }
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
