#pragma once

#include "core/semanticversion.h"
#include "vcs/repository.h"
#include "workspace/comparison.h"
#include "workspace/secretplaces.h"

#include <QStringList>

#include <optional>

namespace hermes::workspace {

enum class VersionStep
{
    None,
    Patch,
    Minor,
    Major
};

/// The version that a change deserves, and why. Rules: a tool, permission, section or dependency
/// lost, tools limited to a list or no longer so, another entry file, any other compatibility →
/// major; a tool, permission, section or dependency gained, another model → minor; any other change
/// → patch.
struct VersionProposal
{
    VersionStep step = VersionStep::None;
    core::SemanticVersion version;
    QStringList reasons; ///< For people: "Section “Output” is gone".
};
[[nodiscard]] VersionProposal proposeVersion(const registry::Definition &released,
                                             const registry::Definition &draft);

/// What a release would do, before it is done.
struct ReleasePlan
{
    core::EntryId id;
    core::RepoPath folder;
    QString currentVersion; ///< Of the newest version; empty = never released.
    VersionProposal proposal;
    Comparison changes; ///< Newest version against the draft; against nothing if never released.
    QList<core::RepoPath> files; ///< That the commit will contain.
    QByteArray promptText; ///< That will be installed.
    QByteArray editedText; ///< The same, or the source that gives it.
    QString branch;
    vcs::ObjectId head;
    QList<core::Problem>
        blocking; ///< Errors of the check; a release is refused while there are any.
    QList<SecretPlace> secrets; ///< In `files`; a release is refused until they are accepted.
    QStringList fragmentsLeftOut; ///< Whose unsaved text is not part of it.
};

/// The source that gives a prompt, as it is in the draft. Without it the one on disk is released,
/// if there is one.
struct ReleaseSource
{
    core::RepoPath file;
    QByteArray text;
    QByteArray fingerprint; ///< As it was loaded.
};

struct ReleaseRequest
{
    core::EntryId id;
    core::RepoPath folder;
    QByteArray manifestText; ///< The draft's manifest, as the user sees it, version not raised yet.
    QByteArray promptText; ///< The draft's prompt.
    QByteArray manifestFingerprint; ///< SHA-256 of the files on disk as they were loaded; others
                                    ///< are ChangedOutside.
    QByteArray promptFingerprint;
    std::optional<ReleaseSource> source = std::nullopt;
    core::SemanticVersion version;
    QString changelog; ///< Required.
    QList<SecretPlace> acceptedSecrets; ///< These may be committed, no others.
    vcs::ObjectId expectedHead; ///< From the plan.
    vcs::Signature author; ///< Who releases, and when.
};

struct ReleaseResult
{
    core::EntryId id;
    core::SemanticVersion version;
    vcs::ObjectId commit;
    QString tag; ///< `agent/backend-engineer@1.1.0`
    QByteArray manifestText; ///< As it is on disk now.
    QByteArray promptText;
    QByteArray editedText; ///< The same, or its source.

    bool operator==(const ReleaseResult &) const = default;
};

/// `agent/backend-engineer@1.1.0`: the tag of a version.
[[nodiscard]] QString versionTag(const core::EntryId &id, const QString &version);

/// Looks what a release of this draft would do.
/// Errors: NotARepository, RepositoryBusy (detached, mid-merge), those of vcs::Repository. Thread:
/// any; blocks.
[[nodiscard]] core::Result<ReleasePlan>
planRelease(const QString &registryRoot, const registry::Definition &draft,
            const std::optional<ReleaseSource> &source = std::nullopt);

/// Saves the draft with its new version, commits the entry's folder and tags the commit. With the
/// prompt its source is committed, and the fragments and values it takes as they are in the work
/// tree.
///
/// All or nothing: objects are written first, then a note of intent, then the files, the references
/// last. A process that dies in between leaves the old state or a note that finishRelease()
/// completes. Errors: InvalidArgument (no changelog), VersionExists (this version was released with
/// other content), NothingToRelease, InvalidDefinition (errors of the check, secrets that are not
/// accepted), ChangedOutside, BranchMoved, RepositoryBusy, RepositoryLocked, DiskFull, NotWritable.
/// Thread: any; blocks.
[[nodiscard]] core::Result<ReleaseResult> performRelease(const QString &registryRoot,
                                                         const ReleaseRequest &request);

/// What became of a release that an earlier process did not finish.
struct UnfinishedRelease
{
    enum class Outcome
    {
        NoneFound,
        Completed,
        TakenBack,
        BusyElsewhere
    };
    Outcome outcome = Outcome::NoneFound;
    QString tag;
};
/// Whether a release was begun that is not finished, or is being made. Changes nothing.
[[nodiscard]] bool isReleasePending(const QString &registryRoot);
/// Completes or takes back a release that was interrupted. Called whenever a registry is opened.
[[nodiscard]] core::Result<UnfinishedRelease> finishRelease(const QString &registryRoot);

} // namespace hermes::workspace
