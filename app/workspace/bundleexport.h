#pragma once

#include "bundle/bundle.h"
#include "vcs/objectid.h"
#include "workspace/secretplaces.h"

namespace hermes::vcs {
struct RepositoryState;
}

namespace hermes::workspace {

/// The commit that a bundle is made of, and what led to it.
struct ExportSource
{
    vcs::ObjectId commit; ///< Null = nothing is committed yet.
    QString ref; ///< `refs/heads/main`, what was asked for; empty = the commit was not named.

    bool operator==(const ExportSource &) const = default;
};

/// What is checked out. Thread: any.
[[nodiscard]] ExportSource checkedOut(const vcs::RepositoryState &state);
/// What `revision` names now: a commit, branch or tag; empty = what is checked out. Errors:
/// NotARepository, NotFound. Thread: any; blocks.
[[nodiscard]] core::Result<ExportSource> exportSource(const QString &registryRoot,
                                                      const QString &revision);

/// A bundle to be made from what is committed in a registry.
struct ExportRequest
{
    QString registryRoot;
    ExportSource source;
    QList<core::EntryId> ids; ///< Empty = the whole registry.
    QString name; ///< Of the bundle.
    QString version;
};

/// `<name>-<version>.hermes.zip`
[[nodiscard]] QString bundleFileName(const QString &name, const QString &version);

/// A bundle that is composed and looked through, and not written yet. What becomes of the
/// repository meanwhile changes nothing of it. Copies share its bytes, at most those of a bundle.
/// Thread: any.
class PreparedBundle
{
public:
    /// What in it looks like a secret.
    [[nodiscard]] const QList<SecretPlace> &secrets() const { return m_secrets; }
    /// Writes the very bytes that were looked through. Errors: InvalidDefinition (secrets that are
    /// not accepted: nothing is written then), those of bundle::writeBundle(). Thread: any; blocks.
    [[nodiscard]] core::Result<bundle::BundleSummary>
    write(const QString &path, const QList<SecretPlace> &acceptedSecrets) const;

private:
    PreparedBundle(QByteArray bytes, QList<SecretPlace> secrets);
    friend core::Result<PreparedBundle> prepareExport(const ExportRequest &request,
                                                      const core::CancelFlag &cancel);

    QByteArray m_bytes;
    QList<SecretPlace> m_secrets;
};

/// Composes a bundle from the one commit of the request. Errors: NotARepository (a bundle comes
/// from a commit), NotFound (also where nothing is committed yet), those of bundle::bundleBytes().
/// Thread: any; blocks.
[[nodiscard]] core::Result<PreparedBundle> prepareExport(const ExportRequest &request,
                                                         const core::CancelFlag &cancel);

} // namespace hermes::workspace
