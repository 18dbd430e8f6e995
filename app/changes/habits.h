#pragma once

#include "registry/catalog.h"

namespace hermes::changes {

/// A section that many agents of a registry have.
struct UsualSection
{
    QString title;
    int level = 2; ///< Of its heading, 1–6.
    int agents = 0; ///< That have it, of those looked at.

    bool operator==(const UsualSection &) const = default;
};

/// What a registry's agents have in common: the defaults of a new one.
struct Habits
{
    int agents = 0; ///< Looked at.
    QList<UsualSection> sections; ///< Of at least a third of them, in their usual order.
    registry::Author author; ///< The most frequent; empty = none is given.
    QString license;
    QString model;
    registry::Compatibility compatibility; ///< Empty = none is given.

    bool operator==(const Habits &) const = default;
};

/// Reads the agents of a registry, a few hundred of them evenly spread where there are more.
/// Thread: any; blocks on the source. Cancelled: what was found so far.
[[nodiscard]] Habits habitsOf(const core::FileSource &source, const registry::Catalog &catalog,
                              const core::CancelFlag &cancel);

} // namespace hermes::changes
