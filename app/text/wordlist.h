#pragma once

#include <QByteArray>
#include <QStringList>

namespace hermes::text {

/// Lists of words that count as spelled well: UTF-8, one word a line, sorted without regard to
/// case. Lines that begin with `#` are comments. A registry's list is `studio/words.txt`.

[[nodiscard]] QStringList wordsOf(const QByteArray &list);

/// The list with a word at its place; as it is if it has the word. Other bytes stay, also line
/// endings and an order that is not ours.
[[nodiscard]] QByteArray withWord(const QByteArray &list, const QString &word);

[[nodiscard]] QByteArray withoutWord(const QByteArray &list, const QString &word);

} // namespace hermes::text
