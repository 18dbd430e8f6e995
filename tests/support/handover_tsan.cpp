// Tells ThreadSanitizer what Qt does between threads. Qt is not built with it, so the locks and
// atomics within its library are not seen, and whatever is handed over through them would look like
// a race. Three ways lead through the library: a task that is given to a thread pool, the last
// holder of a future, who deletes its results, and a signal or a function for an object of another
// thread, which arrives there as an event. These functions stand before Qt's own in each program of
// the ThreadSanitizer build; they say "after" where the library makes it so, and call Qt's.

#include <QEvent>
#include <QFutureInterface>
#include <QObject>
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

/// All signals and functions share it, as an event does not tell which one it is. So a race is
/// missed where the one thread sends some signal in between and the other one receives some.
char sentSignals = 0;

} // namespace

void QMetaObject::activate(QObject *sender, const QMetaObject *ofSender, int signal, void **values)
{
    static auto *const next = behind<void(QObject *, const QMetaObject *, int, void **)>(
        "_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    __tsan_release(&sentSignals);
    next(sender, ofSender, signal, values);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slotObj,
                                   Qt::ConnectionType type, qsizetype parameterCount,
                                   const void *const *params, const char *const *names,
                                   const QtPrivate::QMetaTypeInterface *const *metaTypes)
{
    static auto *const next = behind<bool(
        QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, qsizetype, const void *const *,
        const char *const *, const QtPrivate::QMetaTypeInterface *const *)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt"
        "14ConnectionTypeExPKPKvPKPKcPKPKNS2_18QMetaTypeInterfaceE");
    __tsan_release(&sentSignals);
    return next(object, slotObj, type, parameterCount, params, names, metaTypes);
}

bool QObject::event(QEvent *event)
{
    static auto *const next = behind<bool(QObject *, QEvent *)>("_ZN7QObject5eventEP6QEvent");
    if (event->type() == QEvent::MetaCall) {
        __tsan_acquire(&sentSignals);
    }
    return next(this, event);
}

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
