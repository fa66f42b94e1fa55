#include "core/metrics/SampleHistory.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class tst_SampleHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratesAreAveragedAndTheWorstLatencyIsKept()
    {
        SampleRing ring(1s, 10);
        ring.add(100ms, {10, 20, 1});
        ring.add(600ms, {30, 40, 5});
        ring.add(1100ms, {50, 60, 2});
        const auto points = ring.points();
        QCOMPARE(points.size(), std::size_t(2));
        QCOMPARE(points[0].value, (ThroughputSample{20, 30, 5}));
        QCOMPARE(points[1].at, milliseconds(1000));
        QCOMPARE(points[1].value, (ThroughputSample{50, 60, 2}));
    }

    void aFullRingDropsTheOldest()
    {
        SampleRing ring(1s, 3);
        for (int i = 0; i < 10; ++i)
            ring.add(i * 1s, {double(i), 0, 0});
        const auto points = ring.points();
        QCOMPARE(points.size(), std::size_t(3));
        QCOMPARE(points.front().value.in, 7.0);
        QCOMPARE(points.back().value.in, 9.0);
    }

    void aWideningRingKeepsTheWholeSession()
    {
        SampleRing ring(1s, 8, true);
        for (int i = 0; i < 1000; ++i)
            ring.add(i * 1s, {4, 8, double(i)});
        const auto points = ring.points();
        QVERIFY(points.size() <= 8);
        QCOMPARE(points.front().at, 0ms);
        QCOMPARE(points.front().value.in, 4.0);
        QCOMPARE(points.back().value.p99Ms, 999.0);
        QVERIFY(ring.slot() >= 125s);
    }

    void aPauseBreaksTheLineButSlowSamplingDoesNot()
    {
        SampleRing ring(1s, 20);
        ring.add(0ms, {});
        ring.add(5s, {});
        ring.add(60s, {});
        const auto points = ring.points();
        QVERIFY(!points[1].gap);
        QVERIFY(points[2].gap);
    }

    void aClockThatStepsBackKeepsTheOrder()
    {
        SampleRing ring(1s, 20);
        ring.add(5s, {10, 0, 0});
        ring.add(2s, {20, 0, 0});
        const auto points = ring.points();
        QCOMPARE(points.size(), std::size_t(1));
        QCOMPARE(points[0].value.in, 15.0);
    }

    void memoryIsBoundedHoweverLongItRuns()
    {
        SampleHistory history;
        for (int i = 0; i < 200'000; ++i)
            history.add(i * 500ms, {1, 1, 1});
        for (const HistorySpan span :
             {HistorySpan::Minute, HistorySpan::FiveMinutes, HistorySpan::Hour, HistorySpan::Session})
            QVERIFY(history.points(span).size() <= 480);
        QVERIFY(history.points(HistorySpan::Session).front().at == 0ms);
    }

    void marksOfTheSpanAreFound()
    {
        SampleHistory history;
        history.mark(0s, HistoryMark::Kind::Started);
        history.mark(100s, HistoryMark::Kind::Stopped);
        QCOMPARE(history.marks(HistorySpan::Minute, 120s).size(), std::size_t(1));
        QCOMPARE(history.marks(HistorySpan::Minute, 120s).front().kind, HistoryMark::Kind::Stopped);
        QCOMPARE(history.marks(HistorySpan::Session, 120s).size(), std::size_t(2));
    }

    void theSessionGrowsFromAMinute()
    {
        SampleHistory history;
        QCOMPARE(history.length(HistorySpan::Session, 5s), milliseconds(1min));
        history.add(10s, {});
        QCOMPARE(history.length(HistorySpan::Session, 20s), milliseconds(1min));
        QCOMPARE(history.length(HistorySpan::Session, 400s), milliseconds(390s));
    }

    void axisStepsAreRoundNumbers_data()
    {
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("step");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("ten") << 10.0 << 2.5;
        QTest::newRow("eight") << 8.0 << 2.0;
        QTest::newRow("odd") << 1842.0 << 500.0;
        QTest::newRow("large") << 500'000.0 << 200'000.0;
        QTest::newRow("small") << 0.3 << 0.1;
        QTest::newRow("not a number") << qQNaN() << 1.0;
    }

    void axisStepsAreRoundNumbers()
    {
        QFETCH(double, top);
        QFETCH(double, step);
        QCOMPARE(niceStep(top, 4), step);
    }
};

QTEST_GUILESS_MAIN(tst_SampleHistory)
#include "tst_SampleHistory.moc"
