#include "tokens/countedtext.h"

#include "tokens/splitter.h"

#include <algorithm>
#include <limits>

namespace hermes::tokens {

namespace {

/// Bytes that two texts have in common at their start.
qsizetype commonStart(QByteArrayView left, QByteArrayView right)
{
    const auto both = std::ranges::mismatch(left, right);
    return both.in1 - left.begin();
}

/// Bytes that two texts have in common at their end.
qsizetype commonEnd(QByteArrayView left, QByteArrayView right)
{
    const auto both = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    return both.first - left.rbegin();
}

} // namespace

void CountedText::replacePieces(size_t first, size_t last, const std::vector<Piece> &with)
{
    const auto begin = m_pieces.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = m_pieces.begin() + static_cast<std::ptrdiff_t>(last);
    for (auto piece = begin; piece != end; ++piece) {
        m_tokens -= piece->tokens;
    }
    for (const Piece &piece : with) {
        m_tokens += piece.tokens;
    }
    const auto same =
        static_cast<std::ptrdiff_t>(std::min(with.size(), last - first)); // overwritten in place
    std::ranges::copy(with.begin(), with.begin() + same, begin);
    if (with.size() > last - first) {
        m_pieces.insert(begin + same, with.begin() + same, with.end());
    } else {
        m_pieces.erase(begin + same, end);
    }
}

void CountedText::setText(const QByteArray &text)
{
    Q_ASSERT(size_t(text.size()) < std::numeric_limits<quint32>::max());
    const QByteArray before = m_counted.text();
    m_text = text;
    m_counted = composesFirst(m_encoding) ? ComposedText::of(text) : ComposedText::unchanged(text);
    count(before, m_counted.text());
}

void CountedText::count(const QByteArray &before, const QByteArray &text)
{
    const qsizetype kept = commonStart(before, text);
    if (kept == text.size() && kept == before.size()) {
        return;
    }
    const qsizetype keptEnd =
        commonEnd(QByteArrayView(before).sliced(kept), QByteArrayView(text).sliced(kept));
    const qsizetype growth = text.size() - before.size();

    size_t first = 0;
    qsizetype place = 0;
    while (first < m_pieces.size() && place + m_pieces[first].seen <= kept) {
        place += m_pieces[first].length;
        ++first;
    }
    // Pieces depend on nothing before them: from the first that begins where one began, behind all
    // that changed, they are as they were.
    size_t last = first;
    qsizetype lastStart = place + growth; // in the new text
    std::vector<Piece> counted;
    Tokenizer tokenizer(m_encoding);
    while (place < text.size()) {
        while (last < m_pieces.size() && lastStart < place) {
            lastStart += m_pieces[last].length;
            ++last;
        }
        if (lastStart == place && place >= text.size() - keptEnd && last < m_pieces.size()) {
            break;
        }
        const auto piece = nextPiece(m_encoding, text, place);
        const auto starts =
            tokenizer.startsInPiece(QByteArrayView(text).sliced(place, piece.end - place));
        counted.push_back({static_cast<quint32>(piece.end - place),
                           static_cast<quint32>(piece.seen - place),
                           static_cast<quint32>(starts.size())});
        place = piece.end;
    }
    replacePieces(first, place == text.size() ? m_pieces.size() : last, counted);
}

QList<qint64> CountedText::tokensBefore(const QList<qint64> &offsets) const
{
    Q_ASSERT(std::ranges::is_sorted(offsets));
    QList<qint64> before;
    before.reserve(offsets.size());
    Tokenizer tokenizer(m_encoding);
    auto piece = m_pieces.cbegin();
    qint64 start = 0;
    qint64 tokens = 0;
    for (const qint64 original : offsets) {
        const qint64 offset = m_counted.placeOf(original);
        while (piece != m_pieces.cend() && start + piece->length <= offset) {
            start += piece->length;
            tokens += piece->tokens;
            ++piece;
        }
        if (piece == m_pieces.cend() || offset <= start) {
            before.append(tokens);
            continue;
        }
        const auto starts =
            tokenizer.startsInPiece(QByteArrayView(m_counted.text()).sliced(start, piece->length));
        const auto inside = std::ranges::lower_bound(starts, static_cast<quint32>(offset - start));
        before.append(tokens + (inside - starts.begin()));
    }
    return before;
}

} // namespace hermes::tokens
