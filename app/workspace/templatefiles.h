#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/filesource.h"
#include "registry/promptsource.h"

#include <QList>
#include <QSet>

namespace hermes::workspace {

/// A source or a fragment as it is read.
struct TemplateText
{
    core::RepoPath file;
    core::EntryId entry; ///< Whose source it is; without an id = it is a fragment.
    QByteArray text;
    registry::SourceHead head;
    QSet<QString> includes; ///< Names of fragments, whichever version is asked for.
};

/// All sources and fragments of a registry, and who includes whom. Thread: a value.
class TemplateFiles
{
public:
    /// Reads them, in the order of their paths, fragments first. Cancelled: what was read so far.
    /// Blocks on the files.
    [[nodiscard]] static TemplateFiles read(const core::FileSource &files,
                                            const core::CancelFlag &cancel);

    [[nodiscard]] const QList<TemplateText> &all() const { return m_all; }
    /// nullptr = there is no such file.
    [[nodiscard]] const TemplateText *find(const core::RepoPath &file) const;
    /// Those that include a fragment, themselves or by way of others.
    [[nodiscard]] QList<const TemplateText *> includersOf(const QString &fragment) const;
    /// The fragments that a file includes, themselves or by way of others.
    [[nodiscard]] QSet<QString> includedBy(const core::RepoPath &file) const;

    struct Declaration
    {
        core::RepoPath file;
        qint64 start = 0; ///< Byte offset in it.

        bool operator==(const Declaration &) const = default;
    };
    /// Where a variable that a file uses may be declared: in the file, in those that include it, in
    /// those that it includes.
    [[nodiscard]] QList<Declaration> declarationsFor(const core::RepoPath &file,
                                                     const QString &variable) const;

private:
    QList<TemplateText> m_all;
};

} // namespace hermes::workspace
