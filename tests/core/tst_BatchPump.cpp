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

constexpr std::uint64_t kShortestRestNs = 200'000;

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
    BatchPump pump{mailbox,
                   fanOut,
                   {[this](const OrderRecord &order) { seen.push_back("order of " + order.userId); },
                    [this](const InvalidateRecord &record) { seen.push_back("invalid " + record.userId); }}};

    void post(int ticks)
    {
        auto batch = mailbox.blank();
        for (int i = 0; i < ticks; ++i)
            decoder.decode("NSE_SBIN_LTP", R"({"ltp":1})", monotonicNs(), *batch);
        mailbox.post(std::move(batch));
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

    void whatWasNotReadIsGivenBackAtTheEnd()
    {
        Mailbox mailbox;
        SubscriptionIndex index;
        BrokerTable brokers;
        FanOut fanOut(index, brokers);
        for (std::size_t i = 0; i < Mailbox::kMaxBatches; ++i) {
            auto batch = mailbox.blank();
            batch->addOrder({"user", "frame"});
            mailbox.post(std::move(batch));
        }
        {
            // An order that takes a turn's whole time leaves the rest for the next one, which never comes.
            BatchPump pump(mailbox, fanOut,
                           {[](const OrderRecord &) {
                                const std::uint64_t until = monotonicNs() + 5'000'000;
                                while (monotonicNs() < until) {
                                }
                            },
                            [](const InvalidateRecord &) {}});
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

    void ticksThatComeFasterThanTurnsGather()
    {
        Bench bench;
        bench.post(2);
        const std::uint64_t before = monotonicNs();
        QVERIFY(!bench.pump.turn());
        QVERIFY(bench.mailbox.restUntilNs() >= before + kShortestRestNs);
        // And no longer once they are slow again.
        bench.post(1);
        QVERIFY(!bench.pump.turn());
        QVERIFY(bench.mailbox.restUntilNs() <= monotonicNs());
    }
};

QTEST_GUILESS_MAIN(TestBatchPump)
#include "tst_BatchPump.moc"
