#pragma once

#include "core/entryid.h"
#include "core/repopath.h"
#include "registry/definition.h"
#include "vcs/objectid.h"

#include <QMetaType>
#include <QString>

#include <memory>

namespace hermes::workspace {

/// One state of a definition that can be shown, compared or restored.
struct ContentRef
{
    enum class Kind
    {
        Draft, ///< The open document, with what is not saved yet.
        Saved, ///< The files in the work tree.
        Commit, ///< The files of a commit; versions and tags are resolved to one.
        OtherEntry, ///< The files of another entry in the work tree.
    };
    Kind kind = Kind::Draft;
    vcs::ObjectId commit; ///< Kind::Commit only.
    QString label; ///< For people: "Draft", "v1.1.0", "3f2c1ab", "Writer".
    core::EntryKind otherKind = core::EntryKind::Agent; ///< Kind::OtherEntry only, as the next.
    core::RepoPath otherFolder;

    bool operator==(const ContentRef &other) const
    {
        return kind == other.kind && commit == other.commit && otherKind == other.otherKind
            && otherFolder == other.otherFolder;
    }

    [[nodiscard]] static ContentRef draft();
    [[nodiscard]] static ContentRef saved();
    [[nodiscard]] static ContentRef atCommit(const vcs::ObjectId &commit, const QString &label);
    [[nodiscard]] static ContentRef ofEntry(core::EntryKind kind, const core::RepoPath &folder,
                                            const QString &label);
};

/// What the history of runs calls a state with this label: "1.1.0" for "v1.1.0", else the label.
[[nodiscard]] QString stateInHistory(const QString &label);

/// Prompts above this size are not opened without asking. Bytes.
inline constexpr qint64 largePromptBytes = 16LL * 1024 * 1024;
/// Prompts above this size are not read at all. Bytes.
inline constexpr qint64 maximumPromptBytes = 512LL * 1024 * 1024;

/// The registry's files in the state that a reference names; not for Kind::Draft. For one thread,
/// any. Errors: those of vcs::Repository. Blocks.
[[nodiscard]] core::Result<std::unique_ptr<core::FileSource>> filesOf(const QString &registryRoot,
                                                                      const ContentRef &reference);

/// The definition as a reference names it; not for Kind::Draft, which only its document knows.
/// Errors: NotFound if the definition did not exist there; those of vcs::Repository. Thread: any;
/// blocks.
[[nodiscard]] core::Result<registry::Definition> readContent(const QString &registryRoot,
                                                             core::EntryKind kind,
                                                             const core::RepoPath &folder,
                                                             const ContentRef &reference);

} // namespace hermes::workspace

Q_DECLARE_METATYPE(hermes::workspace::ContentRef)
