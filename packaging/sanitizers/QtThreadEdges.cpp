// Linked into the programs of the thread-sanitizer preset only.
//
// Distributions' Qt is not instrumented, so the sanitizer does not see that a posted event, a pool job, a mutex or a
// semaphore orders what two threads do, and calls every queued signal a race. These stand in front of Qt's own
// functions, tell the sanitizer about exactly the one edge each of them makes, and call the original. Nothing is
// suppressed by this: a race that no such edge orders is still reported.

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QMutex>
#include <QObject>
#include <QRunnable>
#include <QSemaphore>
#include <QThread>
#include <QThreadPool>
#include <QWaitCondition>

#include <dlfcn.h>

#include <functional>
#include <utility>

extern "C" {
void __tsan_acquire(void *address);
void __tsan_release(void *address);
// What the linker is told to look for, so that this file is taken out of the archive.
extern const char tickgate_qt_thread_edges;
const char tickgate_qt_thread_edges = 1;
}

namespace {

char anyReceiver;

// The original behind a member function or a static one, by the name it has in the library.
template <typename Function>
Function original(const char *mangled)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, mangled));
}

class OrderedRunnable : public QRunnable
{
public:
    OrderedRunnable(QRunnable *inner, void *pool)
        : m_inner(inner)
        , m_pool(pool)
        , m_deleteInner(inner->autoDelete())
    {
        __tsan_release(this);
    }
    void run() override
    {
        __tsan_acquire(this);
        m_inner->run();
        if (m_deleteInner)
            delete m_inner;
        __tsan_release(m_pool);
    }

private:
    QRunnable *m_inner;
    void *m_pool;
    bool m_deleteInner;
};

// Who posts a call and who runs it each hold it, and whoever lets go last deletes what it has captured.
class OrderedCall : public QtPrivate::QSlotObjectBase
{
public:
    explicit OrderedCall(QtPrivate::QSlotObjectBase *inner)
        : QSlotObjectBase(&OrderedCall::act)
        , m_inner(inner)
    {
        __tsan_release(this);
    }

private:
    static void act(int which, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *)
    {
        auto *self = static_cast<OrderedCall *>(base);
        __tsan_acquire(self);
        if (which == Call) {
            self->m_inner->call(receiver, arguments);
            __tsan_release(self);
        } else if (which == Destroy) {
            self->m_inner->destroyIfLastRef();
            delete self;
        }
    }

    QtPrivate::QSlotObjectBase *m_inner;
};

std::function<void()> ordered(std::function<void()> job, void *pool)
{
    // The job's own copy of its captures is what crosses; its address is unique while it waits.
    auto *held = new std::function<void()>(std::move(job));
    __tsan_release(held);
    return [held, pool] {
        __tsan_acquire(held);
        (*held)();
        delete held;
        if (pool)
            __tsan_release(pool);
    };
}

} // namespace

// A signal may be queued to any number of receivers, and which ones is Qt's secret: one mark stands for them all.
void QMetaObject::activate(QObject *sender, const QMetaObject *meta, int index, void **arguments)
{
    static const auto real =
        original<void (*)(QObject *, const QMetaObject *, int, void **)>("_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    __tsan_release(&anyReceiver);
    real(sender, meta, index, arguments);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *result)
{
    static const auto real = original<bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *)>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    __tsan_release(object);
    const bool accepted = real(object, new OrderedCall(slot), type, result);
    if (type == Qt::BlockingQueuedConnection)
        __tsan_acquire(object);
    return accepted;
}

void QObject::deleteLater()
{
    static const auto real = original<void (*)(QObject *)>("_ZN7QObject11deleteLaterEv");
    __tsan_release(this);
    real(this);
}

void QCoreApplication::postEvent(QObject *receiver, QEvent *event, int priority)
{
    static const auto real =
        original<void (*)(QObject *, QEvent *, int)>("_ZN16QCoreApplication9postEventEP7QObjectP6QEventi");
    __tsan_release(receiver);
    real(receiver, event, priority);
}

bool QObject::event(QEvent *event)
{
    static const auto real = original<bool (*)(QObject *, QEvent *)>("_ZN7QObject5eventEP6QEvent");
    const bool deleted = event->type() == QEvent::DeferredDelete;
    __tsan_acquire(this);
    __tsan_acquire(&anyReceiver);
    const bool result = real(this, event);
    if (!deleted)
        __tsan_release(this);
    __tsan_release(QThread::currentThread());
    return result;
}

bool QThread::wait(QDeadlineTimer deadline)
{
    static const auto real = original<bool (*)(QThread *, QDeadlineTimer)>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool finished = real(this, deadline);
    if (finished)
        __tsan_acquire(this);
    return finished;
}

void QThreadPool::start(QRunnable *runnable, int priority)
{
    static const auto real = original<void (*)(QThreadPool *, QRunnable *, int)>("_ZN11QThreadPool5startEP9QRunnablei");
    real(this, new OrderedRunnable(runnable, this), priority);
}

void QThreadPool::start(std::function<void()> functionToRun, int priority)
{
    static const auto real =
        original<void (*)(QThreadPool *, std::function<void()>, int)>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    real(this, ordered(std::move(functionToRun), this), priority);
}

QRunnable *QRunnable::create(std::function<void()> functionToRun)
{
    static const auto real = original<QRunnable *(*)(std::function<void()>)>("_ZN9QRunnable6createESt8functionIFvvEE");
    return real(ordered(std::move(functionToRun), nullptr));
}

bool QThreadPool::waitForDone(int msecs)
{
    static const auto real = original<bool (*)(QThreadPool *, int)>("_ZN11QThreadPool11waitForDoneEi");
    const bool done = real(this, msecs);
    __tsan_acquire(this);
    return done;
}

void QSemaphore::acquire(int n)
{
    static const auto real = original<void (*)(QSemaphore *, int)>("_ZN10QSemaphore7acquireEi");
    real(this, n);
    __tsan_acquire(this);
}

bool QSemaphore::tryAcquire(int n)
{
    static const auto real = original<bool (*)(QSemaphore *, int)>("_ZN10QSemaphore10tryAcquireEi");
    const bool acquired = real(this, n);
    if (acquired)
        __tsan_acquire(this);
    return acquired;
}

#if QT_VERSION < QT_VERSION_CHECK(6, 6, 0)
bool QSemaphore::tryAcquire(int n, int timeout)
{
    static const auto real = original<bool (*)(QSemaphore *, int, int)>("_ZN10QSemaphore10tryAcquireEii");
    const bool acquired = real(this, n, timeout);
#else
bool QSemaphore::tryAcquire(int n, QDeadlineTimer timeout)
{
    static const auto real =
        original<bool (*)(QSemaphore *, int, QDeadlineTimer)>("_ZN10QSemaphore10tryAcquireEi14QDeadlineTimer");
    const bool acquired = real(this, n, timeout);
#endif
    if (acquired)
        __tsan_acquire(this);
    return acquired;
}

void QSemaphore::release(int n)
{
    static const auto real = original<void (*)(QSemaphore *, int)>("_ZN10QSemaphore7releaseEi");
    __tsan_release(this);
    real(this, n);
}

// The uncontended cases are inline atomics, which the sanitizer sees; these are the contended ones.
void QBasicMutex::lockInternal() QT_MUTEX_LOCK_NOEXCEPT
{
    static const auto real = original<void (*)(QBasicMutex *)>("_ZN11QBasicMutex12lockInternalEv");
    real(this);
    __tsan_acquire(this);
}

void QBasicMutex::unlockInternal() noexcept
{
    static const auto real = original<void (*)(QBasicMutex *)>("_ZN11QBasicMutex14unlockInternalEv");
    __tsan_release(this);
    real(this);
}

bool QWaitCondition::wait(QMutex *mutex, QDeadlineTimer deadline)
{
    static const auto real = original<bool (*)(QWaitCondition *, QMutex *, QDeadlineTimer)>(
        "_ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer");
    __tsan_release(mutex);
    const bool woken = real(this, mutex, deadline);
    __tsan_acquire(mutex);
    return woken;
}
