#pragma once

#include "tokens/composedtext.h"
#include "tokens/tokenizer.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace hermes::tokens {

/// A text with the number of its tokens. A new text costs a look for where it differs from the one
/// before, and counting around there; the result is that of counting all of it.
///
/// A value: a copy has its own text and costs about as much as copying the text. Thread: one at a
/// time.
class CountedText
{
public:
    explicit CountedText(Encoding encoding) : m_encoding(encoding) { }

    [[nodiscard]] Encoding encoding() const { return m_encoding; }
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// UTF-8, below 4 GiB.
    void setText(const QByteArray &text);
    [[nodiscard]] qint64 tokens() const { return m_tokens; }
    /// For each of these byte offsets, which ascend: how many tokens begin before it. Differences
    /// are the shares of parts that are cut anywhere, and add up to the whole.
    [[nodiscard]] QList<qint64> tokensBefore(const QList<qint64> &offsets) const;

private:
    struct Piece
    {
        quint32 length = 0; ///< Bytes.
        quint32 seen = 0; ///< Bytes from its start; may lie beyond the end of the text.
        quint32 tokens = 0;
    };

    void count(const QByteArray &before, const QByteArray &text);
    void replacePieces(size_t first, size_t last, const std::vector<Piece> &with);

    Encoding m_encoding;
    QByteArray m_text;
    ComposedText m_counted; ///< What the encoding makes of it.
    std::vector<Piece> m_pieces; ///< Of m_counted, in order, without gaps.
    qint64 m_tokens = 0;
};

} // namespace hermes::tokens
