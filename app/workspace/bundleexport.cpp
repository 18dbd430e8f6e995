#include "workspace/bundleexport.h"

#include "bundle/archive.h"
#include "bundle/bundlemanifest.h"
#include "registry/definition.h"
#include "vcs/repository.h"
#include "workspace/definitionhistory.h"

#include <QCoreApplication>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("BundleExport", text);
}

/// The tag of each entry's version, where the tagged commit holds exactly what is exported.
Result<QHash<EntryId, bundle::BundleRequest::EntrySource>>
tagsOfEntries(const vcs::Repository &repository, const FileSource &files)
{
    const Result<QList<vcs::TagInfo>> tags = repository.tags({});
    const Result<registry::Catalog> catalog = registry::loadCatalog(files, {});
    if (!tags || !catalog) {
        return std::unexpected(tags ? catalog.error() : tags.error());
    }
    QHash<QString, vcs::ObjectId> commits;
    for (const vcs::TagInfo &tag : *tags) {
        commits.insert(tag.name, tag.commit);
    }
    QHash<EntryId, bundle::BundleRequest::EntrySource> sources;
    for (const registry::EntrySummary &entry : catalog->entries) {
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

Result<Material> materialOf(const ExportRequest &request)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(request.registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const auto commit =
        repository->resolve(request.revision.isEmpty() ? u"HEAD"_s : request.revision)
            .and_then([&](const vcs::ObjectId &id) { return repository->commit(id); });
    if (!commit) {
        return std::unexpected(commit.error());
    }
    auto files = repository->files(commit->id);
    const auto state = repository->state();
    if (!files || !state) {
        return std::unexpected(files ? state.error() : files.error());
    }
    auto sources = tagsOfEntries(*repository, **files);
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
    bundle.ref = request.revision.isEmpty() && !state->branch.isEmpty()
        ? u"refs/heads/"_s + state->branch
        : request.revision;
    bundle.committed = commit->committer.when;
    bundle.entrySources = std::move(*sources);
    return material;
}

/// Looks into the very bytes, so that nothing of the bundle is left out.
Result<QList<SecretPlace>> secretsIn(const Material &material, const CancelFlag &cancel)
{
    const auto archive =
        bundle::bundleBytes(*material.files, material.bundle, cancel).and_then(bundle::openArchive);
    return archive.transform([](const bundle::OpenedArchive &opened) {
        QList<SecretPlace> places;
        for (const bundle::ArchiveFile &file : opened.files) {
            const Result<RepoPath> path =
                RepoPath::parse(file.path.startsWith(bundle::payloadPrefix)
                                    ? file.path.sliced(bundle::payloadPrefix.size())
                                    : file.path);
            places += secretPlaces(path.value_or(RepoPath()), file.content);
        }
        return places;
    });
}

} // namespace

QString bundleFileName(const QString &name, const QString &version)
{
    return u"%1-%2.hermes.zip"_s.arg(name, version);
}

Result<QList<SecretPlace>> secretsInExport(const ExportRequest &request, const CancelFlag &cancel)
{
    return materialOf(request).and_then(
        [&](const Material &material) { return secretsIn(material, cancel); });
}

Result<bundle::BundleSummary> exportBundle(const ExportRequest &request, const CancelFlag &cancel)
{
    const Result<Material> material = materialOf(request);
    if (!material) {
        return std::unexpected(material.error());
    }
    const Result<QList<SecretPlace>> secrets = secretsIn(*material, cancel);
    if (!secrets) {
        return std::unexpected(secrets.error());
    }
    if (const auto others = secretsBeyond(*secrets, request.acceptedSecrets); !others.isEmpty()) {
        return failure(ErrorCode::InvalidDefinition,
                       tr("%1\nNo bundle was written. Take it out and commit that, or say that "
                          "it is to go along.")
                           .arg(secretsInWords(others)));
    }
    return bundle::writeBundle(*material->files, material->bundle, request.path, cancel);
}

} // namespace hermes::workspace
