#pragma once

#include "core/error.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QLockFile>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace hermes::workspace {

/// What autosave writes: unsaved text, outside the work tree, at most a second behind the keyboard.
///
/// One file per document and program run. A run that dies leaves its files; the next one that opens
/// the document takes them over. Files of runs that are alive are left alone, so two programs never
/// mix. Writing happens on a worker. Thread: UI.
class EditJournal final : public QObject
{
    Q_OBJECT

public:
    struct Record
    {
        core::RepoPath file;
        QByteArray content; ///< The unsaved text.
        QByteArray baseFingerprint; ///< Of the file it was based on.

        bool operator==(const Record &) const = default;
    };

    /// `folder` is made if needed. `registryRoot` separates registries.
    EditJournal(const QString &folder, const QString &registryRoot, QObject *parent = nullptr);
    ~EditJournal() override;

    /// Keeps a record; replaces the earlier one of the same file. failed() tells if the disk
    /// refuses.
    void write(const Record &record);
    /// Forgets a file's record, after it was saved or given up.
    void drop(const core::RepoPath &file);
    /// The record that a dead run, or a document closed unsaved in this one, left for a file. A
    /// damaged one is put aside and not returned. Waits for records that are being written.
    [[nodiscard]] std::optional<Record> recover(const core::RepoPath &file);
    /// Waits until everything is on disk; for quitting.
    void flush();

Q_SIGNALS:
    void failed(const hermes::core::Error &error);

private:
    class Writer;
    QString m_folder;
    QString m_run;
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<Writer> m_writer;
};

} // namespace hermes::workspace
