#pragma once

#include "workspace/comparison.h"

namespace hermes::test {

/// A manifest as people write it, with one field's value.
[[nodiscard]] QByteArray manifestWith(const QByteArray &description);

/// What differs between two states of one agent, from v1.0.0 to the draft.
[[nodiscard]] workspace::Comparison compare(const QByteArray &leftPrompt,
                                            const QByteArray &rightPrompt,
                                            const QByteArray &leftManifest,
                                            const QByteArray &rightManifest);
/// The same with one manifest.
[[nodiscard]] workspace::Comparison comparePrompts(const QByteArray &left, const QByteArray &right);

/// `count` lines "line 1", "line 2" …, those in `changed` with "new" before them. 1-based.
[[nodiscard]] QByteArray numberedLines(int count, const QList<int> &changed);

} // namespace hermes::test
