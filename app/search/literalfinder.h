#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace hermes::search {

/// Finds one string of bytes in many texts.
///
/// Looks for the two bytes of the string that are rarest in prose, many places at a time, and
/// compares the whole only where both stand. Thread: any, several at once.
class LiteralFinder
{
public:
    enum class Letters
    {
        Exact,
        AsciiFolded ///< `needle` is in lower case; ASCII letters of the text count as theirs.
    };

    LiteralFinder() = default;
    /// An empty needle is found nowhere.
    LiteralFinder(const QByteArray &needle, Letters letters);

    [[nodiscard]] const QByteArray &needle() const { return m_needle; }
    /// First occurrence that lies in [begin, end); nullptr if there is none.
    [[nodiscard]] const char *find(const char *begin, const char *end) const;
    /// True if the needle stands at `at`, with room for it there.
    [[nodiscard]] bool isAt(const char *at) const;

private:
    struct Probe
    {
        qsizetype offset = 0;
        uchar value = 0;
        uchar bits = 0; ///< Set in the text's byte before it is compared; what a letter's case is.
    };
    [[nodiscard]] Probe probeAt(qsizetype offset) const;

    QByteArray m_needle;
    Letters m_letters = Letters::Exact;
    Probe m_first; ///< The rarest byte, and then the rarest at another place.
    Probe m_second;
};

/// How rare a byte is in English prose and Markdown: 0 = most frequent.
[[nodiscard]] int rarity(uchar byte);

} // namespace hermes::search
