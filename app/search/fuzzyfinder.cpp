#include "search/fuzzyfinder.h"

#include "search/folding.h"

#include <QChar>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace hermes::search {

namespace {

constexpr int letterScore = 16;
constexpr int consecutiveBonus = 8;
constexpr quint8 wordStartBonus = 8;
constexpr quint8 textStartBonus = 10;
constexpr int caseBonus = 2;
constexpr int gapPenalty = 1; ///< Of each letter left out between two.
constexpr int mostLeadPenalty = 6; ///< One of each letter before the first.
constexpr int impossible = std::numeric_limits<int>::min() / 2;
constexpr qsizetype longestText =
    1000; ///< UTF-16 code units; what is behind them is not looked at.
constexpr qsizetype longestWord = 64;

quint64 bitOf(char16_t letter)
{
    constexpr int others = 28;
    const int bit = letter >= u'a' && letter <= u'z' ? letter - u'a'
        : letter >= u'0' && letter <= u'9'           ? 26 + letter - u'0'
                                                     : 36 + letter % others;
    return quint64(1) << bit;
}

quint64 pairBit(char16_t first, char16_t second)
{
    return quint64(1) << (first * 7U + second * 31U) % 64;
}

/// How the character at `i` begins a word, as points.
quint8 bonusAt(const QString &text, qsizetype i)
{
    const QChar character = text.at(i);
    if (i == 0) {
        return textStartBonus;
    }
    const QChar before = text.at(i - 1);
    const bool isStart = character.isLetterOrNumber()
        && (!(before.isLetterOrNumber() || before.isMark() || before.isSurrogate())
            || (character.isUpper() && before.isLower())
            || (character.isDigit() && before.isLetter()));
    return isStart ? wordStartBonus : 0;
}

} // namespace

struct FuzzyFinder::Word
{
    std::vector<Letter> letters;
    quint64 bits = 0;
    std::vector<quint64> pairs; ///< Of each letter and the next.
};

/// An item and what it could score at most.
struct FuzzyFinder::Limited
{
    int limit = 0;
    int item = 0;
};

FuzzyFinder::FuzzyFinder(const QList<QString> &texts)
{
    m_items.reserve(static_cast<size_t>(texts.size()));
    m_bits.reserve(static_cast<size_t>(texts.size()));
    for (const QString &text : texts) {
        append(text);
    }
    m_letters.shrink_to_fit();
}

std::vector<FuzzyFinder::Letter> FuzzyFinder::lettersOf(const QString &text)
{
    std::vector<Letter> letters;
    const qsizetype end = std::min(text.size(), longestText);
    for (qsizetype i = 0; i < end;) {
        const bool isPair =
            text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        const QStringView character = QStringView(text).sliced(i, isPair ? 2 : 1);
        const QChar first = character.front();
        // What separates words is all one: an id is found as a name is.
        const QString folds = QStringView(u" -_./:").contains(first) ? QStringLiteral("-")
            : first.unicode() < 0x80
            ? QString(first.toLower())
            : QString::fromUtf8(folded(character, Folding::CaseAndAccents));
        quint8 bonus = bonusAt(text, i);
        for (const QChar c : folds) {
            letters.push_back({c.unicode(), static_cast<quint16>(i), bonus, first.isUpper()});
            bonus = 0;
        }
        i += character.size();
    }
    return letters;
}

std::vector<FuzzyFinder::Word> FuzzyFinder::wordsOf(const QString &typed)
{
    std::vector<Word> words;
    for (const auto allTexts = typed.simplified().split(u' ', Qt::SkipEmptyParts);
         const QString &text : allTexts) {
        Word word;
        word.letters = lettersOf(text.first(std::min(text.size(), longestWord)));
        for (size_t i = 0; i < word.letters.size(); ++i) {
            word.bits |= bitOf(word.letters[i].folded);
            if (i + 1 < word.letters.size()) {
                word.pairs.push_back(pairBit(word.letters[i].folded, word.letters[i + 1].folded));
            }
        }
        if (!word.letters.empty()) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

void FuzzyFinder::write(int item, const std::vector<Letter> &letters)
{
    Item &written = m_items[static_cast<size_t>(item)];
    quint64 &bits = m_bits[static_cast<size_t>(item)];
    bits = 0;
    written = {};
    written.start = static_cast<quint32>(m_letters.size());
    written.size = static_cast<quint32>(letters.size());
    written.first = letters.empty() ? u'\0' : letters.front().folded;
    for (size_t i = 0; i < letters.size(); ++i) {
        const Letter &letter = letters[i];
        bits |= bitOf(letter.folded);
        written.starts |= letter.bonus > 0 ? bitOf(letter.folded) : 0;
        if (i + 1 < letters.size()) {
            const quint64 pair = pairBit(letter.folded, letters[i + 1].folded);
            written.pairs |= pair;
            written.startPairs |= letter.bonus > 0 ? pair : 0;
        }
    }
    m_letters.insert(m_letters.end(), letters.begin(), letters.end());
}

int FuzzyFinder::append(const QString &text)
{
    m_items.emplace_back();
    m_bits.emplace_back();
    write(itemCount() - 1, lettersOf(text));
    return itemCount() - 1;
}

void FuzzyFinder::replace(int item, const QString &text)
{
    m_unused += m_items[static_cast<size_t>(item)].size;
    write(item, lettersOf(text));
    if (m_unused > m_letters.size() / 2) {
        compact();
    }
}

void FuzzyFinder::compact()
{
    std::vector<Letter> letters;
    letters.reserve(m_letters.size() - m_unused);
    for (Item &item : m_items) {
        const auto begin = m_letters.begin() + item.start;
        item.start = static_cast<quint32>(letters.size());
        letters.insert(letters.end(), begin, begin + item.size);
    }
    m_letters = std::move(letters);
    m_unused = 0;
}

int FuzzyFinder::limitFor(int item, const Word &word) const
{
    const Item &looked = m_items[static_cast<size_t>(item)];
    const std::vector<Letter> &letters = word.letters;
    const auto startsWord = [&](size_t i) {
        return (looked.starts & bitOf(letters[i].folded)) != 0;
    };
    const bool beginsText = looked.first == letters.front().folded;
    const int first = beginsText ? textStartBonus
        : startsWord(0)          ? wordStartBonus - 1 // at least one letter stands before it
                                 : -1;
    int limit = static_cast<int>(letters.size()) * letterScore;
    for (const Letter &letter : letters) {
        limit += letter.isUpper ? caseBonus : 0;
    }
    if (letters.size() == 1) {
        return limit + first;
    }
    // The first two: at a word's beginning and side by side, or one of the two.
    const bool isPair = (looked.pairs & word.pairs.front()) != 0;
    const int second = startsWord(1) ? wordStartBonus : 0;
    const bool isStartPair = (looked.startPairs & word.pairs.front()) != 0;
    const int apart = first + second - gapPenalty;
    const int together = isStartPair ? first + second + consecutiveBonus
        : isPair                     ? second + consecutiveBonus
                                     : impossible;
    limit += std::max(apart, together);
    for (size_t i = 2; i < letters.size(); ++i) {
        const bool isNext = (looked.pairs & word.pairs[i - 1]) != 0;
        limit += (startsWord(i) ? wordStartBonus : 0) + (isNext ? consecutiveBonus : -gapPenalty);
    }
    return limit;
}

/// Finds the best way in which a word's letters stand in an item.
class FuzzyFinder::Weighing
{
public:
    /// The score; `impossible` if the letters are not there in order.
    int weigh(std::span<const Letter> text, const Word &word)
    {
        m_text = text;
        m_word = &word;
        m_size = text.size();
        const size_t count = word.letters.size();
        if (!bound()) {
            return impossible;
        }
        if (m_scores.size() < m_size * count) {
            m_scores.resize(m_size * count);
        }
        for (size_t j = 0; j < m_size; ++j) {
            score(0, j) = j >= m_first[0] && j <= m_last[0] && isAt(0, j)
                ? own(0, j) - std::min(static_cast<int>(j), mostLeadPenalty)
                : impossible;
        }
        for (size_t i = 1; i < count; ++i) {
            weighRow(i);
        }
        const auto last = row(count - 1).subspan(m_first[count - 1]);
        return *std::max_element(last.begin(), last.end());
    }

    /// Of the last item that was weighed: where the letters of its best way stand.
    [[nodiscard]] std::vector<int> positions() const
    {
        std::vector<int> result;
        size_t i = m_word->letters.size() - 1;
        const auto last = row(i);
        auto j = static_cast<size_t>(std::ranges::max_element(last) - last.begin());
        while (true) {
            result.push_back(m_text[j].position);
            if (i == 0) {
                return result;
            }
            const int before = score(i, j) - own(i, j);
            --i;
            size_t k = j - 1;
            if (score(i, k) + consecutiveBonus != before) {
                do {
                    --k;
                } while (score(i, k) - static_cast<int>(j - 1 - k) * gapPenalty != before);
            }
            j = k;
        }
    }

private:
    /// The first and the last place at which each letter can stand; false if they are not there in
    /// order.
    bool bound()
    {
        const size_t count = m_word->letters.size();
        m_first.resize(count);
        m_last.resize(count);
        size_t j = 0;
        for (size_t i = 0; i < count; ++i, ++j) {
            while (j < m_size && !isAt(i, j)) {
                ++j;
            }
            if (j >= m_size) {
                return false;
            }
            m_first[i] = j;
        }
        j = m_size;
        for (size_t i = count; i-- > 0;) {
            do {
                --j; // ends at m_first[i] at the latest
            } while (!isAt(i, j));
            m_last[i] = j;
        }
        return true;
    }

    void weighRow(size_t i)
    {
        const std::span<int> before = row(i - 1);
        const std::span<int> now = row(i);
        std::fill_n(now.begin(), m_first[i], impossible);
        int apart = impossible; // the best with letters left out before j
        for (size_t j = m_first[i - 1] + 1; j <= m_last[i]; ++j) {
            apart = std::max(apart, j >= 2 ? before[j - 2] : impossible) - gapPenalty;
            now[j] = impossible;
            if (j >= m_first[i] && isAt(i, j)) {
                const int best = std::max(before[j - 1] + consecutiveBonus, apart);
                now[j] = best < impossible / 2 ? impossible : best + own(i, j);
            }
        }
        std::fill(now.begin() + static_cast<qsizetype>(m_last[i]) + 1, now.end(), impossible);
    }

    [[nodiscard]] std::span<int> row(size_t i)
    {
        return std::span(m_scores).subspan(i * m_size, m_size);
    }
    [[nodiscard]] std::span<const int> row(size_t i) const
    {
        return std::span(m_scores).subspan(i * m_size, m_size);
    }
    [[nodiscard]] bool isAt(size_t i, size_t j) const
    {
        return m_word->letters[i].folded == m_text[j].folded;
    }
    [[nodiscard]] int own(size_t i, size_t j) const
    {
        return letterScore + m_text[j].bonus
            + (m_word->letters[i].isUpper && m_text[j].isUpper ? caseBonus : 0);
    }
    [[nodiscard]] int &score(size_t i, size_t j) { return m_scores[i * m_size + j]; }
    [[nodiscard]] int score(size_t i, size_t j) const { return m_scores[i * m_size + j]; }

    std::span<const Letter> m_text;
    const Word *m_word = nullptr;
    size_t m_size = 0;
    std::vector<int> m_scores; ///< By letter of the word, then of the text.
    std::vector<size_t> m_first; ///< Place of each letter of the word.
    std::vector<size_t> m_last;
};

/// The best items so far, at most a fixed number of them.
class FuzzyFinder::Best
{
public:
    struct Candidate
    {
        int score = 0;
        quint32 size = 0; ///< Of the item's text.
        int item = 0;
    };

    explicit Best(int most) : m_most(static_cast<size_t>(most)) { }

    [[nodiscard]] bool isFull() const { return m_heap.size() == m_most; }
    [[nodiscard]] int worstScore() const { return m_heap.front().score; }
    [[nodiscard]] bool wouldTake(const Candidate &candidate) const
    {
        return !isFull() || isBetter(candidate, m_heap.front());
    }
    void take(const Candidate &candidate)
    {
        if (isFull()) {
            std::ranges::pop_heap(m_heap, isBetter);
            m_heap.pop_back();
        }
        m_heap.push_back(candidate);
        std::ranges::push_heap(m_heap, isBetter);
    }
    [[nodiscard]] std::vector<Candidate> sorted() const
    {
        std::vector<Candidate> result = m_heap;
        std::ranges::sort(result, isBetter);
        return result;
    }

private:
    static bool isBetter(const Candidate &left, const Candidate &right)
    {
        return std::tuple(-left.score, left.size, left.item)
            < std::tuple(-right.score, right.size, right.item);
    }

    size_t m_most;
    std::vector<Candidate> m_heap; ///< The worst in front.
};

std::span<const FuzzyFinder::Letter> FuzzyFinder::textOf(int item) const
{
    return std::span(m_letters).subspan(m_items[static_cast<size_t>(item)].start,
                                        m_items[static_cast<size_t>(item)].size);
}

int FuzzyFinder::weigh(int item, const std::vector<Word> &words, Weighing &weighing) const
{
    int sum = 0;
    for (const Word &word : words) {
        const int score = weighing.weigh(textOf(item), word);
        if (score == impossible) {
            return impossible;
        }
        sum += score;
    }
    return sum;
}

QList<int> FuzzyFinder::positionsIn(int item, const std::vector<Word> &words,
                                    Weighing &weighing) const
{
    QList<int> positions;
    for (const Word &word : words) {
        weighing.weigh(textOf(item), word);
        for (const int position : weighing.positions()) {
            positions.append(position);
        }
    }
    std::ranges::sort(positions);
    positions.erase(std::ranges::unique(positions).begin(), positions.end());
    return positions;
}

/// The items that have all letters, those first that could have the highest scores.
std::vector<FuzzyFinder::Limited> FuzzyFinder::byLimit(const std::vector<Word> &words) const
{
    quint64 needed = 0;
    for (const Word &word : words) {
        needed |= word.bits;
    }
    std::vector<Limited> limited;
    limited.reserve(m_items.size());
    int highest = 0;
    for (int item = 0; item < itemCount(); ++item) {
        if ((m_bits[static_cast<size_t>(item)] & needed) == needed) {
            int limit = 0;
            for (const Word &word : words) {
                limit += limitFor(item, word);
            }
            limited.push_back({std::max(limit, 0), item});
            highest = std::max(highest, limit);
        }
    }
    // By counting: limits are small numbers, and the items of one stay in their order.
    std::vector<size_t> places(static_cast<size_t>(highest) + 2);
    for (const Limited &each : limited) {
        ++places[static_cast<size_t>(highest - each.limit) + 1];
    }
    std::partial_sum(places.begin(), places.end(), places.begin());
    std::vector<Limited> sorted(limited.size());
    for (const Limited &each : limited) {
        sorted[places[static_cast<size_t>(highest - each.limit)]++] = each;
    }
    return sorted;
}

QList<FuzzyMatch> FuzzyFinder::find(const QString &typed, int most) const
{
    const std::vector<Word> words = wordsOf(typed);
    if (words.empty() || most <= 0) {
        return {};
    }
    Best best(most);
    Weighing weighing;
    for (const auto items = byLimit(words); const auto &[limit, item] : items) {
        Best::Candidate candidate{limit, m_items[static_cast<size_t>(item)].size, item};
        if (!best.wouldTake(candidate)) {
            if (limit < best.worstScore()) {
                break;
            }
            continue;
        }
        candidate.score = weigh(item, words, weighing);
        if (candidate.score != impossible && best.wouldTake(candidate)) {
            best.take(candidate);
        }
    }
    QList<FuzzyMatch> matches;
    for (const Best::Candidate &candidate : best.sorted()) {
        matches.append(
            {candidate.item, candidate.score, positionsIn(candidate.item, words, weighing)});
    }
    return matches;
}

} // namespace hermes::search
