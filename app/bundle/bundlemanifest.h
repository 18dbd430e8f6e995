#pragma once

#include "bundle/archive.h"
#include "core/entryid.h"
#include "registry/manifest.h"

#include <QDateTime>

#include <optional>

namespace hermes::bundle {

inline constexpr QLatin1StringView manifestPath("BUNDLE.json");
inline constexpr QLatin1StringView sumsPath("SHA256SUMS");
inline constexpr QLatin1StringView signaturePath("SHA256SUMS.sig");
inline constexpr QLatin1StringView payloadPrefix("registry/");
inline constexpr QLatin1StringView licensePrefix("LICENSES/");

inline constexpr qint64 formatVersion = 1;
inline constexpr QLatin1StringView mediaType("application/vnd.hermes.bundle.v1+json");
inline constexpr QLatin1StringView
    createdFormat("yyyy-MM-ddTHH:mm:ss'Z'"); ///< RFC 3339, of a UTC time.
inline constexpr qsizetype maxNameLength = 64;

enum class FileRole
{
    Payload,
    View,
    License
};

/// The role that a file has by its place in the archive.
[[nodiscard]] FileRole roleOf(const QString &path);
/// `payload`, `view`, `license`
[[nodiscard]] QString roleName(FileRole role);
/// `0644`, `0755`
[[nodiscard]] QString modeName(FileMode mode);

/// A row of `files`.
struct FileRecord
{
    QString path;
    qint64 size = 0; ///< Bytes.
    QByteArray sha256; ///< 64 hex digits.
    FileMode mode = FileMode::Regular;
    FileRole role = FileRole::Payload;

    bool operator==(const FileRecord &) const = default;
};

/// A row of `entries`.
struct EntryRecord
{
    core::EntryId id;
    QString name;
    QString version;
    QString description;
    QString path; ///< Its folder in the archive: `registry/agents/backend-engineer`.
    QString entry; ///< File name of the prompt; empty if it has none.
    QString digest;
    QString registryChecksum; ///< As in the registry's `index.json`.
    QString sourceRef;
    QString sourceCommit;
    QString license;
    QList<registry::Dependency> dependencies;

    bool operator==(const EntryRecord &) const = default;
};

/// What `BUNDLE.json` says, in its order.
struct BundleManifest
{
    QString name;
    QString version;
    QString title;
    QString description;
    QString license;
    QDateTime created; ///< UTC, whole seconds.
    QString generatorName;
    QString generatorVersion;
    QString commit;
    QString tree;
    QString ref;
    std::optional<QList<core::EntryId>> ids; ///< Absent: the whole registry was chosen.
    QList<EntryRecord> entries; ///< Sorted by (type, id).
    QList<FileRecord> files; ///< Sorted by path; all but manifest, sums and signature.

    bool operator==(const BundleManifest &) const = default;
};

/// What is wrong with the name, version, title, … as a sentence; nullopt if they follow the rules.
[[nodiscard]] std::optional<QString> headProblem(const BundleManifest &manifest);

/// The bytes of `BUNDLE.json`.
[[nodiscard]] QByteArray manifestBytes(const BundleManifest &manifest);

/// Reads a `BUNDLE.json`, ignoring keys it does not know. Checks every value by itself and the
/// order of the lists; whether they tell the truth about the files is for verifyBundleBytes().
/// Errors: BundleRefused.
[[nodiscard]] core::Result<BundleManifest> readManifest(const QByteArray &text);

} // namespace hermes::bundle
