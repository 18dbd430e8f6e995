#pragma once

#include "core/problem.h"
#include "registry/definition.h"

namespace hermes::check {

/// What a check may look at besides the definition itself.
struct CheckContext
{
    QList<registry::ModelInfo>
        models; ///< Empty = the registry has no model catalog; then no model is unknown.
    QString releasedVersion; ///< The newest version; empty = never released.
    bool changedSinceRelease = false;
};

/// All findings about a definition: its fields against the registry's schema (names, types,
/// patterns), folder and id, prompt file present and not empty, model in the catalog (with the
/// nearest ids as fixes), content changed while the version stayed, the runtime's 20,000-character
/// cut, invisible characters and what looks like a secret, with their places. Problems of
/// Definition::problems are included. Sorted by severity, file, line. Thread: any.
[[nodiscard]] QList<core::Problem> checkDefinition(const registry::Definition &definition,
                                                   const CheckContext &context);

/// The catalog's model ids nearest to a misspelt one (edit distance, separators alike), best first,
/// at most `limit`.
[[nodiscard]] QStringList nearestModels(const QString &modelId,
                                        const QList<registry::ModelInfo> &models, int limit);

} // namespace hermes::check
