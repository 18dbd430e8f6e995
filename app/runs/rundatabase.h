#pragma once

#include "runs/run.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace hermes::runs {

/// Which runs; the newest come first.
struct RunQuery
{
    std::optional<core::EntryId> entry = std::nullopt; ///< nullopt = of all.
    /// Folder; empty = of all.
    QString registry = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// Each occurs somewhere in the run, in whatever case.
    QString words = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// Only what comes after the run with this id; empty = from the newest on.
    QString after = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// -1 = all. Else there are fewer where those have more than 16 MiB of text.
    qsizetype limit = 200;

    bool operator==(const RunQuery &) const = default;
};

/// The first of what was found, and how many there are.
struct FoundRuns
{
    QList<Run> runs;
    qsizetype total = 0; ///< Of the query without `after` and limit.
};

/// What is erased.
struct ErasedRuns
{
    /// These; empty: all that the rest names.
    QStringList ids = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    std::optional<core::EntryId> entry = std::nullopt; ///< nullopt = of all.
    /// Of `entry`; empty = of all.
    QString registry = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// Each occurs somewhere in the run, in whatever case.
    QString words = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
};

/// How much is kept; what is older goes first.
struct RunLimits
{
    qsizetype number = 2000;
    std::chrono::days age{365};
    /// Of pictures and documents; those of the oldest runs go first, the runs stay.
    qint64 fileBytes = 256LL * 1024 * 1024;
    /// Of what was asked and answered, as it lies in the file; the oldest runs go first, and the
    /// newest stays in any case.
    qint64 textBytes = 512LL * 1024 * 1024;

    bool operator==(const RunLimits &) const = default;
};

/// The file of runs. It is SQLite's, in write-ahead mode: what put() has returned from survives the
/// program being killed.
///
/// Only the user may read the file. Erased text is overwritten. Thread: the one that opened it;
/// blocks.
class RunDatabase
{
public:
    /// Makes the file and its folder if they are not there; a run with `Unfinished` in it stays so.
    /// Takes in what was left beside it, as far as that can be put; the rest stays there. Errors:
    /// NotReadable, NotWritable; InvalidFormat if the file is damaged (see setAside());
    /// RepositoryUnsupported if a newer program made it; RepositoryLocked, as for all below, if
    /// another program is writing it: to be tried again.
    [[nodiscard]] static core::Result<std::unique_ptr<RunDatabase>> open(const QString &file);
    /// Gives a damaged file another name and returns that. Nothing of it is lost.
    [[nodiscard]] static core::Result<QString> setAside(const QString &file, const QDateTime &now);
    /// Keeps a run beside the file, which is held by another program, until it is opened next. Its
    /// files are those that it was put with before. Errors: NotWritable.
    [[nodiscard]] static core::Result<void> leave(const QString &file, const Run &run);
    ~RunDatabase();
    Q_DISABLE_COPY_MOVE(RunDatabase)

    // Errors: InvalidFormat if the file is found damaged, NotReadable, NotWritable, DiskFull.

    /// Adds it, or replaces the one with its id. Pictures and documents are kept once, however many
    /// runs have them; those of a run never change.
    [[nodiscard]] core::Result<void> put(const Run &run);
    /// Without the bytes of pictures and documents.
    [[nodiscard]] core::Result<QList<Run>> find(const RunQuery &query) const;
    /// How many there are, whatever the query's limit.
    [[nodiscard]] core::Result<qsizetype> count(const RunQuery &query) const;
    /// A found run with the bytes of its pictures and documents, as far as they are kept.
    [[nodiscard]] core::Result<Run> withFiles(Run run) const;
    /// Pictures and documents that no other run has go, too, and so does what was left beside the
    /// file. Errors: NotWritable, too, if that cannot be removed: it would come back;
    /// RepositoryLocked, too, if all is erased and another program that reads keeps traces of the
    /// text in the log: to be tried again.
    [[nodiscard]] core::Result<void> erase(const ErasedRuns &erased);
    /// What the user has set; `usual` for what they have not.
    [[nodiscard]] core::Result<RunLimits> limits(RunLimits usual) const;
    [[nodiscard]] core::Result<void> setLimits(const RunLimits &limits);
    [[nodiscard]] core::Result<void> trim(const RunLimits &limits, const QDateTime &now);

private:
    RunDatabase(QString file, QString connection);
    [[nodiscard]] core::Result<void> prepare();
    [[nodiscard]] core::Result<void> takeLeft();
    [[nodiscard]] core::Result<void> eraseLeft(const ErasedRuns &erased) const;
    [[nodiscard]] core::Result<void> run(const QString &statement,
                                         const QVariantList &values) const;
    [[nodiscard]] core::Result<void>
    inTransaction(const std::function<core::Result<void>()> &work) const;
    [[nodiscard]] core::Result<void> putFiles(const Run &run) const;
    [[nodiscard]] core::Result<void> dropUnusedFiles() const;
    [[nodiscard]] core::Result<void> emptyLog() const;

    QString m_file;
    QString m_connection;
};

} // namespace hermes::runs
