#pragma once

#include <atomic>
#include <memory>

namespace hermes::core {

/// A wish to stop, shared by whoever may express it and the worker that polls it. Copies share one
/// flag. Thread: any.
class CancelFlag
{
public:
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic_bool> m_flag = std::make_shared<std::atomic_bool>(false);
};

} // namespace hermes::core
