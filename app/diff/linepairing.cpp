#include "diff/linepairing.h"

#include "diff/invisible.h"
#include "diff/linehunks.h"
#include "diff/words.h"

#include <QHashFunctions>

#include <algorithm>
#include <utility>

namespace hermes::diff {

namespace {

constexpr double leastSimilarity = 0.4;
/// Pairs of lines that are all compared with each other; beyond that only near ones are.
constexpr qsizetype allPairsLimit = 4096;
constexpr qsizetype nearLines = 16;

/// What is compared of a line: its words, weighed by their length so that "the" counts for little.
class Profile
{
public:
    explicit Profile(QStringView line) : m_visible(visiblePart(line))
    {
        for (const QStringView piece : wordsAndGaps(line)) {
            if (isWord(piece)) {
                m_words.push_back({qHash(piece), static_cast<int>(piece.size())});
                m_weight += static_cast<int>(piece.size());
            }
        }
        std::ranges::sort(m_words);
    }

    [[nodiscard]] double similarity(const Profile &other) const
    {
        if (m_visible == other.m_visible) {
            return 1;
        }
        int shared = 0;
        for (size_t i = 0, j = 0; i < m_words.size() && j < other.m_words.size();) {
            if (m_words[i] == other.m_words[j]) {
                shared += m_words[i].second;
                ++i;
                ++j;
            } else if (m_words[i] < other.m_words[j]) {
                ++i;
            } else {
                ++j;
            }
        }
        return shared == 0 ? 0 : 2.0 * shared / (m_weight + other.m_weight);
    }

private:
    QString m_visible;
    std::vector<std::pair<size_t, int>> m_words; // hash, length
    int m_weight = 0;
};

/// A stretch of both lists.
struct Gap
{
    qsizetype leftBegin = 0;
    qsizetype leftEnd = 0;
    qsizetype rightBegin = 0;
    qsizetype rightEnd = 0;

    [[nodiscard]] qsizetype leftCount() const { return leftEnd - leftBegin; }
    [[nodiscard]] qsizetype rightCount() const { return rightEnd - rightBegin; }
    [[nodiscard]] bool isSmall() const { return leftCount() <= allPairsLimit / rightCount(); }
};

class LinePairing
{
public:
    LinePairing(const QList<QStringView> &left, const QList<QStringView> &right,
                const core::CancelFlag &cancel)
        : m_left(left), m_right(right), m_cancel(cancel)
    {
    }

    [[nodiscard]] QList<LinePair> pairs()
    {
        const Gap whole{0, m_left.size(), 0, m_right.size()};
        if (whole.leftCount() > 0 && whole.rightCount() > 0) {
            whole.isSmall() ? pairBest(whole) : pairAlike(whole);
        }
        return m_cancel.isCancelled() ? QList<LinePair>{} : m_pairs;
    }

private:
    /// Lines that differ only invisibly first, however many: a file whose line endings changed is
    /// one hunk.
    void pairAlike(Gap whole);
    void pairGap(Gap gap);
    void pairBest(Gap gap);
    void pairNear(Gap gap);
    void addPair(qsizetype left, qsizetype right)
    {
        m_pairs.append({static_cast<int>(left), static_cast<int>(right)});
    }
    [[nodiscard]] static std::vector<Profile> profiles(const QList<QStringView> &lines,
                                                       qsizetype begin, qsizetype end)
    {
        std::vector<Profile> result;
        result.reserve(static_cast<size_t>(end - begin));
        for (qsizetype i = begin; i < end; ++i) {
            result.emplace_back(lines[i]);
        }
        return result;
    }

    const QList<QStringView> &m_left;
    const QList<QStringView> &m_right;
    const core::CancelFlag &m_cancel;
    QList<LinePair> m_pairs;
};

void LinePairing::pairAlike(Gap whole)
{
    const auto visible = [](const QList<QStringView> &lines) {
        QStringList texts;
        texts.reserve(lines.size());
        std::ranges::transform(lines, std::back_inserter(texts), visiblePart);
        return texts;
    };
    const QStringList leftTexts = visible(m_left);
    const QStringList rightTexts = visible(m_right);
    const QList<QStringView> leftViews(leftTexts.begin(), leftTexts.end());
    const QList<QStringView> rightViews(rightTexts.begin(), rightTexts.end());
    Gap equal{0, 0, 0, 0};
    QList<DiffHunk> hunks = shortestHunks(leftViews, rightViews, m_cancel);
    hunks.append({static_cast<int>(whole.leftEnd), 0, static_cast<int>(whole.rightEnd), 0});
    for (const DiffHunk &hunk : std::as_const(hunks)) {
        for (; equal.leftEnd < hunk.leftStart; ++equal.leftEnd, ++equal.rightEnd) {
            addPair(equal.leftEnd, equal.rightEnd);
        }
        equal = {0, hunk.leftStart + hunk.leftCount, 0, hunk.rightStart + hunk.rightCount};
        pairGap({hunk.leftStart, equal.leftEnd, hunk.rightStart, equal.rightEnd});
    }
}

void LinePairing::pairGap(Gap gap)
{
    if (gap.leftCount() == 0 || gap.rightCount() == 0 || m_cancel.isCancelled()) {
        return;
    }
    gap.isSmall() ? pairBest(gap) : pairNear(gap);
}

// The alignment with the greatest sum of similarities, by dynamic programming from the end.
void LinePairing::pairBest(Gap gap)
{
    const std::vector<Profile> left = profiles(m_left, gap.leftBegin, gap.leftEnd);
    const std::vector<Profile> right = profiles(m_right, gap.rightBegin, gap.rightEnd);
    const size_t width = right.size() + 1;
    std::vector<double> best((left.size() + 1) * width, 0);
    std::vector<double> alike(best.size(), 0);
    for (size_t i = left.size(); i-- > 0;) {
        for (size_t j = right.size(); j-- > 0;) {
            const size_t here = i * width + j;
            best[here] = std::max(best[here + 1], best[here + width]);
            const double similarity = left[i].similarity(right[j]);
            if (similarity >= leastSimilarity) {
                alike[here] = similarity;
                best[here] = std::max(best[here], similarity + best[here + width + 1]);
            }
        }
    }
    for (size_t i = 0, j = 0; i < left.size() && j < right.size();) {
        const size_t here = i * width + j;
        if (alike[here] > 0 && alike[here] + best[here + width + 1] >= best[here]) {
            addPair(gap.leftBegin + static_cast<qsizetype>(i),
                    gap.rightBegin + static_cast<qsizetype>(j));
            ++i;
            ++j;
        } else if (best[here + width] >= best[here + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
}

void LinePairing::pairNear(Gap gap)
{
    const std::vector<Profile> right = profiles(m_right, gap.rightBegin, gap.rightEnd);
    qsizetype next = 0;
    for (qsizetype i = gap.leftBegin; i < gap.leftEnd && next < gap.rightCount(); ++i) {
        if (m_cancel.isCancelled()) {
            return;
        }
        const Profile line(m_left[i]);
        double best = leastSimilarity;
        qsizetype partner = -1;
        for (qsizetype j = next; j < std::min(next + nearLines, gap.rightCount()); ++j) {
            if (const double found = line.similarity(right[static_cast<size_t>(j)]); found > best) {
                best = found;
                partner = j;
            }
        }
        if (partner >= 0) {
            addPair(i, gap.rightBegin + partner);
            next = partner + 1;
        }
    }
}

} // namespace

QList<LinePair> pairSimilarLines(const QList<QStringView> &left, const QList<QStringView> &right,
                                 const core::CancelFlag &cancel)
{
    return LinePairing(left, right, cancel).pairs();
}

} // namespace hermes::diff
