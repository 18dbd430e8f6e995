#pragma once

#include "workspace/definitionfiles.h"
#include "workspace/editabletext.h"
#include "workspace/textjournal.h"

#include <QObject>

namespace hermes::workspace {

/// One file of a definition under edit: its text, what the disk has of it, and its journal.
/// Thread: UI.
class DocumentFile final : public QObject
{
    Q_OBJECT

public:
    /// `path`: root if the definition has no such file; then nothing here does anything.
    DocumentFile(const core::RepoPath &path, EditJournal &journal, QObject *parent = nullptr);

    [[nodiscard]] const core::RepoPath &path() const { return m_path; }
    /// Before take(): which file it is.
    void setPath(const core::RepoPath &path) { m_path = path; }
    [[nodiscard]] bool isNone() const { return m_path.isRoot(); }
    [[nodiscard]] EditableText &text() { return m_text; }
    [[nodiscard]] const EditableText &text() const { return m_text; }
    [[nodiscard]] TextJournal &journal() { return m_journal; }
    [[nodiscard]] bool isModified() const { return !isNone() && m_text.isModified(); }
    /// Of what was loaded or saved last; empty = there was no file.
    [[nodiscard]] const QByteArray &fingerprint() const { return m_fingerprint; }

    enum class Taken
    {
        Plain,
        Recovered, ///< With unsaved edits of before.
        RecoveredBeside, ///< The same, and the file holds something else than they were made in.
        HistoryForgotten ///< The file was changed elsewhere; nothing was unsaved.
    };
    /// Takes the file's content and what the journal has. Errors: NotText, or why it was not read.
    [[nodiscard]] core::Result<Taken> take(const FileContent &content);

    /// The text becomes what the disk has. Errors: NotText.
    [[nodiscard]] core::Result<void> takeTheirs(const FileContent &theirs);
    /// Three-way merge into the text; the number of conflicts.
    int mergeTheirs(const FileContent &theirs);
    /// The text stays; what the disk has counts as known.
    void keepMine(const FileContent &theirs);

    /// What is to be written; nullopt if nothing is.
    [[nodiscard]] std::optional<WantedFile> beginSave();
    void endSave(const SaveOutcome::Written &written);
    /// Takes note that the file was written with these bytes.
    void adoptWritten(const QByteArray &bytes);

    /// The file is about to be called otherwise: unsaved text is kept under that name, too.
    void beginMove(const core::RepoPath &to);
    /// It is called so now, and not `other`.
    void endMove(const core::RepoPath &now, const core::RepoPath &other);

private:
    void setSaved(const QByteArray &fingerprint, const QByteArray &bytes);

    core::RepoPath m_path;
    EditableText m_text;
    QByteArray m_fingerprint;
    QByteArray m_saved; ///< Base of a three-way merge.
    TextJournal m_journal; ///< After the text, which it needs to its end.
};

} // namespace hermes::workspace
