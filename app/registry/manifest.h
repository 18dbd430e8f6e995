#pragma once

#include "core/entryid.h"
#include "core/problem.h"
#include "core/semanticversion.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace hermes::registry {

struct Author
{
    QString name;
    QString url;

    bool operator==(const Author &) const = default;
};

struct Compatibility
{
    QString hermes; ///< A semver range, as written.
    QString desktop;

    bool operator==(const Compatibility &) const = default;
};

struct Dependency
{
    QString id;
    QString version; ///< A range; empty = any.

    bool operator==(const Dependency &) const = default;
};

/// What a manifest (or a skill's front matter) says, read leniently: a field of the wrong type is
/// absent here and a problem.
///
/// For reading only; edits go through ManifestText.
struct Manifest
{
    QString schemaVersion;
    QString type;
    QString id;
    QString name;
    QString version;
    QString description;
    std::optional<Author> author;
    QString license;
    QString source;
    QStringList tags;
    QString icon; ///< File name, or `set:name` for a skill's icon of the Iconify sets.
    std::optional<Compatibility> compatibility;
    QString entry; ///< File name of the prompt.
    QString model;
    std::optional<QStringList> tools; ///< Absent (inherit all) and empty (none) differ.
    QStringList permissions;
    QStringList platforms; ///< Skills.
    QStringList required; ///< Workflows: `requires`.
    QList<Dependency> dependencies;
    bool acceptsFunding = false; ///< A `funding` with an address is there.
    QJsonObject all; ///< Every field, unknown ones too.

    bool operator==(const Manifest &) const = default;
};

/// The registry's fields in the order in which manifests give them.
[[nodiscard]] const QStringList &manifestFieldOrder();

struct ReadManifest
{
    Manifest manifest;
    QList<core::Problem> problems; ///< Syntax and wrong types; Problem::file is `file`.
};

/// Reads a `manifest.json`. Never fails: text that does not parse gives an empty manifest and a
/// problem with its place.
[[nodiscard]] ReadManifest readManifestJson(const QByteArray &text, const core::RepoPath &file);

/// Reads the YAML front matter of a `SKILL.md` (reference: Agent Skills specification, plus the
/// fields of the Hermes Registry: `version`, `author`, `platforms`, `source`, `metadata.hermes`).
/// Front matter that is not strict YAML is repaired key by key and marked by a problem. Limits: 1
/// MiB, depth 32, 100 alias nodes.
[[nodiscard]] ReadManifest readSkillFrontMatter(const QByteArray &text, const core::RepoPath &file);

/// Byte offset at which the body after a front matter begins; 0 if there is none.
[[nodiscard]] qint64 frontMatterEnd(QByteArrayView text);

} // namespace hermes::registry
