#pragma once

#include "text/inlinespans.h"
#include "text/lines.h"

namespace hermes::text {

/// The inline text of the paragraph, heading or table row that holds a line: its lines without
/// indent, quote signs and markers, joined by line feeds; with its spans, and the way from places
/// in it to places in the document and back.
///
/// A paragraph of very many lines is cut at some distance from the line.
class ParagraphText
{
public:
    /// Nothing for lines without inline text: code, HTML, front matter, blank lines.
    ParagraphText(const Lines &lines, qsizetype line);

    [[nodiscard]] bool isEmpty() const { return m_parts.isEmpty(); }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] const QList<InlineSpan> &spans() const { return m_spans; }
    [[nodiscard]] qsizetype firstLine() const { return m_firstLine; }
    [[nodiscard]] qsizetype lastLine() const { return m_firstLine + m_parts.size() - 1; }

    /// Place in the document of an offset of text().
    [[nodiscard]] qsizetype toDocument(qsizetype offset) const;
    /// The offset for a place in the document, clipped to this paragraph's text.
    [[nodiscard]] qsizetype fromDocument(qsizetype position) const;

private:
    struct Part
    {
        qsizetype offset = 0; ///< In m_text.
        qsizetype position = 0; ///< In the document.
        qsizetype length = 0;
    };
    void add(const QString &line, qsizetype position, const LineInfo &info);

    QString m_text;
    QList<Part> m_parts; ///< One a line.
    QList<InlineSpan> m_spans;
    qsizetype m_firstLine = 0;
};

} // namespace hermes::text
