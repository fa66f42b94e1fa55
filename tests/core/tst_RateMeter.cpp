#include "core/metrics/RateMeter.h"

#include <QTest>

using namespace tickgate;

class TestRateMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstLookHasNoRate() { QCOMPARE(RateMeter().read(1000, 5'000'000'000), 0.0); }

    void theRateIsPerSecondSinceTheLastLook()
    {
        RateMeter meter;
        meter.read(1000, 5'000'000'000);
        QCOMPARE(meter.read(1200, 6'000'000'000), 200.0);
        QCOMPARE(meter.read(1200, 8'000'000'000), 0.0);
    }

    void looksInQuickSuccessionGetTheLastRateAndDisturbNothing()
    {
        RateMeter meter;
        meter.read(0, 1'000'000'000);
        QCOMPARE(meter.read(100, 2'000'000'000), 100.0);
        QCOMPARE(meter.read(108, 2'250'000'000), 100.0);
        QCOMPARE(meter.read(200, 3'000'000'000), 100.0);
    }
};

QTEST_GUILESS_MAIN(TestRateMeter)
#include "tst_RateMeter.moc"
