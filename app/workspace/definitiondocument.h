#pragma once

#include "registry/definition.h"
#include "workspace/contentref.h"
#include "workspace/draft.h"
#include "workspace/editabletext.h"

#include <QObject>
#include <QTimer>

namespace hermes::workspace {

class EditJournal;

/// A definition under edit: its manifest and its prompt, and how they stand to the files on disk.
///
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

    struct Location
    {
        QString registryRoot;
        core::EntryId id;
        core::RepoPath folder;
        core::RepoPath manifestFile; ///< Root for skills.
        core::RepoPath promptFile; ///< Root for MCP servers.
    };

    DefinitionDocument(Location location, EditJournal &journal, QObject *parent = nullptr);
    ~DefinitionDocument() override;

    [[nodiscard]] const core::EntryId &id() const { return m_location.id; }
    [[nodiscard]] const Location &location() const { return m_location; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] DiskState diskState() const { return m_diskState; }
    [[nodiscard]] bool isModified() const;
    [[nodiscard]] bool isSaving() const { return m_isSaving; }
    /// Empty = writable; else why not, for the badge "Read-only".
    [[nodiscard]] const QString &readOnlyReason() const { return m_readOnlyReason; }
    /// Why loading failed, when State::Unreadable.
    [[nodiscard]] const core::Error &loadError() const { return m_loadError; }
    [[nodiscard]] qint64 promptSize() const { return m_promptSize; }

    [[nodiscard]] EditableText *manifest() { return &m_manifest; }
    [[nodiscard]] EditableText *prompt() { return &m_prompt; }
    /// The definition as it stands in the editors.
    [[nodiscard]] Draft draft() const;

    /// Gives one manifest field a value (path of keys), as one undo step that changes only its
    /// bytes. Errors: InvalidFormat if the manifest does not parse; its text is then the place to
    /// mend it.
    [[nodiscard]] core::Result<void> setField(const QStringList &path, const QJsonValue &value);
    [[nodiscard]] core::Result<void> removeField(const QStringList &path);

    void load();
    void loadAnyway();
    /// Writes what is modified. Ends with saved() or saveFailed(); ChangedOutside when the disk has
    /// something else.
    void save();
    /// Throws the draft away and takes the disk's content; undoable in the editors.
    void takeTheirs();
    /// Three-way merge of the draft and the disk's content into the draft; conflicts are marked in
    /// the text.
    void mergeTheirs();
    /// The next save overwrites what is on disk now.
    void keepMine();
    /// Called when the folder changed on disk: a clean document reloads in place, a modified one
    /// becomes DiskState::Changed.
    void checkDisk();
    /// Takes note that another part of the program wrote these files with the draft's content (a
    /// release).
    void adoptWritten(const QByteArray &manifestText, const QByteArray &promptText);
    /// Replaces the draft's prompt and manifest, as one undo step each (restoring a version).
    void replaceDraft(const registry::Definition &content);
    /// Fingerprints of the files as loaded, for a ReleaseRequest.
    [[nodiscard]] QByteArray manifestFingerprint() const { return m_manifestFingerprint; }
    [[nodiscard]] QByteArray promptFingerprint() const { return m_promptFingerprint; }

Q_SIGNALS:
    void stateChanged();
    void diskStateChanged();
    void changed(); ///< Manifest or prompt text.
    void modificationChanged(bool modified);
    void saved();
    void saveFailed(const hermes::core::Error &error);
    void reloaded(); ///< The disk's content was taken into a clean document.
    void recovered(); ///< Unsaved text of an earlier run was taken from the journal; it is in the
                      ///< draft now.
    void merged(int conflicts);
    void journalFailed(const hermes::core::Error &error);

private:
    struct FileContent;
    struct Content;
    struct Written;

    [[nodiscard]] static Content readContent(const Location &location, qint64 maxPromptBytes);
    [[nodiscard]] static core::Result<Written>
    writeContent(const Location &location, const Written &wanted, const Written &loaded);
    void startLoading(qint64 maxPromptBytes);
    void takeContent(const Content &content);
    void takeFile(EditableText &text, const FileContent &content);
    void recoverFile(EditableText &text, const core::RepoPath &file);
    void compareWithDisk(const Content &content);
    void becomeTheirs(const Content &content);
    void mergeContent(const Content &content);
    void takeFingerprints(const Content &content);
    void takeFingerprintsOnly(const Content &content);
    void finishSave(const core::Result<Written> &written, qint64 manifestRevision,
                    qint64 promptRevision);
    void withDiskContent(void (DefinitionDocument::*use)(const Content &));
    void setState(State state);
    void setDiskState(DiskState state);
    void noteChange();
    void noteModification();
    void journal();
    void dropJournal();

    Location m_location;
    EditJournal &m_journal;
    EditableText m_manifest;
    EditableText m_prompt;
    State m_state = State::Loading;
    DiskState m_diskState = DiskState::Same;
    QByteArray m_manifestFingerprint;
    QByteArray m_promptFingerprint;
    QByteArray m_loadedManifest; ///< Base of a three-way merge.
    QByteArray m_loadedPrompt;
    QString m_readOnlyReason;
    core::Error m_loadError;
    qint64 m_promptSize = 0;
    bool m_isSaving = false;
    bool m_wasModified = false;
    QTimer m_journalDelay; ///< Started by the first change after a record; not put off by further
                           ///< ones.
};

} // namespace hermes::workspace
