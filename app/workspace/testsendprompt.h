#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"
#include "tokens/countingmethod.h"
#include "workspace/contentref.h"
#include "workspace/prompttarget.h"

namespace hermes::workspace {

/// What of a definition goes to a model.
struct PreparedPrompt
{
    QByteArray systemPrompt; ///< The bytes that the preview shows: TargetPrompt::sent.
    QString version; ///< Of the manifest; empty = the draft.
    QString modelId; ///< The manifest's.
    QList<modelapi::ToolDefinition> tools; ///< The manifest's, declared by name alone.
    tokens::TokenCount tokenCount; ///< By the model that it is prepared for.
    TargetPrompt forTarget; ///< For whom it is prepared, and what is beside it.

    bool operator==(const PreparedPrompt &) const = default;
};

/// For what a prompt is prepared.
struct Preparation
{
    QString modelId; ///< That is asked.
    PromptTarget target;
    /// Window of the manifest's model, which the preview goes by, too; 0 = unknown.
    qint64 contextTokens = 0;
};

/// Prepares a definition. `version`: what it is called; empty = the draft. Thread: any; blocks on
/// the disk where there are context files.
[[nodiscard]] PreparedPrompt preparedPrompt(const registry::Definition &definition,
                                            const QString &version, const Preparation &preparation);

/// A tool that takes whatever it is given: manifests name tools and do not describe them.
[[nodiscard]] modelapi::ToolDefinition declaredTool(const QString &name);
/// Those of a manifest, each once.
[[nodiscard]] QList<modelapi::ToolDefinition> declaredTools(const QStringList &names);

/// Tokens of turns by the model's own count or estimate. Thread: any; linear in the turns.
[[nodiscard]] qint64 countedTurns(const QList<modelapi::Turn> &turns, const QString &modelId);

} // namespace hermes::workspace
