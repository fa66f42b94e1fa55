#include "core/server/BatchPump.h"

#include "core/bus/Mailbox.h"
#include "core/bus/TickDecoder.h"
#include "core/metrics/Clock.h"
#include "core/server/FanOut.h"

#include <QTest>

#include <string>
#include <vector>

using namespace tickgate;

namespace {

void keepBusy(std::uint64_t ns)
{
    const std::uint64_t until = monotonicNs() + ns;
    while (monotonicNs() < until)
        continue;
}

/// As many batches as the line takes, an order in each.
void fillWithOrders(Mailbox &mailbox)
{
    while (mailbox.hasRoom()) {
        auto batch = mailbox.blank();
        batch->addOrder({"user", "frame"});
        mailbox.post(std::move(batch));
    }
}

/// A pump with a bus in front of it and nobody behind.
struct Bench
{
    BusCounters counters;
    TickDecoder decoder{counters};
    Mailbox mailbox;
    SubscriptionIndex index;
    BrokerTable brokers;
    FanOut fanOut{index, brokers};
    std::vector<std::string> seen;
    std::uint64_t busyNs = 0; ///< what an order takes
    BatchPump pump{mailbox,
                   fanOut,
                   {[this](const OrderRecord &order) {
                        keepBusy(busyNs);
                        seen.push_back("order of " + order.userId);
                    },
                    [this](const InvalidateRecord &record) { seen.push_back("invalid " + record.userId); }}};

    void post(int ticks)
    {
        auto batch = mailbox.blank();
        for (int i = 0; i < ticks; ++i)
            decoder.decode("NSE_SBIN_LTP", R"({"ltp":1})", monotonicNs(), *batch);
        mailbox.post(std::move(batch));
    }
    /// Takes what waits, and an order that keeps the hub busy for so long; gives how long it was in all.
    std::uint64_t turnThatTakes(std::uint64_t ns)
    {
        busyNs = ns;
        auto batch = mailbox.blank();
        batch->addOrder({"slow", "frame"});
        mailbox.post(std::move(batch));
        const std::uint64_t begun = monotonicNs();
        static_cast<void>(pump.turn());
        return monotonicNs() - begun;
    }
    [[nodiscard]] std::uint64_t ticksOfSbin()
    {
        const SymbolSlot *slot = index.find("NSE", "SBIN");
        return slot == nullptr ? 0 : slot->allTicks();
    }
};

} // namespace

class TestBatchPump : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTurnTakesEverythingThatWaits()
    {
        Bench bench;
        bench.post(3);
        bench.post(4);
        QVERIFY(!bench.pump.turn());
        QCOMPARE(bench.ticksOfSbin(), std::uint64_t{7});
        QVERIFY(!bench.pump.turn());
        QCOMPARE(bench.ticksOfSbin(), std::uint64_t{7});
    }

    void whatWasReadCountsAsRoomAgain()
    {
        Bench bench;
        for (std::size_t i = 0; i < Mailbox::kMaxBatches; ++i)
            bench.post(1);
        QVERIFY(!bench.mailbox.hasRoom());
        while (bench.pump.turn()) {
        }
        QVERIFY(bench.mailbox.hasRoom());
    }

    void whatATurnReadIsGivenBackWhenItIsWritten()
    {
        Mailbox mailbox;
        SubscriptionIndex index;
        BrokerTable brokers;
        FanOut fanOut(index, brokers);
        fillWithOrders(mailbox);
        bool early = false;
        BatchPump pump(
            mailbox, fanOut,
            {[&](const OrderRecord &) { early = early || mailbox.hasRoom(); }, [](const InvalidateRecord &) {}});
        while (pump.turn()) {
            QVERIFY(!std::exchange(early, false));
            while (mailbox.hasRoom()) // the next turn's start
                mailbox.post(mailbox.blank());
        }
        QVERIFY(!early);
        QVERIFY(mailbox.hasRoom());
    }

    void whatWasNotReadIsGivenBackAtTheEnd()
    {
        Mailbox mailbox;
        SubscriptionIndex index;
        BrokerTable brokers;
        FanOut fanOut(index, brokers);
        fillWithOrders(mailbox);
        {
            // An order that takes a turn's whole time leaves the rest for the next one, which never comes.
            BatchPump pump(mailbox, fanOut,
                           {[](const OrderRecord &) { keepBusy(5'000'000); }, [](const InvalidateRecord &) {}});
            QVERIFY(pump.turn());
            QVERIFY(mailbox.hasRoom()); // one was read
            while (mailbox.hasRoom())
                mailbox.post(mailbox.blank());
        }
        QVERIFY(mailbox.hasRoom());
    }

    void ordersAndChangedKeysComeAfterTheirBatchesTicks()
    {
        Bench bench;
        auto batch = bench.mailbox.blank();
        batch->addOrder({"asha", "frame"});
        batch->invalidations.push_back({InvalidateScope::Auth, "ravi"});
        bench.decoder.decode("NSE_SBIN_LTP", R"({"ltp":1})", monotonicNs(), *batch);
        bench.mailbox.post(std::move(batch));
        QVERIFY(!bench.pump.turn());
        QCOMPARE(bench.seen, (std::vector<std::string>{"order of asha", "invalid ravi"}));
        QCOMPARE(bench.ticksOfSbin(), std::uint64_t{1});
    }

    void ticksThatComeOneByOneNeverWait()
    {
        Bench bench;
        for (int i = 0; i < 3; ++i) {
            bench.post(1);
            QVERIFY(!bench.pump.turn());
            QVERIFY(bench.mailbox.restUntilNs() <= monotonicNs());
        }
    }

    void ticksThatComeFasterThanLongTurnsGatherForAsLongAgain()
    {
        Bench bench;
        bench.post(2);
        const std::uint64_t firstNs = bench.turnThatTakes(4'000'000);
        bench.post(2);
        const std::uint64_t begun = monotonicNs();
        QVERIFY(!bench.pump.turn());
        // An eighth of the first turn's time is in the mean by now: one that the system interrupted hardly counts.
        QVERIFY(bench.mailbox.restUntilNs() >= begun + 2 * (4'000'000 / 8) - BatchPump::kShortTurnNs);
        QVERIFY(bench.mailbox.restUntilNs() <= monotonicNs() + 2 * (firstNs / 8) - BatchPump::kShortTurnNs);
        // And no longer once they are slow again.
        bench.post(1);
        QVERIFY(!bench.pump.turn());
        QVERIFY(bench.mailbox.restUntilNs() <= monotonicNs());
    }

    void ticksNeverGatherWhereTurnsAreShort()
    {
        Bench bench;
        std::uint64_t allTurnsNs = 0;
        for (int i = 0; i < 3; ++i) {
            bench.post(2);
            allTurnsNs += bench.turnThatTakes(0);
        }
        // Unless the system made them long.
        QVERIFY(bench.mailbox.restUntilNs() == 0 || allTurnsNs / 8 > BatchPump::kShortTurnNs);
    }
};

QTEST_GUILESS_MAIN(TestBatchPump)
#include "tst_BatchPump.moc"
