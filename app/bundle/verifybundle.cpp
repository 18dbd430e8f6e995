#include "bundle/bundle.h"
#include "bundle/bundlemanifest.h"
#include "bundle/bundletr.h"
#include "bundle/checksums.h"
#include "bundle/composition.h"
#include "bundle/limits.h"
#include "bundle/payloadsource.h"
#include "core/portablepath.h"
#include "registry/definition.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace hermes::bundle {

using core::ErrorCode;
using core::RepoPath;
using core::Result;

namespace {

const ArchiveFile *findFile(const QList<ArchiveFile> &files, QLatin1StringView path)
{
    const auto found = std::ranges::find(files, path, &ArchiveFile::path);
    return found == files.end() ? nullptr : &*found;
}

/// The sums of every file that SHA256SUMS has a line for.
Checksums coveredSums(const QList<ArchiveFile> &files)
{
    Checksums sums = checksumsOf(files);
    sums.remove(QString(sumsPath).toUtf8());
    sums.remove(QString(signaturePath).toUtf8());
    return sums;
}

Result<void> compareSums(const Checksums &said, const Checksums &real)
{
    for (const auto &[path, sum] : said.asKeyValueRange()) {
        const QString shown = core::displayedPath(QString::fromUtf8(path));
        if (!real.contains(path)) {
            return refusal(Tr::tr("%1 is missing.").arg(shown));
        }
        if (real.value(path) != sum) {
            return refusal(Tr::tr("%1 was changed after the bundle was made.").arg(shown));
        }
    }
    for (const auto &[path, sum] : real.asKeyValueRange()) {
        if (!said.contains(path)) {
            return refusal(Tr::tr("%1 was added after the bundle was made.")
                               .arg(core::displayedPath(QString::fromUtf8(path))));
        }
    }
    return {};
}

/// The rows of `files` that the archive deserves. Where it does not tell modes, those of the
/// manifest are believed.
QList<FileRecord> recordsOf(const OpenedArchive &archive, const Checksums &sums,
                            const BundleManifest &manifest)
{
    QHash<QString, FileMode> modes;
    for (const FileRecord &file : manifest.files) {
        modes.insert(file.path, file.mode);
    }
    QList<FileRecord> records;
    for (const ArchiveFile &file : archive.files) {
        const QByteArray path = file.path.toUtf8();
        if (file.path == manifestPath || !sums.contains(path)) {
            continue;
        }
        const FileMode mode =
            archive.tellsModes ? file.mode : modes.value(file.path, FileMode::Regular);
        records.append(
            FileRecord{file.path, file.content.size(), sums.value(path), mode, roleOf(file.path)});
    }
    std::ranges::sort(records, isBefore, &FileRecord::path);
    return records;
}

Result<void> checkFiles(const BundleManifest &manifest, const QList<FileRecord> &records)
{
    const auto [said, real] = std::ranges::mismatch(manifest.files, records);
    if (said != manifest.files.end() || real != records.end()) {
        const QString &path = said != manifest.files.end() ? said->path : real->path;
        return refusal(
            Tr::tr("BUNDLE.json does not describe %1 as it is.").arg(core::displayedPath(path)));
    }
    return {};
}

/// Whether an entry lies where its kind does and its own manifest gives the id and version that the
/// bundle claims for it.
bool isNamedTruly(const EntryRecord &entry, const PayloadSource &payload, const RepoPath &folder)
{
    if (!folder.isInside(RepoPath::fromLiteral(core::kindFolder(entry.id.kind)))) {
        return false;
    }
    if (entry.id.kind == core::EntryKind::Skill) {
        return true; // what its front matter says depends on how leniently it is read
    }
    const RepoPath file = folder.child(QStringLiteral("manifest.json"));
    const Result<QByteArray> text = payload.read(file, maxFileBytes);
    if (!text) {
        return false;
    }
    const registry::Manifest manifest = registry::readManifestJson(*text, file).manifest;
    return manifest.id == entry.id.id && manifest.version == entry.version
        && manifest.type == core::kindName(entry.id.kind);
}

Result<QList<BundleEntry>> checkEntries(const BundleManifest &manifest,
                                        const PayloadSource &payload, const Checksums &sums)
{
    QList<BundleEntry> entries;
    for (const EntryRecord &entry : manifest.entries) {
        const RepoPath folder = RepoPath::fromLiteral(entry.path.sliced(payloadPrefix.size()));
        const Result<QList<RepoPath>> files = core::filesBelow(payload, folder);
        if (!files) {
            return refusal(Tr::tr("The files of %1 are missing.").arg(entry.id.toString()));
        }
        if (folderDigest(sums, entry.path) != entry.digest
            || registry::folderChecksum(payload, folder) != entry.registryChecksum) {
            return refusal(Tr::tr("The digest of %1 is another one than that of its files.")
                               .arg(entry.id.toString()));
        }
        if (!isNamedTruly(entry, payload, folder)) {
            return refusal(
                Tr::tr("The files of %1 give another kind, id or version than BUNDLE.json.")
                    .arg(entry.id.toString()));
        }
        entries.append(BundleEntry{entry.id, entry.name, entry.version, entry.digest,
                                   static_cast<int>(files->size())});
    }
    return entries;
}

/// A stored archive has one right form. Making it again finds what no checksum covers: header
/// fields, modes, the order.
Result<void> checkForm(const OpenedArchive &archive, const BundleManifest &manifest,
                       const QByteArray &bytes)
{
    std::set<QString> executables;
    for (const FileRecord &file : manifest.files) {
        if (file.mode == FileMode::Executable) {
            executables.insert(file.path);
        }
    }
    QList<ArchiveFile> files = archive.files;
    for (ArchiveFile &file : files) {
        file.mode = executables.contains(file.path) ? FileMode::Executable : FileMode::Regular;
    }
    sortForBundle(files);
    if (archive.isStored && archiveBytes(files) != bytes) {
        return refusal(Tr::tr("The archive is not what its own contents give: its headers or the "
                              "order of its files were changed."));
    }
    return {};
}

} // namespace

Result<BundleSummary> verifyBundleBytes(const QByteArray &archive)
{
    const Result<OpenedArchive> opened = openArchive(archive);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    const ArchiveFile *manifestFile = findFile(opened->files, manifestPath);
    const ArchiveFile *sumsFile = findFile(opened->files, sumsPath);
    if (manifestFile == nullptr || sumsFile == nullptr) {
        return refusal(Tr::tr("The archive is no bundle: BUNDLE.json or SHA256SUMS is missing."));
    }
    const Result<BundleManifest> manifest = readManifest(manifestFile->content);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    const Checksums sums = coveredSums(opened->files);
    const PayloadSource payload(opened->files);
    QList<BundleEntry> entries;
    const Result<void> checked =
        readSums(sumsFile->content)
            .and_then([&](const Checksums &said) { return compareSums(said, sums); })
            .and_then([&] { return checkFiles(*manifest, recordsOf(*opened, sums, *manifest)); })
            .and_then([&] { return checkEntries(*manifest, payload, sums); })
            .transform([&](const QList<BundleEntry> &found) { entries = found; })
            .and_then([&] { return checkForm(*opened, *manifest, archive); });
    if (!checked) {
        return std::unexpected(checked.error());
    }
    return BundleSummary{.name = manifest->name,
                         .version = manifest->version,
                         .identity = QStringLiteral("sha256:")
                             + QString::fromLatin1(sha256(sumsFile->content)),
                         .bytes = archive.size(),
                         .commit = manifest->commit,
                         .created = manifest->created,
                         .entries = entries};
}

Result<BundleSummary> verifyBundle(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return core::failure(ErrorCode::NotFound, Tr::tr("%1 is not there.").arg(path));
    }
    if (!info.isFile()) { // a FIFO must not even be opened
        return core::failure(ErrorCode::NotReadable,
                             Tr::tr("%1 is not a file, so it is no bundle.").arg(path));
    }
    if (info.size() > maxArchiveBytes) {
        return refusal(Tr::tr("%1 is larger than %2 MiB.")
                           .arg(path, QString::number(maxArchiveBytes / 1024 / 1024)));
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return core::failure(ErrorCode::NotReadable,
                             Tr::tr("%1 cannot be read: %2").arg(path, file.errorString()));
    }
    const QByteArray archive = file.read(maxArchiveBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return core::failure(ErrorCode::NotReadable,
                             Tr::tr("%1 cannot be read: %2").arg(path, file.errorString()));
    }
    return verifyBundleBytes(archive);
}

} // namespace hermes::bundle
