#pragma once

#include <QPlainTextDocumentLayout>

namespace hermes::editor {

/// The layout of a document in PromptEditor: lines stand further apart than their font asks, for
/// reading, and wrapped rows of list items, quotes and indented lines below the text of the first.
///
/// QPlainTextDocumentLayout knows no line height, so lines are moved after it has placed them. The
/// space above and below a line belongs to it: see lineSlot().
class LineSpacing final : public QPlainTextDocumentLayout
{
    Q_OBJECT

public:
    explicit LineSpacing(QTextDocument *document);

    [[nodiscard]] QRectF blockBoundingRect(const QTextBlock &block) const override;

    /// Distance of two baselines in the document's font, in device-independent pixels.
    [[nodiscard]] qreal pitch() const;
    /// Where a line and the space around it stand, in the coordinates of its block; full width is
    /// not filled in.
    [[nodiscard]] QRectF lineSlot(const QTextLine &line) const;
    /// Lines have been hidden or shown.
    void noteVisibility();

private:
    void hangRows(const QTextBlock &block) const;
};

} // namespace hermes::editor
