#include "core/metrics/SleepWatch.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

class tst_SleepWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clocksThatRunTogetherMeanNoSleep()
    {
        SleepWatch watch(2s);
        QVERIFY(!watch.look(1'000'000ms, 50ms));
        QVERIFY(!watch.look(1'002'000ms, 2'050ms));
        QVERIFY(!watch.look(1'006'500ms, 6'550ms)); // a busy program looks late
    }

    void aSteadyClockThatStoodStillMeansASleep()
    {
        SleepWatch watch(2s);
        QVERIFY(!watch.look(1'000'000ms, 0ms));
        QCOMPARE(watch.look(1'602'000ms, 2'000ms).value_or(0ms), 600'000ms);
        QVERIFY(!watch.look(1'604'000ms, 4'000ms));
    }

    void aSteadyClockThatWentOnMeansASleepToo()
    {
        SleepWatch watch(2s);
        QVERIFY(!watch.look(1'000'000ms, 0ms));
        QCOMPARE(watch.look(1'602'000ms, 602'000ms).value_or(0ms), 600'000ms);
    }

    void aWallClockSetBackIsNoSleep()
    {
        SleepWatch watch(2s);
        QVERIFY(!watch.look(1'000'000ms, 0ms));
        QVERIFY(!watch.look(400'000ms, 2'000ms));
        QVERIFY(!watch.look(402'000ms, 4'000ms));
    }

    void theFirstLookKnowsNothing() { QVERIFY(!SleepWatch(2s).look(1'000'000ms, 90'000ms)); }
};

QTEST_APPLESS_MAIN(tst_SleepWatch)
#include "tst_SleepWatch.moc"
