#pragma once

#include "core/problem.h"

#include <QList>
#include <QTextEdit>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::widgets {
struct ThemeColors;
}

namespace hermes::editor {

/// Selections that underline the places of problems in a document; those without a place have
/// none. At most `limit`, the first ones.
[[nodiscard]] QList<QTextEdit::ExtraSelection>
problemUnderlines(const QList<core::Problem> &problems, QTextDocument *document,
                  const widgets::ThemeColors &colors, qsizetype limit);

/// The same underlines in other colours.
[[nodiscard]] QList<QTextEdit::ExtraSelection>
recoloured(QList<QTextEdit::ExtraSelection> underlines, const widgets::ThemeColors &colors);

/// The messages of the problems whose places hold a position, as rich text; empty if none does.
[[nodiscard]] QString problemTextAt(int position,
                                    const QList<QTextEdit::ExtraSelection> &underlines);

} // namespace hermes::editor
