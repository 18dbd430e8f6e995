#pragma once

#include "core/error.h"

#include <QString>

#include <compare>

namespace hermes::core {

/// A version as Semantic Versioning 2.0.0 defines it (https://semver.org). Build metadata is kept
/// and not compared.
struct SemanticVersion
{
    quint32 major = 0;
    quint32 minor = 0;
    quint32 patch = 0;
    QString preRelease; ///< Without the `-`; empty = none.
    QString build; ///< Without the `+`; empty = none.

    /// Errors: InvalidFormat. Accepts no `v` before it and no leading zeros.
    [[nodiscard]] static Result<SemanticVersion> parse(const QString &text);
    [[nodiscard]] QString toString() const;

    [[nodiscard]] SemanticVersion nextMajor() const;
    [[nodiscard]] SemanticVersion nextMinor() const;
    /// A pre-release is finished (`1.2.0-rc.1` → `1.2.0`), a release raised (`1.2.0` → `1.2.1`).
    [[nodiscard]] SemanticVersion nextPatch() const;

    bool operator==(const SemanticVersion &other) const { return (*this <=> other) == 0; }
    std::strong_ordering operator<=>(const SemanticVersion &other) const;
};

} // namespace hermes::core
