#pragma once

#include "bundle/bundle.h"
#include "workspace/secretplaces.h"

namespace hermes::workspace {

/// A bundle to be made from what is committed in a registry.
struct ExportRequest
{
    QString registryRoot;
    QList<core::EntryId> ids; ///< Empty = the whole registry.
    QString revision; ///< Commit, branch or tag; empty = HEAD.
    QString name; ///< Of the bundle.
    QString version;
    QString path; ///< Of the file to write.
    QList<SecretPlace> acceptedSecrets = {}; ///< These may go along, no others.
};

/// `<name>-<version>.hermes.zip`
[[nodiscard]] QString bundleFileName(const QString &name, const QString &version);

/// What in the bundle looks like a secret. Errors: those of exportBundle() about its source.
/// Thread: any; blocks.
[[nodiscard]] core::Result<QList<SecretPlace>> secretsInExport(const ExportRequest &request,
                                                               const core::CancelFlag &cancel);

/// Errors: NotARepository (a bundle comes from a commit), NotFound, InvalidDefinition (also for
/// secrets that are not accepted: nothing is written then), those of bundle::writeBundle().
/// Thread: any; blocks.
[[nodiscard]] core::Result<bundle::BundleSummary> exportBundle(const ExportRequest &request,
                                                               const core::CancelFlag &cancel);

} // namespace hermes::workspace
