#pragma once

#include "bundle/bundle.h"

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
};

/// `<name>-<version>.hermes.zip`
[[nodiscard]] QString bundleFileName(const QString &name, const QString &version);

/// Errors: NotARepository (a bundle comes from a commit), NotFound, those of bundle::writeBundle().
/// Thread: any; blocks.
[[nodiscard]] core::Result<bundle::BundleSummary> exportBundle(const ExportRequest &request,
                                                               const core::CancelFlag &cancel);

} // namespace hermes::workspace
