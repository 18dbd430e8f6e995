#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/filesource.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace hermes::bundle {

/// What a bundle is made of, besides the files.
struct BundleRequest
{
    QString name; ///< `^[a-z0-9]+([.-][a-z0-9]+)*$`, at most 64 characters.
    QString version; ///< semver
    QString title;
    QString description;
    QString license;
    QList<core::EntryId> ids; ///< Empty = the whole registry.
    /// Where the files come from; must be a commit: bundles hold git blob bytes, never the work
    /// tree.
    QString commit; ///< 40 hex digits.
    QString tree;
    QString ref; ///< `refs/heads/main`
    QDateTime committed; ///< Committer date of the commit; becomes `created` in UTC.
    /// The source of an entry, if not `commit` itself: tag name and commit.
    struct EntrySource
    {
        QString ref;
        QString commit;
    };
    QHash<core::EntryId, EntrySource> entrySources;
};

struct BundleEntry
{
    core::EntryId id;
    QString name;
    QString version;
    QString digest; ///< `sha256:…` over the entry's file list.
    int files = 0;

    bool operator==(const BundleEntry &) const = default;
};

struct BundleSummary
{
    QString name;
    QString version;
    QString identity; ///< `sha256:` of SHA256SUMS.
    qint64 bytes = 0; ///< Size of the archive.
    QString commit;
    QDateTime created;
    QList<BundleEntry> entries;

    bool operator==(const BundleSummary &) const = default;
};

/// The bytes of a bundle, `<name>-<version>.hermes.zip`.
///
/// A stored zip with fixed headers, `BUNDLE.json`, `SHA256SUMS` and the payload under `registry/`:
/// the same request gives the same bytes everywhere. `source`: the files of `request.commit`. The
/// payload is every file in the folders of the chosen entries. The whole registry adds what its
/// entries share: `models/`, `schemas/`, `models.json`, `categories.json`, `index.json`; never
/// `studio/` or other files of its root. A `LICENSE` at the root goes along as
/// `LICENSES/registry.txt` in any case. Errors: NotFound (an id is not in the source, or no entry
/// at all), InvalidArgument (name, version, commit), InvalidDefinition (a path that other systems
/// cannot hold, a link, a submodule, an entry without a valid id or version), TooLarge (256 MiB,
/// 20,000 files, 16 MiB a file), Cancelled, those of `source`.
/// Thread: any; reads through `source`.
[[nodiscard]] core::Result<QByteArray> bundleBytes(const core::FileSource &source,
                                                   const BundleRequest &request,
                                                   const core::CancelFlag &cancel);

/// Writes what bundleBytes() made, these very bytes, to `path`, which gets its name only when the
/// file is complete and durable. An existing file of that name is replaced, and left untouched by
/// any failure before that. A new file has the permissions 0644 less the umask, a replaced one
/// keeps those of its predecessor that are among them. Errors: NotWritable, DiskFull, NotDurable
/// (the message says whether the file is in place), BundleRefused (a fault of ours: what was made
/// does not verify). Thread: any; blocks.
[[nodiscard]] core::Result<BundleSummary> writeBundle(const QByteArray &bytes, const QString &path);

/// Checks everything that can be checked without a registry: the archive's structure, paths, sizes,
/// every digest, the manifest.
///
/// A stored archive is accepted in its one canonical form alone, so any changed byte is found.
/// Deflated files, from archives packed again elsewhere, are accepted where their contents are
/// right. A signature is not looked at. Errors: BundleRefused with the reason and the file it is
/// about; NotFound, NotReadable.
[[nodiscard]] core::Result<BundleSummary> verifyBundle(const QString &path);
[[nodiscard]] core::Result<BundleSummary> verifyBundleBytes(const QByteArray &archive);

} // namespace hermes::bundle
