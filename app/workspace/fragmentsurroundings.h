#pragma once

#include "core/filesource.h"
#include "registry/promptsource.h"
#include "workspace/templatefiles.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace hermes::workspace {

/// A variable that the prompts around a fragment declare.
struct SurroundingVariable
{
    /// With the default that all of these prompts give it. Where they differ it has none and must
    /// be given a value.
    registry::Variable variable;
    core::RepoPath file; ///< That declares it, or gives the default; the first that does.
    /// Where they differ: what each gives, in words; in the order of the sources.
    QStringList differing;

    bool operator==(const SurroundingVariable &) const = default;
};

/// What the sources that include a fragment, themselves or by way of others, declare: as the prompt
/// of each has it, in the order of their paths. Where no source does, the fragments that include
/// it count.
[[nodiscard]] QList<SurroundingVariable> variablesAround(const TemplateFiles &all,
                                                         const QString &fragment);

} // namespace hermes::workspace
