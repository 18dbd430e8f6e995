#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

namespace hermes::search {

/// What a comparison overlooks.
enum class Folding
{
    CaseAndAccents,
    Accents
};

/// How much of a text folding can change. Known of each stored text, so that most are searched
/// without being folded.
enum class TextClass : quint8
{
    Ascii,
    Plain, ///< Beyond ASCII nothing that folding changes: dashes, arrows, emoji, CJK.
    Foldable
};
[[nodiscard]] TextClass classify(QByteArrayView utf8);

/// A text as it is compared: letters without accents, in compatible forms (`Ａ` is `A`), perhaps in
/// lower case; exotic spaces as spaces; hidden format characters left out.
///
/// Works character by character without looking at neighbours: a part of a text folds to the same
/// part of the folded text. Bytes that are not UTF-8 stay. Thread: any.
[[nodiscard]] QByteArray folded(QByteArrayView utf8, Folding folding);
[[nodiscard]] QByteArray folded(QStringView text, Folding folding);

/// Makes what folding looks characters up in, some milliseconds of work that the first use does
/// otherwise. For a worker, before anyone waits.
void prepareFolding();

/// True if a text has something that folding of accents takes away. Who types `é` means `é`.
[[nodiscard]] bool hasAccents(QStringView text);

/// True if both are the same characters, composed or decomposed.
[[nodiscard]] bool areEquivalent(QByteArrayView left, QByteArrayView right, Folding folding);

/// A letter, digit, mark or underscore of a script that separates words by spaces.
[[nodiscard]] bool isWordCharacter(char32_t character);

/// A folded text that knows where each of its bytes came from. One is used for many texts.
class FoldedText
{
public:
    void assign(QByteArrayView utf8, Folding folding);

    [[nodiscard]] QByteArrayView bytes() const { return m_bytes; }
    /// Where the character begins that the folded byte at `offset` came from.
    [[nodiscard]] qsizetype originalStart(qsizetype offset) const;
    /// Where the original of a part ends that ends before the folded byte at `offset`. Marks that
    /// belong to its last character are part of it.
    [[nodiscard]] qsizetype originalEnd(qsizetype offset) const;

private:
    struct Break
    {
        qsizetype folded;
        qsizetype original;
        bool isChanged; ///< One character, changed; else the beginning of an unchanged stretch.
    };
    [[nodiscard]] const Break &breakAt(qsizetype offset) const;

    QByteArray m_bytes;
    std::vector<Break> m_breaks;
    qsizetype m_originalSize = 0;
};

} // namespace hermes::search
