#pragma once

#include "diff/linediff.h"
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

/// What differs between two states of a definition. Values may go to any thread.
struct Comparison
{
    ContentRef left;
    ContentRef right;
    std::shared_ptr<const diff::LineDiff> prompt; ///< Never null.
    QList<FieldChange> manifest; ///< In the manifest's field order.
    qint64 tokensBefore = 0; ///< Estimates.
    qint64 tokensAfter = 0;

    [[nodiscard]] bool isEmpty() const { return prompt->hunks.isEmpty() && manifest.isEmpty(); }
};

/// Compares two definitions' prompts and manifests. Thread: any. Cancelled: the result is not worth
/// showing.
[[nodiscard]] Comparison compareDefinitions(const registry::Definition &left,
                                            const registry::Definition &right,
                                            const core::CancelFlag &cancel = {});

} // namespace hermes::workspace
