#pragma once

#include "core/semanticversion.h"

#include <QList>

#include <optional>

namespace hermes::core {

/// A range of versions as package managers write it: `>=1.2.0`, `^1.2`, `~1.2.3`, `1.x`,
/// `1.2 - 2.3`, `>=1.0.0 <2.0.0 || 3.x`, `*`. Pre-releases are ordered as versions are and have no
/// rule of their own. Thread: a value.
class VersionRange
{
public:
    /// Errors: InvalidFormat. An empty text is any version.
    [[nodiscard]] static Result<VersionRange> parse(const QString &text);

    [[nodiscard]] bool contains(const SemanticVersion &version) const;
    /// No version can be in it: `>2.0.0 <1.0.0`.
    [[nodiscard]] bool isEmpty() const;
    /// For people, to be read behind a name: "1.2.0 or newer and older than 2.0.0".
    [[nodiscard]] QString inWords() const;

private:
    struct Bound
    {
        SemanticVersion version;
        bool isIncluded = true;
    };
    struct Interval
    {
        std::optional<Bound> lower;
        std::optional<Bound> upper;

        void raise(const Bound &bound);
        void reduce(const Bound &bound);
        [[nodiscard]] bool isEmpty() const;
        [[nodiscard]] QString inWords() const;
    };
    friend class RangeReader;

    QList<Interval> m_intervals; ///< A version is in the range if it is in one of them.
};

} // namespace hermes::core
