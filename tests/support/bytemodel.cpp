#include "bytemodel.h"

#include <QString>

#include <algorithm>
#include <iterator>

namespace hermes::test {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

/// Characters of one code unit that the document holds in two.
bool isWide(QByteArrayView character)
{
    return character == "\xE2\x80\xA9" || character == "\xEF\xB7\x90" || character == "\xEF\xB7\x91"
        || character.size() == 4;
}

bool isLineEnd(const QByteArray &piece)
{
    return piece == "\n" || piece == "\r" || piece == "\r\n";
}

} // namespace

ByteModel::ByteModel(QByteArrayView bytes)
    : m_byteOrderMark(bytes.startsWith(byteOrderMark) ? byteOrderMark.toByteArray() : QByteArray())
    , m_pieces(cut(bytes.sliced(m_byteOrderMark.size())))
{
}

ByteModel::Pieces ByteModel::cut(QByteArrayView bytes)
{
    Pieces pieces;
    for (qsizetype i = 0; i < bytes.size();) {
        qsizetype end = i + 1;
        if (bytes[i] == '\r' && end < bytes.size() && bytes[end] == '\n') {
            ++end;
        }
        while (end < bytes.size() && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) {
            ++end;
        }
        const QByteArrayView character = bytes.sliced(i, end - i);
        pieces.push_back(character.toByteArray());
        if (isWide(character)) {
            pieces.emplace_back();
        }
        i = end;
    }
    return pieces;
}

QByteArray ByteModel::bytes() const
{
    QByteArray all = m_byteOrderMark;
    for (const QByteArray &piece : m_pieces) {
        all += piece;
    }
    return all;
}

int ByteModel::characterStart(int position) const
{
    while (position > 0 && position < size()
           && m_pieces.at(static_cast<size_t>(position)).isEmpty()) {
        --position;
    }
    return position;
}

void ByteModel::replace(int from, int to, QByteArrayView with)
{
    Pieces pieces = cut(with);
    Pieces lineEnds;
    std::copy_if(m_pieces.begin() + from, m_pieces.begin() + to, std::back_inserter(lineEnds),
                 isLineEnd);
    if (std::ranges::count_if(pieces, isLineEnd) == std::ssize(lineEnds)) {
        auto next = lineEnds.begin();
        for (QByteArray &piece : pieces) {
            piece = isLineEnd(piece) ? *next++ : piece;
        }
    }
    m_pieces.erase(m_pieces.begin() + from, m_pieces.begin() + to);
    m_pieces.insert(m_pieces.begin() + from, pieces.begin(), pieces.end());
    const int end = from + static_cast<int>(pieces.size());
    if (end > from && meetsLineFeed(from - 1)) {
        m_pieces.at(static_cast<size_t>(from)) = "\r\n";
    }
    if (meetsLineFeed(end - 1)) {
        m_pieces.at(static_cast<size_t>(end > from ? end - 1 : end)) = "\r\n";
    }
}

bool ByteModel::meetsLineFeed(int position) const
{
    return position >= 0 && position + 1 < size()
        && m_pieces.at(static_cast<size_t>(position)) == "\r"
        && m_pieces.at(static_cast<size_t>(position) + 1) == "\n";
}

} // namespace hermes::test
