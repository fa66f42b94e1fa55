#include "core/ports/BackgroundJobs.h"

#include "tests/support/TestSupport.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QThreadPool>

#include <memory>
#include <stdexcept>

using namespace tickgate;
using namespace tickgate::test;

class tst_BackgroundJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobRunsElsewhereAndAnswersOnTheAskersThread()
    {
        BackgroundJobs jobs;
        QThread *ranOn = nullptr;
        QThread *answeredOn = nullptr;
        jobs.run([] { return QThread::currentThread(); }, this,
                 [&](QThread *thread) {
                     ranOn = thread;
                     answeredOn = QThread::currentThread();
                 });
        QVERIFY(waitFor([&] { return answeredOn != nullptr; }));
        QCOMPARE(answeredOn, QThread::currentThread());
        QVERIFY(ranOn != answeredOn);
    }

    void aJobThatThrowsAnswersWithTheReasonOnTheAskersThread()
    {
        BackgroundJobs jobs;
        QStringList reasons;
        QThread *answeredOn = nullptr;
        bool delivered = false;
        const auto failed = [&](const QString &reason) {
            reasons.append(reason);
            answeredOn = QThread::currentThread();
        };
        jobs.run([]() -> int { throw std::runtime_error("out of order"); }, this, [&](int) { delivered = true; },
                 failed);
        QVERIFY(waitFor([&] { return !reasons.isEmpty(); }));
        QCOMPARE(reasons, QStringList{QStringLiteral("out of order")});
        QCOMPARE(answeredOn, QThread::currentThread());
        QVERIFY(!delivered);
    }

    void whateverIsThrownIsAnswered()
    {
        BackgroundJobs jobs;
        QStringList reasons;
        jobs.run([]() -> int { throw 7; }, this, [](int) {}, [&](const QString &reason) { reasons.append(reason); });
        QVERIFY(waitFor([&] { return !reasons.isEmpty(); }));
        QVERIFY(!reasons.first().isEmpty());
    }

    void whoLeavesIsNotHeldUpByAJobThatHangs()
    {
        QSemaphore hanging;
        QSemaphore begun;
        auto ended = std::make_shared<QSemaphore>();
        bool told = false;
        auto jobs = std::make_unique<BackgroundJobs>(nullptr, BackgroundJobs::AtEnd::Leave);
        jobs->run(
            [&hanging, &begun, ended] {
                begun.release();
                hanging.acquire();
                ended->release();
                return 1;
            },
            this, [&](int) { told = true; });
        begun.acquire();
        jobs.reset();
        QVERIFY(ended->available() == 0);
        hanging.release();
        QThreadPool::globalInstance()->waitForDone();
        QVERIFY(ended->available() == 1);
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }

    void whoHasGoneIsNotToldOfAFailureEither()
    {
        BackgroundJobs jobs;
        auto gone = std::make_unique<QObject>();
        bool told = false;
        bool over = false;
        const auto fail = []() -> int { throw std::runtime_error("out of order"); };
        jobs.run(
            fail, gone.get(), [](int) {}, [&](const QString &) { told = true; });
        gone.reset();
        jobs.run(
            fail, this, [](int) {}, [&](const QString &) { over = true; });
        QVERIFY(waitFor([&] { return over; }));
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(tst_BackgroundJobs)
#include "tst_BackgroundJobs.moc"
