#pragma once

#include "changes/changeset.h"
#include "core/filesource.h"
#include "registry/catalog.h"
#include "text/search.h"

namespace hermes::workspace {

/// What is to be replaced in many files, and by what.
struct ReplaceRequest
{
    enum class Scope
    {
        Prompts,
        PromptsAndManifests
    };
    text::SearchQuery find;
    QString replacement; ///< As text::Replacement reads it.
    Scope scope = Scope::Prompts;

    bool operator==(const ReplaceRequest &) const = default;
};

/// Where it is replaced. A prompt that has a source is replaced in there.
struct ReplacePlaces
{
    QList<registry::EntrySummary> entries;
    /// Fragments and sources in `studio/` too: what prompts are made of.
    bool withShared = false;
    /// Fragments among those, where they are not all looked into.
    QList<core::RepoPath> fragments = {}; // NOLINT(readability-redundant-member-init): {a, b}
};

/// A file and the replacements in it.
struct FileReplacements
{
    core::EntryId entry; ///< Whose file it is; without an id = of none.
    core::RepoPath file;
    bool isManifest = false; ///< Or holds one: a skill's front matter.
    QByteArray before;
    QList<text::Edit> edits; ///< In shownText(before).
    QList<qsizetype> lines; ///< In which each edit begins, from 0.

    bool operator==(const FileReplacements &) const = default;
};

struct FoundReplacements
{
    QList<FileReplacements> files; ///< In the order of their paths; each has edits.
    QList<changes::Remark> remarks; ///< Files in which nothing can be replaced, and why.

    [[nodiscard]] qsizetype count() const; ///< Of edits in all files.
    bool operator==(const FoundReplacements &) const = default;
};

/// More replacements at once are refused.
inline constexpr qsizetype maximumReplacements = 100'000;

/// A text file as editors show it: LF for every line end. Empty if it is no text.
[[nodiscard]] QString shownText(const QByteArray &bytes);

/// Looks for every replacement. A match that is already what it would become is none.
///
/// Of a skill's file the front matter is its manifest and the rest its prompt. What would make a
/// manifest unreadable, or give its entry another id, is a remark.
/// Errors: InvalidArgument (the pattern or the replacement, with the reason), TooLarge, Cancelled.
/// Thread: any; blocks on the source.
[[nodiscard]] core::Result<FoundReplacements> findReplacements(const core::FileSource &files,
                                                               const ReplacePlaces &places,
                                                               const ReplaceRequest &request,
                                                               const core::CancelFlag &cancel);

/// The file with its replacements: all other bytes as they are, new line ends as most lines have
/// them. Errors: NotText; InvalidFormat and InvalidArgument of a manifest as above.
[[nodiscard]] core::Result<QByteArray> replaced(const FileReplacements &file);

/// One operation for all of them: made, shown and taken back as a whole. Errors: those of
/// replaced().
[[nodiscard]] core::Result<changes::ChangeSet> changesOf(const FoundReplacements &found);

} // namespace hermes::workspace
