#pragma once

#include "registry/catalog.h"

namespace hermes::workspace {

/// A file of a registry that a program would put beside a prompt: a skill, project context.
struct ContextCandidate
{
    QString name; ///< As contextName() has it; of a skill that of its entry.
    QString detail; ///< What it is: a skill's description.
    QString path; ///< Absolute.

    bool operator==(const ContextCandidate &) const = default;
};

/// Those of a registry: project context by its usual names, then its skills in the catalog's order.
/// Thread: any; blocks on the disk.
[[nodiscard]] QList<ContextCandidate>
contextCandidates(const QString &registryRoot, const QList<registry::EntrySummary> &entries);

} // namespace hermes::workspace
