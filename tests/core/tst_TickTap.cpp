#include "core/server/TickTap.h"
#include "tests/support/TestSupport.h"

#include <QTest>

#include <thread>

using namespace tickgate;

class TestTickTap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheWantedSymbolIsShown()
    {
        TickTap tap("NSE", "SBIN");
        tap.offer("NSE", "SBIN", Mode::Ltp, "{\"ltp\":1}");
        tap.offer("BSE", "SBIN", Mode::Ltp, "{\"ltp\":2}");
        tap.offer("NSE", "TCS", Mode::Ltp, "{\"ltp\":3}");
        const TickTap::Taken taken = tap.take();
        QCOMPARE(taken.ticks.size(), std::size_t(1));
        QVERIFY(taken.ticks.front().payload == "{\"ltp\":1}");
        QCOMPARE(taken.missed, 0ULL);
    }

    void withoutNamesEverythingIsShownInOrder()
    {
        TickTap tap({}, {});
        for (const char *symbol : {"S0", "S1", "S2", "S3", "S4"})
            tap.offer("NSE", symbol, Mode::Quote, "{}");
        const TickTap::Taken taken = tap.take();
        QCOMPARE(taken.ticks.size(), std::size_t(5));
        QVERIFY(taken.ticks.front().symbol == "S0" && taken.ticks.back().symbol == "S4");
    }

    void aSlowReaderMissesTicksAndLearnsHowMany()
    {
        TickTap tap({}, {});
        for (std::size_t i = 0; i < TickTap::kMostWaiting + 7; ++i)
            tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        const TickTap::Taken taken = tap.take();
        QCOMPARE(taken.ticks.size(), TickTap::kMostWaiting);
        QCOMPARE(taken.missed, 7ULL);
        QVERIFY(tap.take().ticks.empty());
    }

    void theReaderIsWokenOncePerTakeAndNeverAfterClose()
    {
        TickTap tap({}, {});
        int wakes = 0;
        tap.setWake([&wakes] { ++wakes; });
        tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        QCOMPARE(wakes, 1);
        (void)tap.take();
        tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        QCOMPARE(wakes, 2);
        (void)tap.take();
        tap.close();
        tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        QCOMPARE(wakes, 2);
    }

    void hubAndReaderWorkAtOnce()
    {
        TickTap tap({}, {});
        constexpr std::size_t kOffers = 20'000;
        std::jthread hub([&tap] {
            for (std::size_t i = 0; i < kOffers; ++i)
                tap.offer("NSE", "SBIN", Mode::Ltp, "{}");
        });
        std::size_t seen = 0;
        QVERIFY(test::waitFor([&] {
            const TickTap::Taken taken = tap.take();
            seen += taken.ticks.size() + taken.missed;
            return seen == kOffers;
        }));
    }
};

QTEST_GUILESS_MAIN(TestTickTap)
#include "tst_TickTap.moc"
