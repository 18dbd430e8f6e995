#pragma once

#include <QString>
#include <QStringList>

#include <random>

namespace hermes::test {

/// Markdown as prompts have it: headings, lists, blank lines, lines of prose of 80 to 400
/// characters. Same seed, same text.
[[nodiscard]] QStringList promptLines(qsizetype characters, quint32 seed);

/// Lines edited as people do it: of `percent` of them 60 % get another word, 18 % a new line before
/// them, 17 % are deleted, 5 % moved.
[[nodiscard]] QStringList editedLines(const QStringList &lines, int percent, quint32 seed);

/// Few different, short lines, so that equal ones abound and every choice is hard.
[[nodiscard]] QStringList repetitiveLines(qsizetype count, int distinct, std::mt19937 &random);

/// A seed for promptLines() or editedLines().
[[nodiscard]] inline quint32 nextSeed(std::mt19937 &random)
{
    return static_cast<quint32>(random());
}

/// Between 0 and `count` − 1. The standard distributions differ between libraries; this does not.
[[nodiscard]] inline qsizetype below(std::mt19937 &random, qsizetype count)
{
    return static_cast<qsizetype>(random() % static_cast<quint32>(count));
}

} // namespace hermes::test
