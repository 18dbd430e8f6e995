#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/filesource.h"
#include "core/repopath.h"

#include <QList>
#include <QString>

namespace hermes::workspace {

/// `studio/fragments/<name>.md`. Errors: InvalidArgument for what is no name of a fragment, with
/// the reason.
[[nodiscard]] core::Result<core::RepoPath> fragmentFileOf(const QString &name);
/// The name of the fragment that a file holds; empty if it is none.
[[nodiscard]] QString fragmentNameOf(const core::RepoPath &file);
/// All that there are, sorted.
[[nodiscard]] QStringList fragmentNames(const core::FileSource &files);

/// A tag in a source or a fragment that asks for a fragment or a variable.
struct TemplateUse
{
    core::EntryId entry; ///< Whose source it is; without an id = it stands in a fragment.
    core::RepoPath file;
    int line = 1; ///< 1-based, as the next.
    int column = 1; ///< In UTF-16 code units.
    qint64 start = 0; ///< Of the tag, byte offset in the file.
    qint64 end = 0; ///< Behind it.
    QString version; ///< That is asked for; empty = any.
    QString excerpt; ///< The line, shortened.

    bool operator==(const TemplateUse &) const = default;
};

/// Where a fragment is included, in the order of the files. Thread: any; blocks on the files.
/// Cancelled: what was found so far.
[[nodiscard]] QList<TemplateUse> usesOfFragment(const core::FileSource &files, const QString &name,
                                                const core::CancelFlag &cancel);
/// The same for a variable: its tags and sections, and where it is declared.
[[nodiscard]] QList<TemplateUse> usesOfVariable(const core::FileSource &files, const QString &name,
                                                const core::CancelFlag &cancel);
/// The same in one file.
[[nodiscard]] QList<TemplateUse> usesOfVariableIn(const core::RepoPath &file,
                                                  const QByteArray &text, const QString &name);

} // namespace hermes::workspace
