#include "check/lookalikes.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace hermes::check {

namespace {

/// A letter and the Latin one that it cannot be told from in usual fonts.
struct Pair
{
    char16_t letter;
    char16_t latin;
};

/// Sorted by letter. Single letters of the alphabets that Unicode's security report (UTS 39) lists
/// as whole-script confusable with Latin, without those that only a careless reader confuses.
constexpr std::array pairs{
    // Greek
    Pair{0x037F, u'J'},
    Pair{0x0391, u'A'},
    Pair{0x0392, u'B'},
    Pair{0x0395, u'E'},
    Pair{0x0396, u'Z'},
    Pair{0x0397, u'H'},
    Pair{0x0399, u'I'},
    Pair{0x039A, u'K'},
    Pair{0x039C, u'M'},
    Pair{0x039D, u'N'},
    Pair{0x039F, u'O'},
    Pair{0x03A1, u'P'},
    Pair{0x03A4, u'T'},
    Pair{0x03A5, u'Y'},
    Pair{0x03A7, u'X'},
    Pair{0x03B1, u'a'},
    Pair{0x03B9, u'i'},
    Pair{0x03BD, u'v'},
    Pair{0x03BF, u'o'},
    Pair{0x03C1, u'p'},
    Pair{0x03C5, u'u'},
    Pair{0x03F2, u'c'},
    Pair{0x03F3, u'j'},
    // Cyrillic
    Pair{0x0405, u'S'},
    Pair{0x0406, u'I'},
    Pair{0x0408, u'J'},
    Pair{0x0410, u'A'},
    Pair{0x0412, u'B'},
    Pair{0x0415, u'E'},
    Pair{0x041A, u'K'},
    Pair{0x041C, u'M'},
    Pair{0x041D, u'H'},
    Pair{0x041E, u'O'},
    Pair{0x0420, u'P'},
    Pair{0x0421, u'C'},
    Pair{0x0422, u'T'},
    Pair{0x0423, u'Y'},
    Pair{0x0425, u'X'},
    Pair{0x0430, u'a'},
    Pair{0x0435, u'e'},
    Pair{0x043E, u'o'},
    Pair{0x0440, u'p'},
    Pair{0x0441, u'c'},
    Pair{0x0443, u'y'},
    Pair{0x0445, u'x'},
    Pair{0x0455, u's'},
    Pair{0x0456, u'i'},
    Pair{0x0458, u'j'},
    Pair{0x04AE, u'Y'},
    Pair{0x04BB, u'h'},
    Pair{0x04C0, u'I'},
    Pair{0x04CF, u'l'},
    Pair{0x0501, u'd'},
    Pair{0x050D, u'G'},
    Pair{0x051A, u'Q'},
    Pair{0x051B, u'q'},
    Pair{0x051C, u'W'},
    Pair{0x051D, u'w'},
    // Armenian
    Pair{0x0548, u'U'},
    Pair{0x054D, u'U'},
    Pair{0x054F, u'S'},
    Pair{0x0555, u'O'},
    Pair{0x0566, u'q'},
    Pair{0x0570, u'h'},
    Pair{0x0578, u'n'},
    Pair{0x057D, u'u'},
    Pair{0x0581, u'g'},
    Pair{0x0585, u'o'},
};
static_assert(std::ranges::is_sorted(pairs, {}, &Pair::letter));

/// Text below this has no letter of the table, so most of it is passed without a look-up.
constexpr char16_t firstForeign = 0x0370;

char16_t latinFor(char16_t letter)
{
    const auto *found = std::ranges::lower_bound(pairs, letter, {}, &Pair::letter);
    return found != pairs.end() && found->letter == letter ? found->latin : u'\0';
}

/// The letter of `script` that looks like the Latin one; 0 = none.
char16_t letterFor(char16_t latin, QChar::Script script)
{
    const auto *found = std::ranges::find_if(pairs, [&](const Pair &pair) {
        return pair.latin == latin && QChar::script(pair.letter) == script;
    });
    return found != pairs.end() ? found->letter : u'\0';
}

bool isAlphabet(QChar::Script script)
{
    return script == QChar::Script_Latin || script == QChar::Script_Greek
        || script == QChar::Script_Cyrillic || script == QChar::Script_Armenian;
}

class Word
{
public:
    Word(QStringView text, qsizetype position) : m_text(text), m_position(position) { }

    /// Letters that are not of the alphabet of most of them, but look as if they were.
    void appendForeign(QList<Lookalike> &found) const
    {
        const QChar::Script own = commonest();
        for (qsizetype start = 0; start < m_text.size();) {
            const QChar::Script script = scriptAt(start);
            qsizetype end = start + 1;
            while (end < m_text.size() && scriptAt(end) == script) {
                ++end;
            }
            const bool isAtAnEnd = start == 0 || end == m_text.size();
            const bool isJoined = isAtAnEnd && end - start > 1;
            if (script != own && isAlphabet(script) && !isJoined) {
                appendRun(start, end, own, found);
            }
            start = end;
        }
    }

    /// All letters, if each of them has a Latin twin.
    void appendWhole(QList<Lookalike> &found) const
    {
        const bool isWhole =
            std::ranges::all_of(m_text, [](QChar c) { return latinFor(c.unicode()) != u'\0'; });
        if (isWhole) {
            appendRun(0, m_text.size(), QChar::Script_Latin, found);
        }
    }

    [[nodiscard]] bool isMixed() const
    {
        const QChar::Script first = scriptAt(0);
        return std::ranges::any_of(m_text, [first](QChar c) { return c.script() != first; });
    }

private:
    [[nodiscard]] QChar::Script scriptAt(qsizetype index) const
    {
        return m_text.at(index).script();
    }

    [[nodiscard]] QChar::Script commonest() const
    {
        QChar::Script best = scriptAt(0);
        qsizetype most = 0;
        for (qsizetype i = 0; i < m_text.size(); ++i) {
            const QChar::Script script = scriptAt(i);
            const qsizetype count =
                std::ranges::count_if(m_text, [script](QChar c) { return c.script() == script; });
            // Of two alphabets with as many letters the Latin one is what names are read as.
            if (count > most || (count == most && script == QChar::Script_Latin)) {
                best = script;
                most = count;
            }
        }
        return best;
    }

    void appendRun(qsizetype start, qsizetype end, QChar::Script own, QList<Lookalike> &found) const
    {
        for (qsizetype i = start; i < end; ++i) {
            const char16_t letter = m_text.at(i).unicode();
            const bool isLatin = scriptAt(i) == QChar::Script_Latin;
            const char16_t latin = isLatin ? letter : latinFor(letter);
            const char16_t twin = own == QChar::Script_Latin ? latin : letterFor(latin, own);
            if (latin != u'\0' && twin != u'\0') {
                found.append({m_position + i, letter, twin});
            }
        }
    }

    QStringView m_text;
    qsizetype m_position;
};

template <typename Visit>
void forEachWord(QStringView text, Visit visit)
{
    for (qsizetype start = 0; start < text.size(); ++start) {
        qsizetype end = start;
        while (end < text.size() && text.at(end).isLetter()) {
            ++end;
        }
        if (end > start) {
            visit(Word(text.sliced(start, end - start), start));
            start = end;
        }
    }
}

bool hasForeign(QStringView text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.unicode() >= firstForeign; });
}

} // namespace

QList<Lookalike> findLookalikes(QStringView text)
{
    QList<Lookalike> found;
    if (hasForeign(text)) {
        forEachWord(text, [&found](const Word &word) {
            if (word.isMixed()) {
                word.appendForeign(found);
            }
        });
    }
    return found;
}

QList<Lookalike> findLookalikesInIdentifier(QStringView identifier)
{
    QList<Lookalike> found;
    if (hasForeign(identifier)) {
        forEachWord(identifier, [&found](const Word &word) {
            word.isMixed() ? word.appendForeign(found) : word.appendWhole(found);
        });
    }
    return found;
}

} // namespace hermes::check
