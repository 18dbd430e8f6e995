#pragma once

#include "registry/catalog.h"

namespace hermes::changes {

/// A place where the text of a prompt has an entry's id as a word. Nobody but a reader can say
/// whether the entry is meant.
struct Mention
{
    core::RepoPath file;
    int line = 1; ///< 1-based.
    qint64 start = 0; ///< Byte offset of the id in the file.
    QString excerpt; ///< The line, shortened around the id.

    bool operator==(const Mention &) const = default;
};

struct Mentions
{
    QList<Mention> list; ///< In the order of the files; at most maximumMentions.
    int total = 0;
};
inline constexpr qsizetype maximumMentions = 500;

/// Looks through the prompts of agents and skills, the fragments and the sources in `studio/`.
/// Thread: any; blocks on the source. Cancelled: what was found so far.
[[nodiscard]] Mentions mentionsOf(const core::FileSource &source, const registry::Catalog &catalog,
                                  const core::EntryId &id, const core::CancelFlag &cancel);

} // namespace hermes::changes
