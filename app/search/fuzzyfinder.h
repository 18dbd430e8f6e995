#pragma once

#include <QList>
#include <QString>

#include <span>
#include <vector>

namespace hermes::search {

/// One item that a few typed letters mean.
struct FuzzyMatch
{
    int item = 0;
    int score = 0; ///< Comparable within one search.
    QList<int>
        positions; ///< Of the letters found, in UTF-16 code units of the item's text, sorted.

    bool operator==(const FuzzyMatch &) const = default;
};

/// Finds short texts (names, ids, tags, headings) by letters of theirs in order: `beng` finds
/// “Backend Engineer”.
///
/// Every word of what is typed must be found. Best are letters at the beginnings of words and side
/// by side, near the front, in the same case, in short texts. Case, accents and what separates
/// words do not matter for finding. Fast enough for each key: most items are ruled out by which
/// letters and pairs they have at all, and the rest are weighed in the order of what they could be
/// worth at most, until no other can be among the best. Thread: one at a time for changes, any for
/// find().
class FuzzyFinder
{
public:
    FuzzyFinder() = default;
    explicit FuzzyFinder(const QList<QString> &texts);

    [[nodiscard]] int itemCount() const { return static_cast<int>(m_items.size()); }
    int append(const QString &text); ///< The item's number.
    /// An empty text is never found: that is how an item is taken out.
    void replace(int item, const QString &text);

    /// The best `most` items, best first; of equal ones the shorter, then the one with the lower
    /// number. Nothing typed finds nothing.
    [[nodiscard]] QList<FuzzyMatch> find(const QString &typed, int most) const;

private:
    struct Item
    {
        quint64 starts = 0; ///< Bits of the letters that begin a word of it.
        quint64 pairs = 0; ///< Bits of the pairs of neighbours it has.
        quint64 startPairs = 0; ///< Of those the ones that begin a word.
        quint32 start = 0; ///< In m_letters.
        quint32 size = 0;
        char16_t first = 0; ///< Letter, folded.
    };
    struct Letter
    {
        char16_t folded = 0;
        quint16 position = 0; ///< In the item's text.
        quint8 bonus = 0; ///< For where it stands.
        bool isUpper = false;
    };
    struct Word;
    struct Limited;
    class Weighing;
    class Best;

    static std::vector<Word> wordsOf(const QString &typed);
    static std::vector<Letter> lettersOf(const QString &text);
    void write(int item, const std::vector<Letter> &letters);
    void compact();
    [[nodiscard]] int limitFor(int item, const Word &word) const;
    [[nodiscard]] std::vector<Limited> byLimit(const std::vector<Word> &words) const;
    [[nodiscard]] std::span<const Letter> textOf(int item) const;
    [[nodiscard]] int weigh(int item, const std::vector<Word> &words, Weighing &weighing) const;
    [[nodiscard]] QList<int> positionsIn(int item, const std::vector<Word> &words,
                                         Weighing &weighing) const;

    std::vector<Item> m_items;
    std::vector<quint64> m_bits; ///< Of the letters that each item has; apart, to be run through.
    std::vector<Letter> m_letters; ///< Of all items.
    size_t m_unused = 0; ///< Letters of items that were replaced.
};

} // namespace hermes::search
