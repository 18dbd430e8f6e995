#include "preview/renderedview.h"

#include "preview/madedocument.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QPixmap>
#include <QPointer>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>
#include <QUrl>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

constexpr int stripeWidth = 3;
constexpr int listIndent = 24; // px

/// What a resource is instead of being loaded. An invalid value would make Qt open the address.
QVariant placeholder(int type)
{
    if (type != QTextDocument::ImageResource) {
        return QByteArray("");
    }
    QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

/// A document that never loads anything, on whatever thread and whoever shows it.
class InertDocument final : public QTextDocument
{
public:
    using QTextDocument::QTextDocument;

protected:
    [[nodiscard]] QVariant loadResource(int type, const QUrl &) override
    {
        return placeholder(type);
    }
};

std::shared_ptr<MadeDocument> makeDocument(const QString &html, const QString &styleSheet,
                                           const QFont &font)
{
    auto made = std::make_shared<MadeDocument>(std::make_unique<InertDocument>());
    QTextDocument &document = *made->document;
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(font);
    document.setDefaultStyleSheet(styleSheet);
    document.setIndentWidth(listIndent);
    document.setDocumentMargin(widgets::space::large);
    document.setHtml(html);
    document.moveToThread(nullptr);
    return made;
}

/// Where the block `top` of one document is in another: by what both have in common at their
/// beginnings and ends.
int counterpart(const QTextBlock &top, const QTextDocument &before, const QTextDocument &after)
{
    QTextBlock left = before.begin();
    QTextBlock right = after.begin();
    while (left != top && left.isValid() && right.isValid() && left.text() == right.text()) {
        left = left.next();
        right = right.next();
    }
    if (left == top && right.isValid()) {
        return right.blockNumber();
    }
    left = before.lastBlock();
    right = after.lastBlock();
    while (left != top && left.isValid() && right.isValid() && left.text() == right.text()) {
        left = left.previous();
        right = right.previous();
    }
    return left == top && right.isValid() ? right.blockNumber()
                                          : std::min(top.blockNumber(), after.blockCount() - 1);
}

} // namespace

RenderedView::RenderedView(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent)
    , m_theme(theme)
    , m_task(this, [this](const std::shared_ptr<MadeDocument> &made) { take(made); })
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setLineWrapMode(QTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    connect(&theme, &widgets::Theme::changed, this, &RenderedView::applyTheme);
    setFont(m_theme.readingFont());
}

void RenderedView::applyTheme()
{
    setFont(m_theme.readingFont());
    m_place = Place::Kept;
    render();
}

QString RenderedView::styleSheetText() const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QString code = m_theme.editorFont().family();
    return u"h1 { font-size: large; font-weight: 600; margin: 4px 0 8px 0; }"
           "h2 { font-size: medium; font-weight: 600; margin: 18px 0 6px 0; }"
           "h3, h4, h5, h6 { font-size: medium; font-weight: 600; margin: 12px 0 4px 0; }"
           "p { margin: 0 0 8px 0; line-height: 150%; } li { margin: 0 0 6px 0; line-height: 150%; "
           "}"
           "a { color: %1; }"
           "code { font-family: '%3'; background: %4; } pre { font-family: '%3'; background: %4; "
           "margin: 8px 0; white-space: pre-wrap; } ul, ol { -qt-list-indent: 1; }"
           "blockquote { color: %2; margin: 0 0 8px 16px; } th { font-weight: 600; } th, td { padding: 4px 8px; }"_s
               .arg(colors.accent.name(), colors.muted.name(), code, colors.background.name());
}

void RenderedView::setBody(const QString &html, Place place)
{
    if (html == m_body && place == Place::Kept) {
        return; // selection and place stay, too
    }
    m_body = html;
    m_place = place;
    render();
}

void RenderedView::render()
{
    m_task.request(
        [html = m_body, styleSheet = styleSheetText(), font = font()](const core::CancelFlag &) {
            return QtConcurrent::run(
                [html, styleSheet, font] { return makeDocument(html, styleSheet, font); });
        });
}

void RenderedView::take(const std::shared_ptr<MadeDocument> &made)
{
    const QPointer<QTextDocument> before = document();
    const QTextBlock top = cursorForPosition({0, 0}).block();
    const double offset =
        verticalScrollBar()->value() - before->documentLayout()->blockBoundingRect(top).top();
    const int block = m_place == Place::Kept ? counterpart(top, *before, *made->document) : 0;
    setDocument(made->takeFor(this));
    if (before) { // the editor's own first one goes by itself
        before->deleteLater();
    }
    scrollTo(block, m_place == Place::Kept ? offset : 0);
    Q_EMIT bodyShown();
}

// Qt lays a long document out bit by bit; the scroll bar knows of a place only when it is laid out.
void RenderedView::scrollTo(int blockNumber, double offset)
{
    if (blockNumber == 0 && offset <= 0) {
        verticalScrollBar()->setValue(0);
        return;
    }
    QAbstractTextDocumentLayout *layout = document()->documentLayout();
    const QTextBlock block = document()->findBlockByNumber(blockNumber);
    const double top = std::max(0.0, layout->blockBoundingRect(block).top() + offset);
    QTextCursor bottom(document());
    bottom.setPosition(std::max(0, layout->hitTest({0, top + viewport()->height()}, Qt::FuzzyHit)));
    setTextCursor(bottom);
    verticalScrollBar()->setValue(static_cast<int>(top));
}

bool RenderedView::event(QEvent *event)
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

QVariant RenderedView::loadResource(int type, const QUrl &)
{
    return placeholder(type);
}

void RenderedView::paintEvent(QPaintEvent *event)
{
    QTextBrowser::paintEvent(event);
    if (m_body.isEmpty()) {
        return;
    }
    // The end of the text is where scrolling ends; asking the layout would have it finish first.
    QPainter painter(viewport());
    const QScrollBar *bar = verticalScrollBar();
    const int top = widgets::space::large - bar->value();
    const int end = bar->maximum() > 0
        ? bar->maximum() - bar->value() + viewport()->height()
        : static_cast<int>(document()->documentLayout()->documentSize().height());
    const int left = layoutDirection() == Qt::RightToLeft
        ? viewport()->width() - stripeWidth - widgets::space::tiny
        : widgets::space::tiny;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().agent);
    painter.drawRoundedRect(QRect(left, top, stripeWidth, end - widgets::space::large - top), 1.5,
                            1.5);
}

} // namespace hermes::preview
