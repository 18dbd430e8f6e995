#include "vcs/versionhistory.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

/// Far above any manifest; a larger file at its place is no manifest, and its version is
/// unreadable.
constexpr qint64 maximumManifestBytes = 1024LL * 1024;

/// What the manifest said in commits, each read once.
class ManifestVersions
{
public:
    using Reader = std::function<QString(const QByteArray &)>;

    ManifestVersions(const Repository &repository, const core::RepoPath &manifestFile,
                     const Reader &readVersion)
        : m_repository(repository), m_manifestFile(manifestFile), m_readVersion(readVersion)
    {
    }

    /// nullopt = no manifest there; empty = unreadable. A damaged manifest is unreadable: the other
    /// versions still count.
    std::optional<QString> in(const ObjectId &commit)
    {
        if (const auto known = m_known.constFind(commit); known != m_known.cend()) {
            return *known;
        }
        const core::Result<QByteArray> manifest =
            m_repository.fileAt(commit, m_manifestFile, maximumManifestBytes);
        std::optional<QString> version;
        if (manifest) {
            version = m_readVersion(*manifest);
        } else if (manifest.error().code != ErrorCode::NotFound) {
            version = QString();
        }
        return *m_known.insert(commit, version);
    }

    /// What it said before this commit: in the first parent that has it; nullopt if none has.
    std::optional<QString> before(const CommitInfo &commit)
    {
        for (const ObjectId &parent : commit.parents) {
            if (std::optional<QString> version = in(parent)) {
                return version;
            }
        }
        return std::nullopt;
    }

private:
    const Repository &m_repository;
    core::RepoPath m_manifestFile;
    const Reader &m_readVersion;
    QHash<ObjectId, std::optional<QString>> m_known;
};

/// The commit a tag names, as far as it is known without the repository.
CommitInfo taggedCommit(const TagInfo &tag, const CommitInfo &walked)
{
    CommitInfo commit;
    commit.id = tag.commit;
    commit.author = tag.tagger.value_or(walked.author);
    commit.committer = tag.tagger.value_or(walked.committer);
    commit.summary = walked.summary;
    commit.body = walked.body;
    return commit;
}

Version describe(const QString &number, const HistoryEntry &entry, const TagInfo *tag,
                 const QList<HistoryEntry> &history)
{
    Version version{number, entry.commit, {}, entry.commit.body};
    if (tag == nullptr) {
        return version;
    }
    version.tag = tag->name;
    if (tag->commit != entry.commit.id) {
        const auto tagged = std::ranges::find(
            history, tag->commit, [](const HistoryEntry &other) { return other.commit.id; });
        version.commit =
            tagged == history.cend() ? taggedCommit(*tag, entry.commit) : tagged->commit;
    }
    version.changelog = tag->message.isEmpty() ? version.commit.body : tag->message;
    return version;
}

} // namespace

core::Result<QList<HistoryEntry>>
definitionHistory(const Repository &repository, const ObjectId &from, const core::RepoPath &folder,
                  const core::RepoPath &manifestFile, const QString &tagPrefix,
                  const std::function<QString(const QByteArray &)> &readVersion,
                  const core::CancelFlag &cancel)
{
    const core::Result<QList<CommitInfo>> commits = repository.history(from, folder, 0, cancel);
    if (!commits) {
        return std::unexpected(commits.error());
    }
    const core::Result<QList<TagInfo>> tags = repository.tags(tagPrefix);
    if (!tags) {
        return std::unexpected(tags.error());
    }
    QHash<ObjectId, QStringList> tagsOf;
    for (const TagInfo &tag : *tags) {
        tagsOf[tag.commit].append(tag.name);
    }
    ManifestVersions versions(repository, manifestFile, readVersion);
    QList<HistoryEntry> history;
    for (const CommitInfo &commit : *commits) {
        if (cancel.isCancelled()) {
            return core::failure(ErrorCode::Cancelled,
                                 QCoreApplication::translate("Vcs", "Cancelled."));
        }
        const QString version = versions.in(commit.id).value_or(QString());
        const bool isVersion = !version.isEmpty() && versions.before(commit) != version;
        history.append({commit, version, isVersion, tagsOf.value(commit.id)});
    }
    return history;
}

QList<Version> versionsOf(const QList<HistoryEntry> &history, const QList<TagInfo> &tags,
                          const QString &tagPrefix)
{
    QHash<QString, const TagInfo *> tagOf;
    for (const TagInfo &tag : tags) {
        if (tag.name.startsWith(tagPrefix)) {
            tagOf.insert(tag.name.mid(tagPrefix.size()), &tag);
        }
    }
    QList<Version> versions;
    for (const HistoryEntry &entry : history) {
        const bool isKnown = std::ranges::contains(versions, entry.version, &Version::version);
        if (entry.isVersion && !isKnown) {
            versions.append(describe(entry.version, entry, tagOf.value(entry.version), history));
        }
    }
    return versions;
}

} // namespace hermes::vcs
