#pragma once

#include <QByteArray>
#include <QStringView>

#include <vector>

namespace hermes::test {

/// A text file as nothing but bytes, edited by the positions of the QTextDocument that shows it:
/// the plain truth that an editor is compared with.
///
/// One piece per position. A line ending is one piece whatever its bytes; a character that fills
/// two positions has all its bytes in the first. Thread: any.
class ByteModel
{
public:
    explicit ByteModel(QByteArrayView bytes);

    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] int size() const { return static_cast<int>(m_pieces.size()); }
    /// The first position of the character at `position`, or of the one that ends there.
    [[nodiscard]] int characterStart(int position) const;
    /// Where as many line ends come as go, the new ones take the bytes of the old.
    /// CR and LF that come together remain two line ends: the newer of them becomes CR LF, or the
    /// second, if both are old.
    void replace(int from, int to, QByteArrayView with);

private:
    [[nodiscard]] bool meetsLineFeed(int position) const;
    using Pieces = std::vector<QByteArray>;
    [[nodiscard]] static Pieces cut(QByteArrayView bytes);

    QByteArray m_byteOrderMark;
    Pieces m_pieces;
};

} // namespace hermes::test
