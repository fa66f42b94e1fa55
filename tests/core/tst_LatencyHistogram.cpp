#include "core/metrics/LatencyHistogram.h"

#include <QTest>

using namespace tickgate;

namespace {

constexpr std::uint64_t kUs = 1'000;
constexpr std::uint64_t kHourUs = 3'600'000'000;

} // namespace

class TestLatencyHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingRecordedIsZero()
    {
        const LatencyHistogram histogram;
        QCOMPARE(histogram.samples(), std::uint64_t{0});
        QCOMPARE(histogram.percentileUs(0.5), std::uint64_t{0});
        QCOMPARE(histogram.maxUs(), std::uint64_t{0});
    }

    void everyValueUpToAnHourIsKnownToWithinThreePercent()
    {
        // A companion that is larger by far keeps the maximum from lending its exactness.
        for (std::uint64_t us = 1; us < kHourUs; us += 1 + us / 97) {
            LatencyHistogram histogram;
            histogram.record(us * kUs);
            histogram.record(2 * kHourUs * kUs);
            const auto told = static_cast<double>(histogram.percentileUs(0.5));
            const auto meant = static_cast<double>(us);
            QVERIFY2(told >= meant && told <= meant * 1.03,
                     qPrintable(QStringLiteral("%1 was told as %2").arg(us).arg(told)));
        }
    }

    void theWorstPlaceOfEveryBucketIsWithinThreePercentToo()
    {
        for (std::uint64_t power = 64; power < kHourUs; power *= 2) {
            for (std::uint64_t part = 0; part < 64; ++part) {
                const std::uint64_t us = power + power / 64 * part; // where buckets begin: farthest from their end
                LatencyHistogram histogram;
                histogram.record(us * kUs);
                histogram.record(2 * kHourUs * kUs);
                QVERIFY(static_cast<double>(histogram.percentileUs(0.5)) <= static_cast<double>(us) * 1.03);
            }
        }
    }

    void aShareOfTheSamplesLiesBelowThePercentile()
    {
        LatencyHistogram histogram;
        for (std::uint64_t us = 1; us <= 1'000; ++us)
            histogram.record(us * kUs);
        QCOMPARE(histogram.samples(), std::uint64_t{1'000});
        QVERIFY(histogram.percentileUs(0.5) >= 500 && histogram.percentileUs(0.5) <= 515);
        QVERIFY(histogram.percentileUs(0.99) >= 990 && histogram.percentileUs(0.99) <= 1'000);
        QCOMPARE(histogram.percentileUs(1.0), std::uint64_t{1'000});
        QCOMPARE(histogram.percentileUs(0.0), std::uint64_t{1});
    }

    void oneSlowSampleInAHundredIsNotHidden()
    {
        LatencyHistogram histogram;
        histogram.record(100 * kUs, 989);
        histogram.record(50'000 * kUs, 11);
        QVERIFY(histogram.percentileUs(0.5) <= 103);
        QVERIFY(histogram.percentileUs(0.99) >= 48'500);
    }

    void theMaximumIsExact()
    {
        LatencyHistogram histogram;
        histogram.record(1'234'567 * kUs + 999);
        histogram.record(5 * kUs);
        QCOMPARE(histogram.maxUs(), std::uint64_t{1'234'567});
        QCOMPARE(histogram.percentileUs(1.0), std::uint64_t{1'234'567});
    }

    void manyAtOnceCountAsMany()
    {
        LatencyHistogram histogram;
        histogram.record(10 * kUs, 3);
        histogram.record(20 * kUs, 1);
        QCOMPARE(histogram.samples(), std::uint64_t{4});
        QCOMPARE(histogram.percentileUs(0.75), std::uint64_t{10});
        QCOMPARE(histogram.percentileUs(0.76), std::uint64_t{20});
    }

    void addingIsAsIfAllHadBeenRecordedInOne()
    {
        LatencyHistogram one;
        LatencyHistogram other;
        LatencyHistogram both;
        for (std::uint64_t us = 1; us < 5'000; us += 7) {
            (us % 2 == 0 ? one : other).record(us * kUs);
            both.record(us * kUs);
        }
        one.add(other);
        QCOMPARE(one.samples(), both.samples());
        QCOMPARE(one.maxUs(), both.maxUs());
        for (const double share : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999})
            QCOMPARE(one.percentileUs(share), both.percentileUs(share));
    }

    void resetForgetsEverything()
    {
        LatencyHistogram histogram;
        histogram.record(77 * kUs, 5);
        histogram.reset();
        QCOMPARE(histogram.samples(), std::uint64_t{0});
        QCOMPARE(histogram.maxUs(), std::uint64_t{0});
        QCOMPARE(histogram.percentileUs(0.99), std::uint64_t{0});
    }

    void absurdValuesAreKeptInBounds()
    {
        LatencyHistogram histogram;
        histogram.record(0);
        histogram.record(~std::uint64_t{0});
        QCOMPARE(histogram.samples(), std::uint64_t{2});
        QCOMPARE(histogram.percentileUs(0.5), std::uint64_t{0});
        QVERIFY(histogram.percentileUs(1.0) >= kHourUs);
        QCOMPARE(histogram.maxUs(), ~std::uint64_t{0} / 1'000);
    }
};

QTEST_GUILESS_MAIN(TestLatencyHistogram)
#include "tst_LatencyHistogram.moc"
