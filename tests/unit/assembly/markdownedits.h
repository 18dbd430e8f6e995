#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <random>

namespace hermes::test {

/// Markdown texts in which what a line means depends on others.
[[nodiscard]] QByteArrayList tiedMarkdown();

/// Edits of Markdown as nobody would make them: pieces that open, close and join blocks come and go
/// at any place, texts are exchanged, and old ones come back.
class MarkdownEdits
{
public:
    MarkdownEdits(const QByteArray &text, quint32 seed) : m_random(seed), m_text(text) { }

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    void step();
    /// From 0 to that, both included.
    [[nodiscard]] qsizetype below(qsizetype most);

private:
    [[nodiscard]] qsizetype anyPlace();
    [[nodiscard]] QByteArray anyPiece();

    std::mt19937 m_random;
    QByteArray m_text;
    QByteArrayList m_before;
};

} // namespace hermes::test
