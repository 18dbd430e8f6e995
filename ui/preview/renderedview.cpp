#include "preview/renderedview.h"

#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QPixmap>
#include <QScrollBar>
#include <QTextDocument>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

constexpr int stripeWidth = 3;

} // namespace

RenderedView::RenderedView(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setUndoRedoEnabled(false);
    setLineWrapMode(QTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setIndentWidth(24);
    document()->setDocumentMargin(widgets::space::large);
    connect(&theme, &widgets::Theme::changed, this, &RenderedView::applyTheme);
    applyTheme();
}

void RenderedView::applyTheme()
{
    setFont(m_theme.readingFont());
    document()->setDefaultStyleSheet(styleSheetText());
    setBody(m_body);
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
           "a { color: %1; } .image, .inert { color: %2; }"
           "code { font-family: '%3'; background: %4; } pre { font-family: '%3'; background: %4; "
           "margin: 8px 0; white-space: pre-wrap; } ul, ol { -qt-list-indent: 1; }"
           "blockquote { color: %2; margin: 0 0 8px 16px; } th { font-weight: 600; } th, td { padding: 4px 8px; }"_s
               .arg(colors.accent.name(), colors.muted.name(), code, colors.background.name());
}

void RenderedView::setBody(const QString &html)
{
    const int place = verticalScrollBar()->value();
    m_body = html;
    setHtml(html);
    verticalScrollBar()->setValue(std::min(place, verticalScrollBar()->maximum()));
}

QVariant RenderedView::loadResource(int type, const QUrl &name)
{
    Q_UNUSED(name)
    // An invalid value would make Qt open the address itself.
    if (type == QTextDocument::ImageResource) {
        QPixmap placeholder(1, 1);
        placeholder.fill(Qt::transparent);
        return placeholder;
    }
    return QByteArray("");
}

void RenderedView::paintEvent(QPaintEvent *event)
{
    QTextBrowser::paintEvent(event);
    if (m_body.isEmpty()) {
        return;
    }
    QPainter painter(viewport());
    const int top = widgets::space::large - verticalScrollBar()->value();
    const int height = static_cast<int>(document()->documentLayout()->documentSize().height())
        - 2 * widgets::space::large;
    const int left = layoutDirection() == Qt::RightToLeft
        ? viewport()->width() - stripeWidth - widgets::space::tiny
        : widgets::space::tiny;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().agent);
    painter.drawRoundedRect(QRect(left, top, stripeWidth, height), 1.5, 1.5);
}

} // namespace hermes::preview
