#pragma once

#include <QFuture>
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

} // namespace hermes::core
