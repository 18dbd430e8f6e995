#include "preview/renderedblock.h"

#include <QAbstractTextDocumentLayout>
#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>

#include <utility>

namespace hermes::preview {

namespace {

constexpr int listIndent = 24; // px

/// A document that never loads anything, on whatever thread and whoever shows it.
class InertDocument final : public QTextDocument
{
public:
    using QTextDocument::QTextDocument;

protected:
    // An invalid value would make Qt open the address.
    [[nodiscard]] QVariant loadResource(int type, const QUrl &) override
    {
        if (type != QTextDocument::ImageResource) {
            return QByteArray("");
        }
        QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        return image;
    }
};

/// Takes a block's own margin away and tells what it was.
double takeMargin(const QTextBlock &block, double (QTextBlockFormat::*margin)() const,
                  void (QTextBlockFormat::*setMargin)(qreal))
{
    QTextCursor cursor(block);
    QTextBlockFormat format = block.blockFormat();
    const double taken = (format.*margin)();
    (format.*setMargin)(0);
    cursor.setBlockFormat(format);
    return taken;
}

std::shared_ptr<LaidOutBlock> layOutBlock(const QString &html, const BlockStyle &style)
{
    auto made = std::make_shared<LaidOutBlock>();
    made->document = std::make_unique<InertDocument>();
    QTextDocument &document = *made->document;
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(style.font);
    document.setDefaultStyleSheet(style.styleSheet);
    document.setIndentWidth(listIndent);
    document.setDocumentMargin(0);
    document.setHtml(html.trimmed()); // a line break behind the element would become a blank
    made->marginAbove =
        takeMargin(document.begin(), &QTextBlockFormat::topMargin, &QTextBlockFormat::setTopMargin);
    made->marginBelow = takeMargin(document.lastBlock(), &QTextBlockFormat::bottomMargin,
                                   &QTextBlockFormat::setBottomMargin);
    document.setTextWidth(style.width);
    made->height = document.documentLayout()->documentSize().height();
    document.moveToThread(nullptr);
    return made;
}

} // namespace

LaidOutBlocks layOutBlocks(const QStringList &htmls, const BlockStyle &style)
{
    LaidOutBlocks blocks;
    for (const QString &html : htmls) {
        if (std::shared_ptr<LaidOutBlock> &block = blocks[html]; !block) {
            block = layOutBlock(html, style);
        }
    }
    return blocks;
}

} // namespace hermes::preview
