#include "core/server/TimerQueue.h"

#include <QObject>
#include <QTest>

using namespace tickgate;

namespace {
constexpr std::uint64_t kMs = 1'000'000;
}

class TestTimerQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNextIsTheEarliest()
    {
        TimerQueue queue;
        QVERIFY(!queue.nextNs());
        queue.add(1, {20, Qt::CoarseTimer, this, 20 * kMs});
        queue.add(2, {10, Qt::CoarseTimer, this, 10 * kMs});
        QCOMPARE(queue.nextNs().value(), 10 * kMs);
        QVERIFY(queue.remove(2));
        QCOMPARE(queue.nextNs().value(), 20 * kMs);
    }

    void dueTimersComeInTheirOrderOnceEach()
    {
        TimerQueue queue;
        queue.add(1, {30, Qt::CoarseTimer, this, 30 * kMs});
        queue.add(2, {10, Qt::CoarseTimer, this, 10 * kMs});
        queue.add(3, {20, Qt::CoarseTimer, this, 20 * kMs});
        QCOMPARE(queue.due(9 * kMs), std::vector<int>());
        QCOMPARE(queue.due(20 * kMs), (std::vector<int>{2, 3}));
    }

    void anAdvancedTimerIsDueOneIntervalLater()
    {
        TimerQueue queue;
        queue.add(1, {10, Qt::CoarseTimer, this, 10 * kMs});
        queue.advance(1, 11 * kMs);
        QCOMPARE(queue.nextNs().value(), 20 * kMs);
    }

    void whatWasMissedIsLeftOut()
    {
        TimerQueue queue;
        queue.add(1, {10, Qt::CoarseTimer, this, 10 * kMs});
        queue.advance(1, 95 * kMs);
        QCOMPARE(queue.nextNs().value(), 105 * kMs);
        QCOMPARE(queue.due(95 * kMs), std::vector<int>());
    }

    void aTimerOfZeroIsAlwaysDue()
    {
        TimerQueue queue;
        queue.add(1, {0, Qt::CoarseTimer, this, 5 * kMs});
        queue.advance(1, 7 * kMs);
        QCOMPARE(queue.due(7 * kMs), std::vector<int>{1});
    }

    void anObjectsTimersAreListedAndGoTogether()
    {
        TimerQueue queue;
        QObject other;
        queue.add(1, {10, Qt::PreciseTimer, this, 10 * kMs});
        queue.add(2, {20, Qt::CoarseTimer, this, 20 * kMs});
        queue.add(3, {5, Qt::CoarseTimer, &other, 5 * kMs});
        QCOMPARE(queue.of(this).size(), 2);
        QCOMPARE(queue.of(&other).first().interval, 5);
        QVERIFY(queue.removeAll(this));
        QVERIFY(!queue.removeAll(this));
        QCOMPARE(queue.due(100 * kMs), std::vector<int>{3});
    }

    void whatIsNotThereIsNotFound()
    {
        TimerQueue queue;
        QVERIFY(!queue.remove(7));
        QVERIFY(queue.find(7) == nullptr);
        queue.advance(7, kMs);
        QVERIFY(!queue.nextNs());
    }
};

QTEST_GUILESS_MAIN(TestTimerQueue)
#include "tst_TimerQueue.moc"
