#pragma once

#include <QString>

#include <array>
#include <optional>

namespace hermes::tokens {

/// A pattern that cuts a text into pieces, and a vocabulary that says how a piece is merged.
enum class Encoding
{
    O200kBase,
    Cl100kBase
};

inline constexpr std::array allEncodings{Encoding::O200kBase, Encoding::Cl100kBase};

/// As its makers call it: `o200k_base`.
[[nodiscard]] QString nameOf(Encoding encoding);
[[nodiscard]] std::optional<Encoding> encodingNamed(QStringView name);

} // namespace hermes::tokens
