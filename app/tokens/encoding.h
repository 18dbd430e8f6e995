#pragma once

#include <QString>

#include <array>
#include <optional>

namespace hermes::tokens {

/// A pattern that cuts a text into pieces, and a vocabulary that says how a piece is merged.
enum class Encoding
{
    O200kBase,
    Cl100kBase,
    Qwen2, ///< Of Qwen 1.5, 2, 2.5 and 3; composes characters first.
    DeepSeekV3 ///< Of DeepSeek V3, V3.1, V3.2 and R1.
};

inline constexpr std::array allEncodings{Encoding::O200kBase, Encoding::Cl100kBase, Encoding::Qwen2,
                                         Encoding::DeepSeekV3};

/// Much as its makers call it: `o200k_base`, `qwen2`.
[[nodiscard]] QString nameOf(Encoding encoding);
[[nodiscard]] std::optional<Encoding> encodingNamed(QStringView name);
/// All names, for people to choose from: `o200k_base, …`.
[[nodiscard]] QString encodingNames();

} // namespace hermes::tokens
