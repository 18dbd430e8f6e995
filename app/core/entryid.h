#pragma once

#include "core/error.h"

#include <QHashFunctions>
#include <QString>

#include <array>
#include <compare>

namespace hermes::core {

enum class EntryKind
{
    Agent,
    Mcp,
    Skill,
    Workflow
}; // in the order of the catalog's rows

inline constexpr std::array allEntryKinds{EntryKind::Agent, EntryKind::Mcp, EntryKind::Skill,
                                          EntryKind::Workflow};

/// `agent`, `mcp`, `skill`, `workflow`: the words of manifests, catalogs and tags.
[[nodiscard]] QString kindName(EntryKind kind);
[[nodiscard]] Result<EntryKind> kindFromName(const QString &name);
/// The folder of a registry in which entries of this kind live: `agents`, `mcp`, `skills`,
/// `workflows`.
[[nodiscard]] QString kindFolder(EntryKind kind);

/// What an entry is called: its kind and its id (`name` or `author/name`). Written
/// `agent/backend-engineer`.
struct EntryId
{
    EntryKind kind = EntryKind::Agent;
    QString id;

    /// Reads `agent/backend-engineer`; a text without a known kind before `/` is an agent's id.
    [[nodiscard]] static Result<EntryId> parse(const QString &text);
    [[nodiscard]] QString toString() const;
    /// The id without its author; the entry's folder must have this name.
    [[nodiscard]] QString namePart() const;

    bool operator==(const EntryId &) const = default;
    std::strong_ordering operator<=>(const EntryId &other) const;

    friend size_t qHash(const EntryId &entry, size_t seed = 0)
    {
        return qHashMulti(seed, static_cast<int>(entry.kind), entry.id);
    }
};

/// True if `id` matches `^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?$` (the registry's manifest
/// schema).
[[nodiscard]] bool isValidEntryName(const QString &id);

} // namespace hermes::core
