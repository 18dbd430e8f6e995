#pragma once

#include "core/problem.h"
#include "core/repopath.h"

namespace hermes::check {

/// Findings about the text of a fragment, which becomes a part of agents' prompts: what is found in
/// a prompt, but for its length. Thread: any.
[[nodiscard]] QList<core::Problem> checkFragmentText(const QByteArray &text,
                                                     const core::RepoPath &file);

} // namespace hermes::check
