#include "bundle/composition.h"

#include "bundle/bundlemanifest.h"
#include "bundle/bundletr.h"
#include "bundle/checksums.h"
#include "bundle/limits.h"
#include "bundle/payloadreader.h"
#include "bundle/payloadsource.h"
#include "registry/definition.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace hermes::bundle {

using core::EntryId;
using core::ErrorCode;
using core::RepoPath;
using core::Result;
using registry::EntrySummary;

namespace {

/// What entries need and share: the models they name, the schemas of their manifests, the generated
/// catalogs.
constexpr std::array sharedPaths{QLatin1StringView("categories.json"),
                                 QLatin1StringView("index.json"), QLatin1StringView("models"),
                                 QLatin1StringView("models.json"), QLatin1StringView("schemas")};
constexpr QLatin1StringView registryLicense("LICENSE");
constexpr QLatin1StringView registryLicenseInBundle("LICENSES/registry.txt");

std::unexpected<core::Error> nothingFound(const QString &message)
{
    return core::failure(ErrorCode::NotFound, message);
}

/// The entries to be bundled, sorted by (type, id).
Result<QList<EntrySummary>> chosenEntries(const registry::Catalog &catalog,
                                          const QList<EntryId> &ids)
{
    for (const EntryId &id : ids) {
        if (catalog.find(id) == nullptr) {
            return nothingFound(
                Tr::tr("%1 is not in the version that is to be exported. Nothing was written.")
                    .arg(id.toString()));
        }
    }
    QList<EntrySummary> chosen;
    std::ranges::copy_if(
        catalog.entries, std::back_inserter(chosen),
        [&ids](const EntrySummary &entry) { return ids.isEmpty() || ids.contains(entry.id); });
    if (chosen.isEmpty()) {
        return nothingFound(
            Tr::tr("The registry has no entries; there is nothing to put into a bundle."));
    }
    std::ranges::sort(chosen, {}, &EntrySummary::id);
    const auto twice = std::ranges::adjacent_find(chosen, {}, &EntrySummary::id);
    if (twice != chosen.end()) {
        return core::failure(
            ErrorCode::InvalidDefinition,
            Tr::tr("%1 is there twice, in %2 and %3. Nothing was written; change the id of one of "
                   "them.")
                .arg(twice->id.toString(), twice->folder.text(), std::next(twice)->folder.text()));
    }
    return chosen;
}

Result<QList<ArchiveFile>> readPayload(const core::FileSource &source,
                                       const QList<EntrySummary> &entries, bool isWholeRegistry,
                                       const core::CancelFlag &cancel)
{
    PayloadReader reader(source, cancel);
    for (const EntrySummary &entry : entries) {
        if (const Result<void> added = reader.add(entry.folder); !added) {
            return std::unexpected(added.error());
        }
    }
    for (const QLatin1StringView path : sharedPaths) {
        if (!isWholeRegistry) {
            break;
        }
        if (const Result<void> added = reader.addIfThere(RepoPath::fromLiteral(path)); !added) {
            return std::unexpected(added.error());
        }
    }
    return reader.addLicense(RepoPath::fromLiteral(registryLicense), registryLicenseInBundle)
        .transform([&reader] { return reader.files(); });
}

/// Describes one entry by the bytes that are in the bundle.
Result<EntryRecord> describe(const EntrySummary &entry, const PayloadSource &payload,
                             const Checksums &sums, const BundleRequest &request)
{
    const auto definition =
        registry::loadDefinition(payload, entry.id.kind, entry.folder, maxFileBytes);
    const auto checksum = registry::folderChecksum(payload, entry.folder);
    if (!definition || !checksum) {
        return std::unexpected(definition ? checksum.error() : definition.error());
    }
    const registry::Manifest &manifest = definition->manifest;
    const bool isSkill = entry.id.kind == core::EntryKind::Skill;
    // A skill may come without a version; a manifest may not.
    if (!core::isValidEntryName(entry.id.id) || (!isSkill && manifest.version.isEmpty())) {
        return core::failure(ErrorCode::InvalidDefinition,
                             Tr::tr("%1: its id or version is missing or invalid. Nothing was "
                                    "written; correct %2 and export again.")
                                 .arg(entry.folder.text(), definition->manifestFile.text()));
    }
    const BundleRequest::EntrySource origin =
        request.entrySources.value(entry.id, {request.ref, request.commit});
    const QString path = payloadPrefix + entry.folder.text();
    return EntryRecord{.id = entry.id,
                       .name = manifest.name,
                       .version = manifest.version,
                       .description = manifest.description,
                       .path = path,
                       .entry = isSkill ? definition->promptFile.fileName() : manifest.entry,
                       .digest = folderDigest(sums, path),
                       .registryChecksum = *checksum,
                       .sourceRef = origin.ref,
                       .sourceCommit = origin.commit,
                       .license = manifest.license,
                       .dependencies = manifest.dependencies};
}

BundleManifest headOf(const BundleRequest &request, const Generator &generator)
{
    BundleManifest manifest;
    manifest.name = request.name;
    manifest.version = request.version;
    manifest.title = request.title;
    manifest.description = request.description;
    manifest.license = request.license;
    manifest.created = request.committed;
    manifest.generatorName = generator.name;
    manifest.generatorVersion = generator.version;
    manifest.commit = request.commit;
    manifest.tree = request.tree;
    manifest.ref = request.ref;
    return manifest;
}

/// Adds the manifest and the sums to the payload.
Result<QList<ArchiveFile>> withManifest(QList<ArchiveFile> files, const BundleManifest &manifest)
{
    files.append(ArchiveFile{manifestPath, manifestBytes(manifest)});
    files.append(ArchiveFile{sumsPath, sumsText(checksumsOf(files))});
    const bool isTooLarge = std::ranges::any_of(
        files, [](const ArchiveFile &file) { return file.content.size() > maxFileBytes; });
    if (isTooLarge || files.size() > maxFiles || archiveSize(files) > maxArchiveBytes) {
        return core::failure(ErrorCode::TooLarge,
                             Tr::tr("The bundle would have more than %1 files or %2 MiB. Nothing "
                                    "was written; choose fewer entries.")
                                 .arg(maxFiles)
                                 .arg(maxArchiveBytes / 1024 / 1024));
    }
    sortForBundle(files);
    return files;
}

Result<BundleManifest> completeManifest(BundleManifest manifest, const QList<EntrySummary> &entries,
                                        const QList<ArchiveFile> &files,
                                        const BundleRequest &request)
{
    const PayloadSource payload(files);
    const Checksums sums = checksumsOf(files);
    if (!request.ids.isEmpty()) {
        manifest.ids.emplace();
    }
    for (const EntrySummary &entry : entries) {
        Result<EntryRecord> record = describe(entry, payload, sums, request);
        if (!record) {
            return std::unexpected(record.error());
        }
        manifest.entries.append(*std::move(record));
        if (manifest.ids) {
            manifest.ids->append(entry.id);
        }
    }
    for (const ArchiveFile &file : files) {
        manifest.files.append(FileRecord{file.path, file.content.size(),
                                         sums.value(file.path.toUtf8()), file.mode,
                                         roleOf(file.path)});
    }
    if (const std::optional<QString> problem = headProblem(manifest)) {
        return core::failure(ErrorCode::InvalidArgument, *problem);
    }
    return manifest;
}

} // namespace

Result<QByteArray> composeBundle(const core::FileSource &source, const BundleRequest &request,
                                 const Generator &generator, const core::CancelFlag &cancel)
{
    const BundleManifest head = headOf(request, generator);
    if (const std::optional<QString> problem = headProblem(head)) {
        return core::failure(ErrorCode::InvalidArgument, *problem);
    }
    registry::LoadOptions options;
    options.cancel = cancel;
    const Result<registry::Catalog> catalog = registry::loadCatalog(source, options);
    if (!catalog) {
        return std::unexpected(catalog.error());
    }
    const Result<QList<EntrySummary>> entries = chosenEntries(*catalog, request.ids);
    if (!entries) {
        return std::unexpected(entries.error());
    }
    const Result<QList<ArchiveFile>> files =
        readPayload(source, *entries, request.ids.isEmpty(), cancel);
    if (!files) {
        return std::unexpected(files.error());
    }
    return completeManifest(head, *entries, *files, request)
        .and_then(
            [&files](const BundleManifest &manifest) { return withManifest(*files, manifest); })
        .transform([](const QList<ArchiveFile> &all) { return archiveBytes(all); });
}

void sortForBundle(QList<ArchiveFile> &files)
{
    const auto place = [](const ArchiveFile &file) {
        const bool isFirst = file.path == manifestPath;
        const bool isSecond = file.path == sumsPath;
        const bool isThird = file.path == signaturePath;
        return std::tuple(!isFirst, !isSecond, !isThird, file.path.toUtf8());
    };
    std::ranges::sort(files, {}, place);
}

} // namespace hermes::bundle
