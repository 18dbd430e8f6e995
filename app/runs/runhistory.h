#pragma once

#include "runs/rundatabase.h"

#include <QFuture>
#include <QObject>
#include <QThread>

namespace hermes::runs {

/// The runs of the user, in a file that a thread of its own reads and writes.
///
/// What is asked is done in order. A damaged file is set aside, and a new one begun. Thread: UI.
class RunHistory final : public QObject
{
    Q_OBJECT

public:
    /// Opened when it is first needed. `limits`: what holds until the user sets others.
    RunHistory(const QString &file, const RunLimits &limits, QObject *parent = nullptr);
    /// Waits until everything is written; for a file that another program holds no longer than is
    /// not felt: what was put then is kept beside it, for the next that opens it.
    ~RunHistory() override;

    // Errors: those of RunDatabase.

    /// Adds it, or replaces the one with its id.
    [[nodiscard]] QFuture<core::Result<void>> put(const Run &run);
    [[nodiscard]] QFuture<core::Result<QList<Run>>> find(const RunQuery &query);
    [[nodiscard]] QFuture<core::Result<FoundRuns>> page(const RunQuery &query);
    [[nodiscard]] QFuture<core::Result<Run>> withFiles(const Run &run);
    [[nodiscard]] QFuture<core::Result<void>> erase(const ErasedRuns &erased);
    [[nodiscard]] QFuture<core::Result<RunLimits>> limits();
    /// What is beyond them goes at once.
    [[nodiscard]] QFuture<core::Result<void>> setLimits(const RunLimits &limits);

Q_SIGNALS:
    void changed(); ///< A run was added or replaced, or runs were erased.
    /// The file was damaged; it is `file` now, and the history begins anew.
    void setAside(const QString &file);

private:
    class Keeper;
    template <typename Output, typename Work>
    [[nodiscard]] QFuture<core::Result<Output>> tell(Work work);
    template <typename Output, typename Work>
    [[nodiscard]] QFuture<core::Result<Output>> ask(Work work);

    QThread m_thread;
    Keeper *m_keeper; ///< In that thread; ends with it.
};

} // namespace hermes::runs
