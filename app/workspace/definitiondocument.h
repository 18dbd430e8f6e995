#pragma once

#include "registry/definition.h"
#include "workspace/contentref.h"
#include "workspace/documentfile.h"
#include "workspace/draft.h"
#include "workspace/prompttarget.h"

#include <QObject>

#include <optional>

namespace hermes::workspace {

/// A definition under edit: its manifest and its prompt, and how they stand to the files on disk.
///
/// Where the prompt has a source, the source is what is edited, journaled and merged; saving writes
/// it and the prompt that it gives, both or neither.
/// Loading and saving run on a worker; everything else is immediate. The document never asks
/// anything: it tells its state and the window offers what fits. Thread: UI.
class DefinitionDocument final : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Loading,
        Ready,
        TooLarge, ///< The prompt is larger than largePromptBytes and waits for loadAnyway().
        Unreadable, ///< See problem(); shown read-only if bytes could be read.
    };
    /// How the files on disk stand to what was loaded.
    enum class DiskState
    {
        Same,
        Changed,
        Gone
    };

    using Location = DefinitionLocation;

    DefinitionDocument(Location location, EditJournal &journal, QObject *parent = nullptr);
    ~DefinitionDocument() override;

    [[nodiscard]] const core::EntryId &id() const { return m_location.id; }
    [[nodiscard]] const Location &location() const { return m_location; }
    [[nodiscard]] bool hasSource() const { return !m_location.sourceFile.isRoot(); }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] DiskState diskState() const { return m_diskState; }
    [[nodiscard]] bool isModified() const;
    [[nodiscard]] bool isSaving() const { return m_isSaving; }
    /// Empty = writable; else why not, for the badge "Read-only".
    [[nodiscard]] const QString &readOnlyReason() const
    {
        return m_heldElsewhere.isEmpty() ? m_readOnlyReason : m_heldElsewhere;
    }
    /// Somebody else has the registry, as a sentence; empty = nobody. Then nothing is saved.
    void setHeldElsewhere(const QString &obstacle);
    /// Why loading failed, when State::Unreadable.
    [[nodiscard]] const core::Error &loadError() const { return m_loadError; }
    [[nodiscard]] qint64 promptSize() const { return m_promptSize; }

    [[nodiscard]] EditableText *manifest() { return &m_manifest.text(); }
    [[nodiscard]] EditableText *prompt() { return &m_prompt.text(); } ///< Or its source.
    /// What to keep where the files cannot be written: the prompt, unless there is none or only the
    /// manifest has edits.
    [[nodiscard]] EditableText *unsavedText();
    /// The definition as it stands in the editors.
    [[nodiscard]] Draft draft() const;
    /// The values that the user looks at the prompt with and test-sends it with, as long as the
    /// document is open. What is saved has the registry's values.
    [[nodiscard]] const ValueChoice &valueChoice() const { return m_valueChoice; }
    void setValueChoice(const ValueChoice &choice);
    /// For which program the user looks at the prompt and test-sends it. What is saved is the same
    /// for all.
    [[nodiscard]] const PromptTarget &promptTarget() const { return m_promptTarget; }
    void setPromptTarget(const PromptTarget &target);

    /// Gives one manifest field a value (path of keys), as one undo step that changes only its
    /// bytes. Errors: InvalidFormat if the manifest does not parse; its text is then the place to
    /// mend it.
    [[nodiscard]] core::Result<void> setField(const QStringList &path, const QJsonValue &value);
    [[nodiscard]] core::Result<void> removeField(const QStringList &path);
    /// Gives a field that is there a value as it is written. Its line endings become those of the
    /// file. Errors: InvalidFormat if it is not JSON or the manifest does not parse; NotFound.
    [[nodiscard]] core::Result<void> setFieldJson(const QString &key, const QString &json);

    void load();
    void loadAnyway();
    /// Writes what is modified. Ends with saved() or saveFailed(); ChangedOutside when the disk has
    /// something else.
    void save();
    /// Throws the draft away and takes the disk's content; undoable in the editors. Ends with
    /// theirsRefused() instead if that is no text.
    void takeTheirs();
    /// Three-way merge of the draft and the disk's content into the draft; conflicts are marked in
    /// the text.
    void mergeTheirs();
    /// The next save overwrites what is on disk now.
    void keepMine();
    /// Called when the folder changed on disk: a clean document reloads in place, a modified one
    /// becomes DiskState::Changed.
    void checkDisk();
    /// Hands all unsaved text to the journal.
    void keep();
    /// Takes note that another part of the program wrote these files with the draft's content (a
    /// release).
    /// `editedText`: of the prompt, or of its source, which then gives `promptText`.
    void adoptWritten(const QByteArray &manifestText, const QByteArray &editedText,
                      const QByteArray &promptText);
    /// What the prompt is assembled from, beyond its source, is other than it was.
    void noteMaterialChanged();
    /// What is unsaved in the fragments that are open; part of draft(), not of what is saved.
    void setUnsavedFragments(const QHash<core::RepoPath, ExactText> &fragments);
    /// An operation is about to write or move the files: until endOperation() the disk is not
    /// looked at, and what is unsaved is journaled under the names the files will have, too.
    void beginOperation(const Location &after);
    /// It wrote one of the files, named as it is before the operation's end; the text follows.
    void adoptFile(const core::RepoPath &file, const QByteArray &content);
    /// The operation is over, and the files are called so.
    void endOperation(const Location &now);
    /// Replaces the draft's prompt (or its source) and manifest, as one undo step each (restoring a
    /// version).
    void replaceDraft(const QByteArray &manifestText, const QByteArray &editedText);
    /// Fingerprints of the files as loaded, for a ReleaseRequest.
    [[nodiscard]] QByteArray manifestFingerprint() const { return m_manifest.fingerprint(); }
    [[nodiscard]] QByteArray editedFingerprint() const { return m_prompt.fingerprint(); }
    /// Of what is installed: the same, unless there is a source.
    [[nodiscard]] QByteArray promptFingerprint() const
    {
        return hasSource() ? m_installed : m_prompt.fingerprint();
    }

Q_SIGNALS:
    void stateChanged();
    void diskStateChanged();
    void changed(); ///< Manifest or prompt text.
    void modificationChanged(bool modified);
    void valueChoiceChanged();
    void promptTargetChanged();
    void saved();
    /// After saved(): these fragments have unsaved text with which the prompt would be another one.
    void fragmentsLeftOut(const QStringList &names);
    void saveFailed(const hermes::core::Error &error);
    void reloaded(); ///< The disk's content was taken into a clean document.
    void recovered(); ///< Unsaved text of an earlier run was taken from the journal; it is in the
                      ///< draft now.
    /// Undo begins anew: the file was changed while it was not open here.
    void historyForgotten();
    /// Journals that hold another unsaved text, or are damaged, were kept aside.
    void keptAside(const QStringList &files, bool isDamaged);
    void theirsRefused(const hermes::core::Error &error); ///< The draft is what it was.
    void merged(int conflicts);
    void journalFailed(const hermes::core::Error &error);
    void journalWorks(); ///< After it failed.
    void journaled(); ///< All edits until now are on the disk, in the journal.

private:
    void startLoading(qint64 maxPromptBytes);
    void takeContent(const DefinitionContent &content);
    void tellRecovery(const QList<DocumentFile::Taken> &taken, const DefinitionContent &content);
    void compareWithDisk(const DefinitionContent &content);
    void becomeTheirs(const DefinitionContent &content);
    void followSource(const DefinitionContent &content);
    [[nodiscard]] bool isSourceGone(const DefinitionContent &content) const;
    [[nodiscard]] bool isOtherPrompt(const DefinitionContent &content) const;
    void mergeContent(const DefinitionContent &content);
    void keepMineBeside(const DefinitionContent &content);
    void finishSave(const SaveOutcome &outcome);
    void tellSaveFailure(const core::Error &error);
    void withDiskContent(void (DefinitionDocument::*use)(const DefinitionContent &));
    void setState(State state);
    void setDiskState(DiskState state);
    void noteModification();

    Location m_location;
    std::optional<Location> m_operation; ///< Where the running operation leads; none runs without.
    EditJournal &m_journal;
    DocumentFile m_manifest;
    DocumentFile m_prompt; ///< Or its source.
    ValueChoice m_valueChoice;
    PromptTarget m_promptTarget;
    QHash<core::RepoPath, ExactText> m_unsavedFragments; ///< Of other documents.
    QByteArray m_installed; ///< Fingerprint of the prompt beside its source; empty = no such file.
    State m_state = State::Loading;
    DiskState m_diskState = DiskState::Same;
    QString m_readOnlyReason; ///< Of the files themselves.
    QString m_heldElsewhere;
    core::Error m_loadError;
    qint64 m_promptSize = 0;
    bool m_isSaving = false;
    bool m_wasModified = false;
};

} // namespace hermes::workspace
