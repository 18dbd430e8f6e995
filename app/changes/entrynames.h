#pragma once

#include "registry/catalog.h"

#include <QHash>

#include <optional>

namespace hermes::changes {

/// Which ids are free in a registry, and why others are not. Made once for a catalog; a question
/// costs the length of the id, so it can be asked at each key.
class EntryNames
{
public:
    /// `leftOut`: an entry whose own names do not count (it is being renamed).
    explicit EntryNames(const QList<registry::EntrySummary> &entries,
                        const std::optional<core::EntryId> &leftOut = std::nullopt);

    /// Why an entry of this kind cannot get this id, as a sentence; nullopt if it can.
    ///
    /// The id must be well-formed, a name that every system can hold, and unlike every other of
    /// its kind even where case is ignored; its folder must not be taken.
    [[nodiscard]] std::optional<QString> problem(core::EntryKind kind, const QString &id) const;
    /// The wish itself, or with `-2`, `-3` … behind it, the first that is free.
    [[nodiscard]] QString freeId(core::EntryKind kind, const QString &wish) const;

private:
    [[nodiscard]] std::optional<QString> clash(core::EntryKind kind, const QString &id) const;

    QHash<QString, core::EntryId> m_ids; ///< By kind and folded id.
    QHash<QString, core::RepoPath> m_folders; ///< By kind and folded folder name.
};

/// An id that a name suggests: "Größere API" → `grossere-api`. Empty if nothing of it can be kept.
[[nodiscard]] QString idFromName(const QString &name);

/// Why a skill's category cannot be called so, as a sentence; nullopt if it can.
[[nodiscard]] std::optional<QString> categoryProblem(const QString &category);

} // namespace hermes::changes
