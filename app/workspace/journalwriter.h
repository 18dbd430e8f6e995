#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QFuture>
#include <QPromise>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>

namespace hermes::workspace {

/// One thread on which the journal meets the disk, so that its writes never overtake each other and
/// a disk that does not answer holds up nothing else. Thread: any.
class JournalWriter
{
public:
    JournalWriter();
    /// What is queued is still done; a disk that does not answer is not waited for.
    ~JournalWriter();
    Q_DISABLE_COPY_MOVE(JournalWriter)

    template <typename Work, typename Output = std::invoke_result_t<Work>>
    QFuture<Output> run(Work work)
    {
        auto promise = std::make_shared<QPromise<Output>>();
        promise->start();
        enqueue([promise, work = std::move(work)] {
            promise->addResult(work());
            promise->finish();
        });
        return promise->future();
    }
    /// False if the time was too short.
    bool waitUntilIdle(std::chrono::milliseconds limit) const;

private:
    struct Queue;
    void enqueue(std::function<void()> work);

    std::shared_ptr<Queue> m_queue;
};

/// Appends to a file that is `length` bytes long, and makes it durable. After an error it is that
/// long again. Errors: ChangedOutside if it is not that long; DiskFull, NotWritable, NotDurable.
[[nodiscard]] core::Result<void> appendToJournal(const QString &path, qint64 length,
                                                 const QByteArray &bytes);
/// Writes a whole file beside the old one, then gives it the name: old or new, never half.
/// Errors: DiskFull, NotWritable, NotDurable.
[[nodiscard]] core::Result<void> replaceJournal(const QString &path, const QByteArray &bytes);

} // namespace hermes::workspace
