#pragma once

#include "tokens/encoding.h"

#include <QByteArray>
#include <QList>

#include <random>

namespace hermes::test {

/// The encoding's own regular expression; of one that has several, the last.
[[nodiscard]] QString patternOf(tokens::Encoding encoding);
/// Where pieces end by that expression, run by a regular-expression engine.
[[nodiscard]] QList<qsizetype> endsByPattern(tokens::Encoding encoding, const QByteArray &text);

/// UTF-8 of characters that the patterns tell apart, in runs, among them contractions.
[[nodiscard]] QByteArray awkwardText(std::mt19937 &random, qsizetype characters);

} // namespace hermes::test
