#pragma once

#include "check/lookalikes.h"
#include "core/problem.h"
#include "registry/definition.h"

namespace hermes::check {

/// Hermes Agent may cut a longer prompt (its `SOUL.md`) and drop the middle: that much it takes
/// with any context window. Characters are code points.
inline constexpr qint64 runtimePromptLimit = 20'000;

/// What there is to say about the prompt: emptiness, length, encoding, invisible
/// characters, letters of other alphabets, secrets, what makes the runtime refuse it.
/// Internal to this folder.
[[nodiscard]] QList<core::Problem> checkPrompt(const registry::Definition &definition);

/// Places in a file that look like keys; what stands there is not repeated. At most a hundred.
[[nodiscard]] QList<core::Problem> checkSecrets(const QByteArray &text, const core::RepoPath &file);

/// A UTF-8 text with its byte order mark, which QString::fromUtf8() drops, so that lengths of its
/// parts in UTF-8 are offsets in the file.
[[nodiscard]] QString decodedWhole(QByteArrayView utf8);

/// The finding about a letter of another alphabet, with the fix. `offset`: its place in `text`, in
/// bytes.
[[nodiscard]] core::Problem lookalikeProblem(const Lookalike &place, const QByteArray &text,
                                             qint64 offset, const core::RepoPath &file,
                                             const QString &rule);

/// Characters in `text` that people cannot see. `rule`: id of the findings. At most a hundred are
/// listed, then one that counts.
[[nodiscard]] QList<core::Problem>
checkInvisibleText(const QByteArray &text, const core::RepoPath &file, const QString &rule);

} // namespace hermes::check
