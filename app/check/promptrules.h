#pragma once

#include "core/problem.h"
#include "registry/definition.h"

namespace hermes::check {

/// Hermes Agent cuts a longer prompt (its `SOUL.md`) and drops the middle. Characters are code
/// points.
inline constexpr qint64 runtimePromptLimit = 20'000;

/// What there is to say about the prompt: emptiness, length, encoding, invisible characters.
/// Internal to this folder.
[[nodiscard]] QList<core::Problem> checkPrompt(const registry::Definition &definition);

/// Characters in `text` that people cannot see. `rule`: id of the findings. At most a hundred are
/// listed, then one that counts.
[[nodiscard]] QList<core::Problem>
checkInvisibleText(const QByteArray &text, const core::RepoPath &file, const QString &rule);

} // namespace hermes::check
