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
/// UTF-16 code units. Giving more code its colours would be felt.
constexpr qsizetype longestColoredCode = 20'000;

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

QList<LaidOutBlock::Code> codesIn(const QTextDocument &document)
{
    QList<LaidOutBlock::Code> codes;
    int end = -1; // of the code that may go on
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QString language = block.blockFormat().stringProperty(QTextFormat::BlockCodeLanguage);
        if (language.isEmpty()) {
            continue;
        }
        if (block.position() == end && codes.last().language == language) {
            codes.last().text += u'\n' + block.text();
        } else {
            codes.append({block.position(), language, block.text()});
        }
        end = block.position() + block.length();
    }
    codes.removeIf(
        [](const LaidOutBlock::Code &code) { return code.text.size() > longestColoredCode; });
    for (LaidOutBlock::Code &code : codes) {
        code.text.replace(QChar::LineSeparator, u'\n');
    }
    return codes;
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
    made->codes = codesIn(document);
    document.moveToThread(nullptr);
    return made;
}

} // namespace

void colorCodes(LaidOutBlock &block, const QList<QList<widgets::CodeStretch>> &stretches)
{
    QTextCursor cursor(block.document.get());
    cursor.beginEditBlock();
    for (qsizetype i = 0; i < stretches.size(); ++i) {
        const int start = block.codes.at(i).start;
        for (const widgets::CodeStretch &stretch : stretches.at(i)) {
            cursor.setPosition(start + static_cast<int>(stretch.start));
            cursor.setPosition(start + static_cast<int>(stretch.start + stretch.length),
                               QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setForeground(stretch.color);
            cursor.mergeCharFormat(format);
        }
    }
    cursor.endEditBlock();
}

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
