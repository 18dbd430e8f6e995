#pragma once

#include <QByteArrayView>
#include <QtTypes>

#include <array>
#include <vector>

namespace hermes::search {

/// A string's runs of three bytes, each as one of a fixed number of marks. Different runs may share
/// a mark, so a missing mark proves that a string is not there; a mark proves nothing.
inline constexpr int gramMarks = 1 << 15;
inline constexpr qsizetype gramLength = 3; ///< Bytes. A shorter string has no marks.

using GramSet = std::array<quint64, gramMarks / 64>; ///< One bit a mark.

/// Adds the marks of a folded text.
void addGrams(GramSet &set, QByteArrayView folded);
/// The marks of a folded string, each once, in order.
[[nodiscard]] std::vector<int> gramsOf(QByteArrayView folded);

} // namespace hermes::search
