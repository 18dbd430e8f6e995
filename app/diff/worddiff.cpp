#include "diff/linediff.h"
#include "diff/sequencediff.h"
#include "diff/symboltable.h"
#include "diff/words.h"

#include <algorithm>

namespace hermes::diff {

namespace {

/// A word always begins between a space and such a character, whatever comes later.
bool beginsPiece(QChar c)
{
    return c.isLetterOrNumber() || (c.unicode() > 0x20 && c.unicode() < 0x7f);
}

/// Code units that are equal at the start of both and end where a word may begin.
qsizetype commonStart(QStringView left, QStringView right)
{
    const qsizetype shorter = std::min(left.size(), right.size());
    qsizetype common =
        std::mismatch(left.begin(), left.begin() + shorter, right.begin()).first - left.begin();
    if (common == left.size() && common == right.size()) {
        return common;
    }
    for (; common > 0; --common) {
        if (left[common - 1] == u' ' && common < left.size() && common < right.size()
            && beginsPiece(left[common]) && beginsPiece(right[common])) {
            break;
        }
    }
    return common;
}

/// Code units that are equal at the end of both and begin with a space after something else: also
/// always a boundary.
qsizetype commonEnd(QStringView left, QStringView right)
{
    const qsizetype shorter = std::min(left.size(), right.size());
    qsizetype common = 0;
    while (common < shorter && left[left.size() - 1 - common] == right[right.size() - 1 - common]) {
        ++common;
    }
    const auto startsPiece = [&](QStringView text) {
        return common < text.size() && text[text.size() - common] == u' '
            && !text[text.size() - common - 1].isSpace();
    };
    while (common > 0 && !(startsPiece(left) && startsPiece(right))) {
        --common;
    }
    return common;
}

/// Places of the marked pieces; what a single space parts is one mark.
class MarkBuilder
{
public:
    MarkBuilder(const std::vector<QStringView> &pieces, qsizetype offset)
        : m_pieces(pieces), m_offset(static_cast<int>(offset))
    {
    }

    void mark(int first, int count)
    {
        if (count == 0) {
            return;
        }
        const int start = startOf(first);
        const int end = startOf(first + count);
        const bool isJoined = !m_marks.isEmpty() && m_lastPiece + 1 == first
            && m_pieces[static_cast<size_t>(m_lastPiece)] == u" ";
        if (isJoined) {
            m_marks.last().length = end - m_marks.constLast().start;
        } else {
            m_marks.append({start, end - start});
        }
        m_lastPiece = first + count;
    }
    [[nodiscard]] QList<TextSpan> marks() const { return m_marks; }

private:
    [[nodiscard]] int startOf(int piece) const
    {
        if (m_pieces.empty()) {
            return m_offset;
        }
        const auto index = static_cast<size_t>(piece);
        const QChar *const end = index < m_pieces.size()
            ? m_pieces[index].data()
            : m_pieces.back().data() + m_pieces.back().size();
        return m_offset + static_cast<int>(end - m_pieces.front().data());
    }

    const std::vector<QStringView> &m_pieces;
    int m_offset = 0;
    int m_lastPiece = -1; // the piece after the last mark
    QList<TextSpan> m_marks;
};

} // namespace

WordDiff diffWords(QStringView left, QStringView right)
{
    const qsizetype before = commonStart(left, right);
    const qsizetype after = commonEnd(left.sliced(before), right.sliced(before));
    const std::vector<QStringView> leftPieces =
        wordsAndGaps(left.sliced(before, left.size() - before - after));
    const std::vector<QStringView> rightPieces =
        wordsAndGaps(right.sliced(before, right.size() - before - after));
    SymbolTable table(static_cast<qsizetype>(leftPieces.size() + rightPieces.size()));
    const auto symbols = [&table](const std::vector<QStringView> &pieces) {
        return symbolsOf(table, std::span<const QStringView>(pieces));
    };
    const std::vector<int> leftSymbols = symbols(leftPieces);
    const std::vector<int> rightSymbols = symbols(rightPieces);

    MarkBuilder removed(leftPieces, before);
    MarkBuilder added(rightPieces, before);
    const QList<DiffHunk> hunks = SequenceDiff({}).compare(leftSymbols, rightSymbols, table.size());
    for (const DiffHunk &hunk : hunks) {
        removed.mark(hunk.leftStart, hunk.leftCount);
        added.mark(hunk.rightStart, hunk.rightCount);
    }
    return {removed.marks(), added.marks()};
}

} // namespace hermes::diff
