#include "QuitSignals.h"

#include <QAbstractNativeEventFilter>
#include <QCoreApplication>
#include <QSemaphore>

#include <windows.h>

#include <atomic>

namespace tickgate {

namespace {

// Windows calls the handler on a thread of its own, and ends the process when it returns from a close event.
std::atomic<QuitSignals *> receiver = nullptr;
QSemaphore finished;
constexpr int kCloseLimitMs = 4'500; // Windows grants five seconds

const char *nameOf(DWORD event)
{
    switch (event) {
    case CTRL_C_EVENT:
        return "Ctrl-C";
    case CTRL_BREAK_EVENT:
        return "Ctrl-Break";
    case CTRL_CLOSE_EVENT:
        return "console closed";
    case CTRL_LOGOFF_EVENT:
        return "logoff";
    default:
        return "shutdown";
    }
}

BOOL WINAPI onConsoleEvent(DWORD event)
{
    QuitSignals *target = receiver.load();
    if (target == nullptr)
        return FALSE;
    QMetaObject::invokeMethod(
        target, [target, event] { Q_EMIT target->received(QString::fromLatin1(nameOf(event))); }, Qt::QueuedConnection);
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        finished.tryAcquire(1, kCloseLimitMs);
    return TRUE;
}

/// Programs with windows hear of the session's end by message instead.
class SessionEndFilter : public QAbstractNativeEventFilter
{
public:
    bool nativeEventFilter(const QByteArray &, void *message, qintptr *) override
    {
        const auto *msg = static_cast<MSG *>(message);
        if (msg->message == WM_ENDSESSION && msg->wParam != 0) {
            if (QuitSignals *target = receiver.load())
                Q_EMIT target->received(QStringLiteral("session end"));
        }
        return false;
    }
};

} // namespace

struct QuitSignals::Platform
{
    SessionEndFilter filter;
};

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Platform>())
{
    receiver = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
    QCoreApplication::instance()->installNativeEventFilter(&d->filter);
}

QuitSignals::~QuitSignals()
{
    receiver = nullptr;
    QCoreApplication::instance()->removeNativeEventFilter(&d->filter);
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    finished.release();
}

} // namespace tickgate
