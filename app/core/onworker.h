#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <type_traits>
#include <utility>

namespace hermes::core {

/// Runs `work` on a worker and gives what it returns. It must hold all it needs as values.
template <typename Work>
[[nodiscard]] auto onWorker(Work work) -> QFuture<std::invoke_result_t<Work &>>
{
    using Output = std::invoke_result_t<Work &>;
    QPromise<Output> promise;
    QFuture<Output> future = promise.future();
    promise.start();
    QThreadPool::globalInstance()->start(
        [promise = std::move(promise), work = std::move(work)]() mutable {
            promise.addResult(work());
            promise.finish();
        });
    return future;
}

/// Gives what `future` brings to `use`, in the thread of `receiver`; never, where `receiver` ends
/// before. Unlike QFuture::then(), which calls at once where the worker was quicker than its
/// caller, it waits for the event loop: who starts the work can still connect to the signals of its
/// end.
template <typename Output, typename Use>
void whenDone(QFuture<Output> future, QObject *receiver, Use use)
{
    future.then(receiver, [receiver, use = std::move(use)](const Output &output) {
        QMetaObject::invokeMethod(receiver, [use, output] { use(output); }, Qt::QueuedConnection);
    });
}

} // namespace hermes::core
