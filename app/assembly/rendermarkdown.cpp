#include "assembly/renderedtext.h"

namespace hermes::assembly {

QList<RenderedBlock> renderBlocks(QByteArrayView text, const QList<ByteRange> &marked,
                                  const QList<ByteRange> &dropped)
{
    RenderedText rendered;
    rendered.setText(text.toByteArray(), marked, dropped);
    return rendered.blocks();
}

QString renderMarkdown(QByteArrayView text)
{
    QString html;
    for (const QList<RenderedBlock> blocks = renderBlocks(text);
         const RenderedBlock &block : blocks) {
        html += block.html;
    }
    return html;
}

} // namespace hermes::assembly
