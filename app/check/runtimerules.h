#pragma once

#include "core/problem.h"

namespace hermes::check {

/// Places for which Hermes Agent loads nothing of the file at all: a few invisible characters (the
/// joiner of an emoji among them) and phrases that it takes for prompt injection. Whoever installs
/// the agent would get a notice in place of the prompt.
///
/// Source: `agent/prompt_builder.py` of NousResearch/hermes-agent, its scan of context files. The
/// phrases are matched without case and across line breaks as there. `text` is valid UTF-8.
/// Internal to this folder.
[[nodiscard]] QList<core::Problem> checkRuntimeBlocks(const QByteArray &text,
                                                      const core::RepoPath &file);

} // namespace hermes::check
