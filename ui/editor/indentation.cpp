#include "editor/indentation.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

/// How many lines around the cursor tell whether a text is indented by tabs.
constexpr int sample = 200;

template <typename Edit>
void editTouchedLines(QTextCursor &cursor, Edit edit)
{
    const QTextDocument *document = cursor.document();
    const int last =
        document->findBlock(std::max(cursor.selectionStart(), cursor.selectionEnd() - 1))
            .blockNumber();
    cursor.beginEditBlock();
    for (QTextBlock block = document->findBlock(cursor.selectionStart());
         block.isValid() && block.blockNumber() <= last; block = block.next()) {
        edit(block);
    }
    cursor.endEditBlock();
}

} // namespace

QString indentationStep(const QTextCursor &cursor)
{
    const int line = cursor.blockNumber();
    const QTextDocument *document = cursor.document();
    for (QTextBlock block = document->findBlockByNumber(std::max(0, line - sample));
         block.isValid() && block.blockNumber() <= line + sample; block = block.next()) {
        if (document->characterAt(block.position()) == u'\t') {
            return u"\t"_s;
        }
    }
    return u"  "_s;
}

void indentLines(QTextCursor cursor)
{
    const QString step = indentationStep(cursor);
    editTouchedLines(cursor, [&step](const QTextBlock &block) {
        if (block.length() > 1) {
            QTextCursor(block).insertText(step);
        }
    });
}

void outdentLines(QTextCursor cursor)
{
    editTouchedLines(cursor, [](const QTextBlock &block) {
        const QString text = block.text();
        const int step =
            text.startsWith(u'\t') || (text.startsWith(u' ') && !text.startsWith("  "_L1)) ? 1
            : text.startsWith("  "_L1)                                                     ? 2
                                                                                           : 0;
        QTextCursor start(block);
        start.setPosition(block.position() + step, QTextCursor::KeepAnchor);
        start.removeSelectedText();
    });
}

} // namespace hermes::editor
