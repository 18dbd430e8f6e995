#pragma once

#include "text/edit.h"
#include "text/lineclassifier.h"

namespace hermes::text {

/// A paragraph that can be broken into lines anew.
class WrappedParagraph
{
public:
    /// The paragraph that a line begins. For other lines one line that has no edits.
    WrappedParagraph(const QStringList &lines, qsizetype first, const LineState &before);

    [[nodiscard]] qsizetype lineCount() const { return m_lines.size(); }
    /// Positions from the start of the paragraph's first line. None if it is that wide already, or
    /// cannot be broken safely.
    [[nodiscard]] QList<Edit> edits(int width) const;

private:
    struct Piece;
    class PieceReader;
    [[nodiscard]] bool isWrappable(const QStringList &lines, qsizetype first,
                                   const LineState &after) const;
    void joinUnsafe(QList<Piece> &pieces) const;
    [[nodiscard]] bool startsBlock(const QString &text) const;
    [[nodiscard]] QStringList wrapped(const QList<Piece> &pieces, int width) const;
    [[nodiscard]] bool isParagraph(const QStringList &lines) const;

    QStringList m_lines;
    QStringList m_texts; ///< Without prefixes and without blanks at their ends.
    QStringList m_tails; ///< The blanks at their ends.
    QString m_firstPrefix;
    QString m_nextPrefix;
    LineState m_before;
    LineState m_inside; ///< Behind the first line.
    bool m_isWrappable = false;
};

} // namespace hermes::text
