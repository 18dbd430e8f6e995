#include "workspace/bundleexport.h"

#include "bundle/archive.h"
#include "bundle/bundlemanifest.h"
#include "registry/definition.h"
#include "vcs/repository.h"
#include "workspace/definitionhistory.h"

#include <QCoreApplication>

#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("BundleExport", text);
}

std::unexpected<Error> cancelled()
{
    return failure(ErrorCode::Cancelled, tr("The export was cancelled; nothing was written."));
}

/// The tag of each exported entry's version, where the tagged commit holds exactly what is
/// exported. `ids`: empty = all.
Result<QHash<EntryId, bundle::BundleRequest::EntrySource>>
tagsOfEntries(const vcs::Repository &repository, const FileSource &files, const QList<EntryId> &ids,
              const CancelFlag &cancel)
{
    const Result<QList<vcs::TagInfo>> tags = repository.tags({});
    registry::LoadOptions options;
    options.cancel = cancel;
    const Result<registry::Catalog> catalog = registry::loadCatalog(files, options);
    if (!tags || !catalog) {
        return std::unexpected(tags ? catalog.error() : tags.error());
    }
    QHash<QString, vcs::ObjectId> commits;
    for (const vcs::TagInfo &tag : *tags) {
        commits.insert(tag.name, tag.commit);
    }
    QHash<EntryId, bundle::BundleRequest::EntrySource> sources;
    for (const registry::EntrySummary &entry : catalog->entries) {
        if (cancel.isCancelled()) {
            return cancelled();
        }
        if (!ids.isEmpty() && !ids.contains(entry.id)) {
            continue;
        }
        const QString tag = versionTagPrefix(entry.id) + entry.version;
        const auto tagged = commits.constFind(tag);
        if (tagged == commits.constEnd()) {
            continue;
        }
        const auto released = repository.files(*tagged);
        const auto checksum = registry::folderChecksum(files, entry.folder);
        if (released && checksum
            && registry::folderChecksum(**released, entry.folder) == checksum) {
            sources.insert(entry.id, {tag, tagged->toString()});
        }
    }
    return sources;
}

/// The commit's files, and what is to be made of them.
struct Material
{
    std::unique_ptr<FileSource> files;
    bundle::BundleRequest bundle;
};

Result<Material> materialOf(const ExportRequest &request, const CancelFlag &cancel)
{
    if (request.source.commit.isNull()) {
        return failure(ErrorCode::NotFound,
                       tr("Nothing is committed in this registry yet, and a bundle holds what is "
                          "committed. Commit it, then export."));
    }
    const Result<vcs::Repository> repository = vcs::Repository::open(request.registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const auto commit = repository->commit(request.source.commit);
    if (!commit) {
        return std::unexpected(commit.error());
    }
    auto files = repository->files(commit->id);
    if (!files) {
        return std::unexpected(files.error());
    }
    auto sources = tagsOfEntries(*repository, **files, request.ids, cancel);
    if (!sources) {
        return std::unexpected(sources.error());
    }
    Material material{std::move(*files), {}};
    bundle::BundleRequest &bundle = material.bundle;
    bundle.name = request.name;
    bundle.version = request.version;
    bundle.ids = request.ids;
    bundle.commit = commit->id.toString();
    bundle.tree = commit->tree.toString();
    bundle.ref = request.source.ref.isEmpty() ? bundle.commit : request.source.ref;
    bundle.committed = commit->committer.when;
    bundle.entrySources = std::move(*sources);
    return material;
}

/// Of the very bytes of a bundle, so that nothing of it is left out.
Result<QList<SecretPlace>> secretsIn(const QByteArray &bytes, const CancelFlag &cancel)
{
    const Result<bundle::OpenedArchive> archive = bundle::openArchive(bytes);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    QList<SecretPlace> places;
    for (const bundle::ArchiveFile &file : archive->files) {
        if (cancel.isCancelled()) {
            return cancelled();
        }
        const Result<RepoPath> path =
            RepoPath::parse(file.path.startsWith(bundle::payloadPrefix)
                                ? file.path.sliced(bundle::payloadPrefix.size())
                                : file.path);
        places += secretPlaces(path.value_or(RepoPath()), file.content);
    }
    return places;
}

} // namespace

QString bundleFileName(const QString &name, const QString &version)
{
    return u"%1-%2.hermes.zip"_s.arg(name, version);
}

ExportSource checkedOut(const vcs::RepositoryState &state)
{
    return {state.commit, state.branch.isEmpty() ? QString() : u"refs/heads/"_s + state.branch};
}

Result<ExportSource> exportSource(const QString &registryRoot, const QString &revision)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    if (revision.isEmpty()) {
        return repository->state().transform(checkedOut);
    }
    return repository->resolve(revision).transform(
        [&](const vcs::ObjectId &commit) { return ExportSource{commit, revision}; });
}

PreparedBundle::PreparedBundle(QByteArray bytes, QList<SecretPlace> secrets)
    : m_bytes(std::move(bytes)), m_secrets(std::move(secrets))
{
}

Result<bundle::BundleSummary> PreparedBundle::write(const QString &path,
                                                    const QList<SecretPlace> &acceptedSecrets) const
{
    if (const auto others = secretsBeyond(m_secrets, acceptedSecrets); !others.isEmpty()) {
        return failure(ErrorCode::InvalidDefinition,
                       tr("%1\nNo bundle was written. Take it out and commit that, or say that it "
                          "is to go along.")
                           .arg(secretsInWords(others)));
    }
    return bundle::writeBundle(m_bytes, path);
}

Result<PreparedBundle> prepareExport(const ExportRequest &request, const CancelFlag &cancel)
{
    const Result<Material> material = materialOf(request, cancel);
    if (!material) {
        return std::unexpected(material.error());
    }
    const Result<QByteArray> bytes =
        bundle::bundleBytes(*material->files, material->bundle, cancel);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    return secretsIn(*bytes, cancel).transform([&](const QList<SecretPlace> &secrets) {
        return PreparedBundle(*bytes, secrets);
    });
}

} // namespace hermes::workspace
