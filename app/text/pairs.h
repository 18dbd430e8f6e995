#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <optional>

namespace hermes::text {

/// Two signs that belong to each other: brackets, or the marks around emphasis or code.
struct Pair
{
    Selection opening;
    Selection closing;

    bool operator==(const Pair &) const = default;
};

/// The pair that a caret stands beside, or else the emphasis or code that it stands in. Nothing
/// where a bracket has no partner within some thousand characters.
[[nodiscard]] std::optional<Pair> pairAt(const Lines &lines, qsizetype caret);

} // namespace hermes::text
