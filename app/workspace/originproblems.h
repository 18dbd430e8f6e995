#pragma once

#include "workspace/draft.h"

namespace hermes::workspace {

/// Problems of an assembled prompt at the places in the files that their text comes from: the
/// source, or a fragment. What a value brought in, and a version of a fragment from the history,
/// stands at the tag that asks for it. A fix that reaches beyond the source's own text is left out.
/// Those of other files stay as they are.
///
/// `made`: of this draft. Thread: any; reads fragments.
[[nodiscard]] QList<core::Problem> problemsAtOrigins(const QList<core::Problem> &problems,
                                                     const Draft &draft,
                                                     const PromptAssembly &made);

} // namespace hermes::workspace
