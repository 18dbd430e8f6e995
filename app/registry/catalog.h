#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/filesource.h"
#include "core/problem.h"
#include "registry/manifest.h"

#include <QDate>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace hermes::registry {

/// What the browser shows of an entry without opening it.
struct EntrySummary
{
    core::EntryId id; ///< From the manifest; the folder's name where the manifest does not say.
    core::RepoPath folder;
    core::RepoPath promptFile; ///< The file that `entry` names; root if none.
    QString category; ///< Skills: the first folder below `skills/`; empty otherwise.
    QString name;
    QString version;
    QString description;
    QString author;
    QString model;
    QString icon; ///< File name in the folder, or `set:name`.
    QStringList tags;
    QStringList tools;
    QList<core::Problem>
        problems; ///< Of the manifest and the folder; a broken entry is an entry with problems.

    bool operator==(const EntrySummary &) const = default;
};

/// The order of a catalog's entries: kind, category, id; equal ones by folder.
[[nodiscard]] bool comesBefore(const EntrySummary &left, const EntrySummary &right);

/// What a million tokens of a model cost.
struct ModelPrice
{
    double input = 0;
    double output = 0;
    QString currency; ///< `USD`

    bool operator==(const ModelPrice &) const = default;
};

/// One language model of a registry's model catalog (`models/<provider>.json`).
struct ModelInfo
{
    QString id;
    QString provider;
    QString label;
    qint64 contextTokens = 0; ///< 0 = not told.
    qint64 maxOutputTokens = 0; ///< 0 = not told.
    bool isDeprecated = false;
    std::optional<ModelPrice> price = std::nullopt; ///< nullopt = not told.
    /// Of the price: when `models.json` was generated from the very file; null = nobody tells.
    QDate pricesFrom = {}; // NOLINT(readability-redundant-member-init): for {.a = b}

    bool operator==(const ModelInfo &) const = default;
};

struct Catalog
{
    QList<EntrySummary> entries; ///< In the order of comesBefore().
    QList<ModelInfo> models;
    QList<core::Problem> problems; ///< Of the registry itself: unreadable folders, duplicate ids,
                                   ///< broken model files.

    bool operator==(const Catalog &) const = default;
    /// The first with this id. Cost: a few steps; for skills a walk through the skills.
    [[nodiscard]] const EntrySummary *find(const core::EntryId &id) const;
};

struct LoadOptions
{
    /// Called from loader threads, one call at a time, with entries as they are read; may be empty.
    std::function<void(QList<EntrySummary>)> onBatch;
    int batchSize = 200; ///< No batch is larger, but never less than 16.
    core::CancelFlag cancel;
    int threads = 2; ///< Used only where the source allows it.
};

/// Reads every entry of a registry. Anything broken becomes an entry or a catalog with problems.
///
/// Reads manifests and skills' front matter; of prompts only that they exist.
/// Errors: NotFound or NotReadable if the root itself cannot be read; Cancelled.
/// Thread: any; blocks on disk.
[[nodiscard]] core::Result<Catalog> loadCatalog(const core::FileSource &source,
                                                const LoadOptions &options);

/// One entry again, after its folder changed. Errors: NotFound if the folder holds no entry any
/// more.
[[nodiscard]] core::Result<EntrySummary>
loadEntry(const core::FileSource &source, core::EntryKind kind, const core::RepoPath &folder);

/// The entry folder that a changed file belongs to; nullopt for files that are no entry's
/// (catalogs, `studio/`, …).
struct EntryFolder
{
    core::EntryKind kind;
    core::RepoPath folder;
    bool operator==(const EntryFolder &) const = default;
};
/// Skills lie at different depths: `source` is asked where the nearest `SKILL.md` is.
[[nodiscard]] std::optional<EntryFolder> entryFolderOf(const core::FileSource &source,
                                                       const core::RepoPath &file);

/// The model catalog alone. An alias is listed as a model of its own. Broken files are appended to
/// `problems`.
[[nodiscard]] QList<ModelInfo> loadModels(const core::FileSource &source,
                                          QList<core::Problem> *problems);

} // namespace hermes::registry
