#include "editor/foldmarks.h"

#include "editor/folding.h"
#include "editor/linespacing.h"
#include "editor/prompteditor.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextLayout>

namespace hermes::editor {

namespace space = widgets::space;

FoldMarks::FoldMarks(PromptEditor *editor, const widgets::Theme &theme)
    : QObject(editor), m_editor(editor), m_theme(theme)
{
    editor->viewport()->installEventFilter(this);
}

QString FoldMarks::labelOf(const VisibleBlock &line) const
{
    const int hidden = m_editor->folding().hiddenLines(line.block.blockNumber());
    return hidden > 0 ? tr("%n line(s)", nullptr, hidden) : QString();
}

QRectF FoldMarks::placeOf(const VisibleBlock &line, const QString &label) const
{
    const QTextLayout *layout = line.block.layout();
    if (label.isEmpty() || layout->lineCount() == 0) {
        return {};
    }
    const QTextLine row = layout->lineAt(layout->lineCount() - 1);
    const QRectF slot = m_editor->spacing().lineSlot(row).translated(line.place.topLeft());
    const QFontMetricsF metrics(m_theme.labelFont());
    const qreal width = metrics.horizontalAdvance(label) + space::small * 2;
    const qreal height = metrics.height() + 2;
    const qreal end = row.cursorToX(row.textStart() + row.textLength()) + line.place.x();
    const bool isMirrored = line.block.textDirection() == Qt::RightToLeft;
    return {isMirrored ? end - width - space::small : end + space::small,
            slot.center().y() - height / 2, width, height};
}

void FoldMarks::paintOverText(QPainter &painter, const VisibleBlock &line) const
{
    const QString label = labelOf(line);
    const QRectF place = placeOf(line, label);
    if (place.isEmpty()) {
        return;
    }
    const widgets::ThemeColors &colors = m_theme.colors();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.line);
    painter.setBrush(colors.hover);
    painter.drawRoundedRect(place, space::tiny, space::tiny);
    painter.setPen(colors.muted);
    painter.setFont(m_theme.labelFont());
    painter.drawText(place, Qt::AlignCenter, label);
    painter.restore();
}

bool FoldMarks::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::MouseButtonPress) {
        return QObject::eventFilter(watched, event);
    }
    const auto *press = static_cast<QMouseEvent *>(event);
    const QRect row(0, press->position().toPoint().y(), 1, 1);
    for (const auto lines = m_editor->visibleBlocks(row); const VisibleBlock &line : lines) {
        if (press->button() == Qt::LeftButton
            && placeOf(line, labelOf(line)).contains(press->position())) {
            m_editor->folding().toggle(line.block.blockNumber());
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace hermes::editor
