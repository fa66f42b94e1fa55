#include "TestSupport.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

namespace tickgate::test {

namespace {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kTimeoutScale = 4;
#else
constexpr int kTimeoutScale = 1;
#endif
} // namespace

bool waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    if (condition())
        return true;
    // QTest::qWaitFor sleeps 10 ms between two looks, which makes every exchange over a socket slow.
    QTimer look;
    look.start(5);
    const QDeadlineTimer deadline(timeoutMs * kTimeoutScale);
    while (!deadline.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (condition())
            return true;
    }
    return condition();
}

QString sourcePath(const QString &relative)
{
    return QStringLiteral(TICKGATE_TEST_SOURCE_DIR "/") + relative;
}

} // namespace tickgate::test
