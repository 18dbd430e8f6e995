#pragma once

#include <QByteArray>
#include <QString>

namespace hermes::text {

/// A piece of text to be inserted by its short name. In a file `<prefix>.md`, one for each snippet,
/// so that merges never conflict; a registry's are in `studio/snippets`:
///
///     ---
///     name: Role
///     description: Who the agent is
///     ---
///     You are ${1:a role}. $0
///
/// The lines between `---` may be missing. In the body `$1`, `${1}` and `${1:text}` are places to
/// fill in, in the order of their numbers, `${1|one,two|}` is a choice; a number that comes again
/// mirrors the first. `$0` is where the caret ends, `$SELECTION` and `${SELECTION:text}` stand for
/// what was selected. `\$`, `\}` and `\\` are the signs themselves. Any other `$` is a dollar sign:
/// prompts are full of them.
struct Snippet
{
    QString prefix;
    QString name; ///< For people; the prefix if the file has none.
    QString description;
    QString body; ///< Lines end with `\n`; the last has no end.

    bool operator==(const Snippet &) const = default;
};

/// What a file says; any text is a snippet.
[[nodiscard]] Snippet readSnippet(const QString &prefix, const QByteArray &file);
[[nodiscard]] QByteArray writtenSnippet(const Snippet &snippet);

} // namespace hermes::text
