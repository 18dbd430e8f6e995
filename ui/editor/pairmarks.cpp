#include "editor/pairmarks.h"

#include "editor/documentlines.h"
#include "editor/prompteditor.h"
#include "editor/stretches.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"

#include <QPainter>

namespace hermes::editor {

PairMarks::PairMarks(PromptEditor *editor, const widgets::Theme &theme)
    : QObject(editor), m_editor(editor), m_theme(theme)
{
    editor->addOverlay(this);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, &PairMarks::find);
    connect(editor, &QPlainTextEdit::textChanged, this, &PairMarks::find);
}

void PairMarks::find()
{
    const QTextCursor cursor = m_editor->textCursor();
    const std::optional<text::Pair> pair = cursor.hasSelection()
        ? std::nullopt
        : text::pairAt(DocumentLines::of(m_editor->document()), cursor.position());
    if (pair != m_pair) {
        updateLines(m_pair);
        m_pair = pair;
        updateLines(m_pair);
    }
}

void PairMarks::updateLines(const std::optional<text::Pair> &pair)
{
    if (pair) {
        m_editor->updateLineAt(static_cast<int>(pair->opening.start()));
        m_editor->updateLineAt(static_cast<int>(pair->closing.start()));
    }
}

void PairMarks::paintUnderText(QPainter &painter, const VisibleBlock &line) const
{
    if (!m_pair) {
        return;
    }
    const int start = line.block.position();
    painter.setPen(m_theme.colors().muted);
    for (const text::Selection &sign : {m_pair->opening, m_pair->closing}) {
        if (sign.start() < start || sign.end() >= start + line.block.length()) {
            continue;
        }
        for (const auto places =
                 stretchPlaces(m_editor->spacing(), line, sign.start() - start, sign.end() - start);
             const QRectF &place : places) {
            const QRectF frame = place.adjusted(0, 2, -1, -3).toRect();
            painter.fillRect(frame, m_theme.colors().accentSoft);
            painter.drawRect(frame);
        }
    }
}

} // namespace hermes::editor
