#pragma once

#include "core/problem.h"
#include "registry/catalog.h"
#include "registry/manifest.h"

#include <QMap>

#include <optional>

namespace hermes::check {

/// What is to be said at one field of a manifest while it is edited.
struct FieldAdvice
{
    core::Problem::Severity severity = core::Problem::Severity::Note;
    QString text; ///< What it means, or what is wrong and what to do.
    /// A text that would mend it.
    struct Fix
    {
        QString label; ///< For a button.
        QStringList path;
        QString value;

        bool operator==(const Fix &) const = default;
    };
    std::optional<Fix> fix;

    bool operator==(const FieldAdvice &) const = default;
};

struct FieldContext
{
    core::EntryKind kind = core::EntryKind::Agent;
    QString folderName;
    QList<registry::ModelInfo> models;
    QStringList entryIds; ///< `kind/id`, sorted.
};

/// By the field's path, its keys joined by dots: `version`, `compatibility.hermes`,
/// `dependencies.0`. Fields about which there is nothing to say are left out, and so are values of
/// the wrong type, whose problem comes from reading. Costs a walk through the models.
/// Thread: any.
[[nodiscard]] QMap<QString, FieldAdvice> adviseFields(const registry::Manifest &manifest,
                                                      const FieldContext &context);

/// A model in a line: "Claude Sonnet 4.6 · anthropic · 200,000 tokens · USD 3 / 15 per million
/// (2026-05-12)".
[[nodiscard]] QString modelInWords(const registry::ModelInfo &model);
/// What a million tokens cost, in and out: "USD 3 / 15 per million"; empty if not told,
/// or without a date: it is shown with ModelInfo::pricesFrom.
[[nodiscard]] QString priceInWords(const registry::ModelInfo &model);

} // namespace hermes::check
