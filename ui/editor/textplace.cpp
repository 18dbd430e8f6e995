#include "editor/textplace.h"

#include "editor/folding.h"
#include "editor/prompteditor.h"

#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace hermes::editor {

using workspace::Settings;

namespace {

QList<int> foldedLines(const PromptEditor &editor)
{
    QList<int> lines;
    const Folding &folding = editor.folding();
    const int count = folding.isActive() ? editor.document()->blockCount() : 0;
    for (int line = 0; line < count; ++line) {
        if (folding.isFolded(line)) {
            lines.append(line);
        }
    }
    return lines;
}

} // namespace

Settings::TextPlace placeIn(const PromptEditor &editor)
{
    const QTextCursor cursor = editor.textCursor();
    const QList<VisibleBlock> shown = editor.visibleBlocks(editor.viewport()->rect());
    return {cursor.anchor(), cursor.position(),
            shown.isEmpty() ? 0 : shown.first().block.blockNumber(), foldedLines(editor)};
}

void goTo(PromptEditor &editor, const Settings::TextPlace &place)
{
    Folding &folding = editor.folding();
    for (const int line : place.folded) {
        if (!folding.isFolded(line)) {
            folding.toggle(line);
        }
    }
    const int end = std::max(0, editor.document()->characterCount() - 1);
    QTextCursor cursor(editor.document());
    cursor.setPosition(std::clamp(place.anchor, 0, end));
    cursor.setPosition(std::clamp(place.position, 0, end), QTextCursor::KeepAnchor);
    editor.setTextCursor(cursor);
    const QTextBlock top = editor.document()->findBlockByNumber(place.topLine);
    if (top.isValid()) {
        editor.verticalScrollBar()->setValue(top.firstLineNumber());
    }
}

} // namespace hermes::editor
