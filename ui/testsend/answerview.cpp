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

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

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

/// A block that is code: what opens it, its language among it, and its escaped text. Empty of
/// another.
struct Code
{
    QStringView opening;
    QStringView text;
};

Code codeOf(QStringView html)
{
    constexpr QLatin1StringView inner = "<code>"_L1;
    constexpr QLatin1StringView closing = "</code></pre>\n"_L1;
    if (!html.startsWith("<pre"_L1) || !html.endsWith(closing)) {
        return {};
    }
    const qsizetype start = html.indexOf(inner) + inner.size();
    return {html.first(start), html.sliced(start).chopped(closing.size())};
}

/// How much two texts have in common at their beginning, whole characters only.
qsizetype commonCode(QStringView before, QStringView after)
{
    constexpr qsizetype longestEntity = 6;
    const qsizetype same = std::ranges::mismatch(before, after).in1 - before.begin();
    const QStringView tail = before.first(same).last(std::min(same, longestEntity));
    if (const qsizetype entity = tail.lastIndexOf(u'&');
        entity >= 0 && !tail.sliced(entity).contains(u';')) {
        return same - (tail.size() - entity);
    }
    return !tail.isEmpty() && tail.back().isHighSurrogate() ? same - 1 : same;
}

/// Text that means the same when it is inserted as such; nullopt = there may be none.
std::optional<QString> plainCode(QStringView escaped)
{
    const bool isPlain = std::ranges::all_of(escaped, [](QChar c) {
        return (c >= u' ' || c == u'\n' || c == u'\t') && c != QChar::LineSeparator
            && c != QChar::ParagraphSeparator;
    });
    if (!isPlain) {
        return std::nullopt;
    }
    return escaped.toString()
        .replace("&lt;"_L1, "<"_L1)
        .replace("&gt;"_L1, ">"_L1)
        .replace("&quot;"_L1, "\""_L1)
        .replace("&amp;"_L1, "&"_L1);
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
    showRendered();
}

void AnswerView::setMarkdown(const QString &markdown)
{
    if (markdown == m_markdown) {
        return;
    }
    m_markdown = markdown;
    m_rendered.setText(markdown.toUtf8());
    showRendered();
}

bool AnswerView::isTable(const Shown &block)
{
    return block.html.startsWith("<table"_L1);
}

void AnswerView::showRendered()
{
    const QList<assembly::RenderedBlock> &blocks = m_rendered.blocks();
    const qsizetype same = std::ranges::mismatch(std::as_const(m_blocks), blocks, {}, &Shown::html,
                                                 &assembly::RenderedBlock::html)
                               .in1
        - m_blocks.cbegin();
    m_nextPortion.stop();
    m_waiting = blocks.sliced(same);
    QTextCursor cursor(document());
    // What goes is laid out with what takes its place.
    cursor.beginEditBlock();
    if (same + 1 == m_blocks.size() && !m_waiting.isEmpty() && growCode(m_waiting.first().html)) {
        m_waiting.removeFirst();
    } else if (same < m_blocks.size()) {
        removeFrom(same);
    }
    insertPortion();
    cursor.endEditBlock();
}

void AnswerView::removeFrom(qsizetype block)
{
    QTextCursor cursor(document());
    const bool isBelowTable = block > 0 && isTable(m_blocks.at(block - 1));
    cursor.setPosition(m_blocks.at(block).position - (isBelowTable ? 1 : 0));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    cursor.setBlockFormat({});
    m_blocks.resize(block);
}

/// Of code that goes on, only what is new is inserted. False = the last block is no such code.
bool AnswerView::growCode(const QString &html)
{
    Shown &last = m_blocks.last();
    const auto [openingBefore, before] = codeOf(last.html);
    const auto [opening, after] = codeOf(html);
    // The line that is kept is what others are made after: not an empty one, and not the first,
    // which has a distance above it.
    QStringView kept = after.first(commonCode(before, after));
    while (kept.endsWith(u'\n')) {
        kept.chop(1);
    }
    const std::optional<QString> gone = plainCode(before.sliced(kept.size()));
    const std::optional<QString> added = plainCode(after.sliced(kept.size()));
    if (opening != openingBefore || !kept.contains(u'\n') || !gone || !added) {
        return false;
    }
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.setPosition(cursor.position() - static_cast<int>(gone->size()), QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    const int from = cursor.block().position();
    cursor.insertText(*added);
    shapeCode(from, 0);
    last.html = html;
    return true;
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
    m_blocks.append({start, block.html});
    cursor.insertHtml(block.html.trimmed()); // a line end at its end would be a blank
    if (block.html.startsWith("<pre"_L1)) {
        shapeCode(start, blockGap);
    }
    if (isBelowTable) {
        QTextBlockFormat gap;
        gap.setTopMargin(blockGap);
        QTextCursor(document()->findBlock(start)).mergeBlockFormat(gap);
    }
}

void AnswerView::shapeCode(int start, double above) const
{
    QTextBlockFormat format;
    format.setBackground(m_theme.colors().background);
    for (QTextBlock line = document()->findBlock(start); line.isValid(); line = line.next()) {
        QTextBlockFormat shaped = format;
        shaped.setTopMargin(line.position() == start ? above : 0);
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
