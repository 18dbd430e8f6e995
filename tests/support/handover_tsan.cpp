// Tells ThreadSanitizer what Qt does between threads. Qt is not built with it, so the locks and
// atomics within its library are not seen, and whatever is handed over through them would look like
// a race. Two ways lead through the library: a task that is given to a thread pool, and the last
// holder of a future, who deletes its results. These functions stand before Qt's own in each
// program of the ThreadSanitizer build; they say "after" where the library makes it so, and call
// Qt's.

#include <QFutureInterface>
#include <QThreadPool>

#include <cstdint>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <sanitizer/tsan_interface.h>

namespace {

/// Qt's own function behind one of these.
template <typename Function>
Function *behind(const char *symbol)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, symbol));
}

class HandedOverTask final : public QRunnable
{
public:
    explicit HandedOverTask(QRunnable *task) : m_task(task) { __tsan_release(this); }

    void run() override
    {
        __tsan_acquire(this);
        const std::unique_ptr<QRunnable> owned(m_task->autoDelete() ? m_task : nullptr);
        m_task->run();
    }

private:
    QRunnable *m_task;
};

} // namespace

void QThreadPool::start(QRunnable *runnable, int priority)
{
    static auto *const next =
        behind<void(QThreadPool *, QRunnable *, int)>("_ZN11QThreadPool5startEP9QRunnablei");
    next(this, new HandedOverTask(runnable), priority);
}

bool QFutureInterfaceBase::derefT() const noexcept
{
    static auto *const next =
        behind<bool(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase6derefTEv");
    __tsan_release(d);
    const bool isHeld = next(this);
    if (!isHeld) {
        __tsan_acquire(d);
    }
    return isHeld;
}
