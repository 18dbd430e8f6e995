#pragma once

#include <QList>
#include <QString>

namespace hermes::check {

/// A letter that stands among letters of another alphabet and looks like one of them: the Cyrillic
/// "а" of "pаypal".
struct Lookalike
{
    qsizetype position = 0; ///< In UTF-16 code units.
    char16_t letter = 0;
    char16_t looksLike = 0; ///< The letter of the word's own alphabet.

    bool operator==(const Lookalike &) const = default;
};

/// All such letters, word by word. Words of one alphabet are never reported, nor are endings and
/// prefixes of several letters ("SMS-ка", "ITшник"): people write those.
[[nodiscard]] QList<Lookalike> findLookalikes(QStringView text);

/// The same for a name that machines read (a variable, a key, a host name), where a word in which
/// every letter only looks Latin is reported too: "сосоа" among Latin names.
[[nodiscard]] QList<Lookalike> findLookalikesInIdentifier(QStringView identifier);

} // namespace hermes::check
