#pragma once

#include "workspace/editjournal.h"

#include <QObject>
#include <QTimer>

namespace hermes::workspace {

class EditableText;

/// Keeps one text's journal: what happens to the text is on the disk within a second.
///
/// When the disk refuses, nothing is forgotten: failed() tells, and it is tried again until works()
/// can be told. Thread: UI.
class TextJournal final : public QObject
{
    Q_OBJECT

public:
    TextJournal(EditJournal &journal, EditableText &text, QObject *parent = nullptr);
    /// Hands over what is not written yet.
    ~TextJournal() override;

    enum class Present
    {
        Stored, ///< The journal or the file says how the text stands.
        Unstored
    };
    /// Begins with the text as it stands. `superseded`: files that may go when it is stored anew.
    void begin(const core::RepoPath &file, const QByteArray &savedFingerprint,
               const QByteArray &savedBytes, Present present, const QStringList &superseded);
    /// What the file holds from now on; to be told before the text is.
    void setSaved(const QByteArray &fingerprint, const QByteArray &bytes);
    /// Stores unsaved text under another name as well: the file is about to be called so.
    void storeAlso(const core::RepoPath &file);
    /// The file is called `file` from now on, and nothing is kept under `other` any more.
    void moveTo(const core::RepoPath &file, const core::RepoPath &other);
    /// Hands over what waits, without waiting for the time to do so.
    void write();
    /// Hands over all that is unsaved, whatever is on its way: the program may end before it could
    /// hear of that.
    void keep();

Q_SIGNALS:
    void failed(const hermes::core::Error &error);
    void works(); ///< After a failure.
    void stored(); ///< Everything until now.

private:
    void note(const EditOperation &operation);
    void finish();
    void fail(const core::Error &error);
    [[nodiscard]] bool isBegun() const { return !m_file.isRoot(); }
    [[nodiscard]] JournalState state() const;

    EditJournal &m_journal;
    EditableText &m_text;
    core::RepoPath m_file;
    QByteArray m_savedFingerprint;
    QByteArray m_savedBytes;
    QStringList m_superseded;
    QList<EditOperation> m_waiting;
    JournalEnd m_end;
    qint64 m_storedLength = 0; ///< Of the state to which operations are appended, in bytes.
    QTimer m_delay; ///< Started by the first operation; not put off by further ones.
    std::optional<core::ErrorCode> m_failure;
    bool m_needsStoring = true; ///< There is nothing to append to.
    bool m_couldReachSaved = true;
    bool m_isWriting = false;
};

} // namespace hermes::workspace
