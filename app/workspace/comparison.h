#pragma once

#include "diff/linediff.h"
#include "tokens/countingmethod.h"
#include "workspace/contentref.h"

#include <memory>

namespace hermes::workspace {

/// A field of the manifest that differs.
struct FieldChange
{
    QString field; ///< Dotted path: `compatibility.hermes`.
    QString before; ///< Shown text; lists joined by ", "; empty = not there.
    QString after;

    bool operator==(const FieldChange &) const = default;
};

/// How a manifest differs.
enum class ManifestChange
{
    None,
    Layout, ///< Its text alone: white space, order of keys, escapes.
    Fields,
    Unreadable ///< Its text, and at least one of the two cannot be parsed.
};

/// What differs between two states of a definition. Values may go to any thread.
struct Comparison
{
    ContentRef left;
    ContentRef right;
    std::shared_ptr<const diff::LineDiff> prompt; ///< Never null.
    /// The text of `manifest.json`; never null, empty for a skill, whose manifest is in its prompt.
    std::shared_ptr<const diff::LineDiff> manifestText;
    ManifestChange manifestChange = ManifestChange::None;
    QList<FieldChange> manifest; ///< In the manifest's field order; empty unless fields differ.
    core::RepoPath promptFile; ///< Of the right state; of the left one if it has none.
    core::RepoPath manifestFile;
    tokens::TokenCount tokensBefore; ///< Each by its own state's model.
    tokens::TokenCount tokensAfter;

    /// True if both states are the same, byte for byte.
    [[nodiscard]] bool isEmpty() const
    {
        return prompt->hunks.isEmpty() && manifestText->hunks.isEmpty();
    }
};

/// Compares two definitions' prompts and manifests. Thread: any. Cancelled: the result is not worth
/// showing.
[[nodiscard]] Comparison compareDefinitions(const registry::Definition &left,
                                            const registry::Definition &right,
                                            const core::CancelFlag &cancel = {});

/// `diff -u` of both files with `context` lines, accepted by `patch -p1` and `git apply`.
[[nodiscard]] QString patchOf(const Comparison &comparison, int context);

} // namespace hermes::workspace
