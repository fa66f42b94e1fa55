#include "core/bus/Mailbox.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace tickgate;

namespace {

using Batches = std::vector<std::unique_ptr<TickBatch>>;

std::unique_ptr<TickBatch> batchOf(Mailbox &mailbox, const std::string &bytes)
{
    auto batch = mailbox.blank();
    batch->bytes.append(bytes);
    return batch;
}

} // namespace

class TestMailbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void batchesComeOutInTheOrderTheyWentIn()
    {
        Mailbox mailbox;
        for (const char *text : {"a", "b", "c"})
            mailbox.post(batchOf(mailbox, text));
        Batches out;
        mailbox.take(out);
        QCOMPARE(out.size(), std::size_t{3});
        QVERIFY(out[0]->bytes.view(0, 1) == "a" && out[1]->bytes.view(0, 1) == "b" && out[2]->bytes.view(0, 1) == "c");
        mailbox.take(out);
        QVERIFY(out.empty());
    }

    void oneWakeUpIsPendingForHoweverManyBatches()
    {
        Mailbox mailbox;
        int wakes = 0;
        mailbox.setWake([&wakes] { ++wakes; });
        for (int i = 0; i < 10; ++i)
            mailbox.post(batchOf(mailbox, "x"));
        QCOMPARE(wakes, 1);
        Batches out;
        mailbox.take(out);
        QCOMPARE(out.size(), std::size_t{10});
        mailbox.post(batchOf(mailbox, "x"));
        QCOMPARE(wakes, 2);
        mailbox.post(batchOf(mailbox, "x"));
        QCOMPARE(wakes, 2);
    }

    void whoIsWokenMayTakeAtOnce()
    {
        Mailbox mailbox;
        Batches out;
        mailbox.setWake([&] { mailbox.take(out); });
        mailbox.post(batchOf(mailbox, "x"));
        QCOMPARE(out.size(), std::size_t{1});
    }

    void withoutWakeNobodyIsCalled()
    {
        Mailbox mailbox;
        int wakes = 0;
        mailbox.setWake([&wakes] { ++wakes; });
        mailbox.setWake({});
        mailbox.post(batchOf(mailbox, "x"));
        QCOMPARE(wakes, 0);
        Batches out;
        mailbox.take(out);
        QCOMPARE(out.size(), std::size_t{1});
    }

    void itIsFullAfterSoManyBatchesUntilTheyAreReadAndGivenBack()
    {
        Mailbox mailbox;
        for (std::size_t i = 0; i < Mailbox::kMaxBatches; ++i) {
            QVERIFY(mailbox.hasRoom());
            mailbox.post(batchOf(mailbox, "x"));
        }
        QVERIFY(!mailbox.hasRoom());
        Batches out;
        mailbox.take(out);
        QVERIFY(!mailbox.hasRoom()); // taken is not yet read
        mailbox.recycle(std::move(out.front()));
        QVERIFY(mailbox.hasRoom());
    }

    void itIsFullAfterSoManyBytes()
    {
        Mailbox mailbox;
        mailbox.post(batchOf(mailbox, std::string(Mailbox::kMaxBytes - 1, 'x')));
        QVERIFY(mailbox.hasRoom());
        mailbox.post(batchOf(mailbox, "x"));
        QVERIFY(!mailbox.hasRoom());
        Batches out;
        mailbox.take(out);
        mailbox.recycle(std::move(out[1]));
        QVERIFY(mailbox.hasRoom());
    }

    void ordersCountAsMuchAsTicks()
    {
        Mailbox mailbox;
        auto batch = mailbox.blank();
        for (int i = 0; i < 32; ++i)
            batch->addOrder({"anna", std::string(1024 * 1024, 'x')});
        mailbox.post(std::move(batch));
        QVERIFY(!mailbox.hasRoom());
        Batches out;
        mailbox.take(out);
        mailbox.recycle(std::move(out.front()));
        QVERIFY(mailbox.hasRoom());
        mailbox.post(mailbox.blank()); // what was recycled counts no more
        QVERIFY(mailbox.hasRoom());
    }

    void recycledBatchesComeBackEmptyAndKeepTheirMemory()
    {
        Mailbox mailbox;
        auto batch = batchOf(mailbox, std::string(50'000, 'x'));
        batch->ticks.resize(10);
        batch->orders.resize(1);
        batch->newSymbols.resize(1);
        batch->invalidations.resize(1);
        batch->symbolsForgotten = true;
        const TickBatch *const posted = batch.get();
        mailbox.post(std::move(batch));
        Batches out;
        mailbox.take(out);
        mailbox.recycle(std::move(out.front()));
        const auto again = mailbox.blank();
        QCOMPARE(again.get(), posted);
        QVERIFY(again->empty());
        QVERIFY(again->bytes.empty());
        QVERIFY(again->bytes.capacity() >= 50'000);
    }

    void aBurstsMemoryIsNotKeptForEver()
    {
        Mailbox mailbox;
        mailbox.post(batchOf(mailbox, std::string(20'000'000, 'x')));
        Batches out;
        mailbox.take(out);
        mailbox.recycle(std::move(out.front()));
        QVERIFY(mailbox.blank()->bytes.capacity() <= 8 * 1024 * 1024);
    }

    void batchesNameTheDefaultBrokerOfTheirTime()
    {
        Mailbox mailbox;
        const auto before = mailbox.blank();
        mailbox.setDefaultBroker("zerodha");
        QVERIFY(before->defaultBroker.empty());
        QVERIFY(mailbox.blank()->defaultBroker == "zerodha");
        mailbox.post(mailbox.blank());
        Batches out;
        mailbox.take(out);
        mailbox.recycle(std::move(out.front()));
        mailbox.setDefaultBroker("angel");
        QVERIFY(mailbox.blank()->defaultBroker == "angel"); // a recycled one too
    }

    void betweenTwoThreadsNothingIsLostOrReordered()
    {
        constexpr int kBatches = 20'000;
        Mailbox mailbox;
        std::atomic<int> wakes = 0;
        mailbox.setWake([&wakes] { ++wakes; });
        std::thread bridge([&mailbox] {
            for (int i = 0; i < kBatches;) {
                if (!mailbox.hasRoom()) {
                    std::this_thread::yield();
                    continue;
                }
                auto batch = mailbox.blank();
                batch->ticks.emplace_back().offset = static_cast<std::uint32_t>(i++);
                mailbox.post(std::move(batch));
            }
        });
        int next = 0;
        int taken = 0;
        bool inOrder = true;
        Batches out;
        while (next < kBatches) {
            if (wakes.exchange(0) == 0) { // never look without having been woken
                std::this_thread::yield();
                continue;
            }
            mailbox.take(out);
            ++taken;
            for (auto &batch : out) {
                inOrder = inOrder && batch->ticks.size() == 1 &&
                          batch->ticks.front().offset == static_cast<std::uint32_t>(next);
                ++next;
                mailbox.recycle(std::move(batch));
            }
        }
        bridge.join();
        QVERIFY(inOrder);
        QCOMPARE(next, kBatches);
        QVERIFY(mailbox.hasRoom());
    }
};

QTEST_GUILESS_MAIN(TestMailbox)
#include "tst_Mailbox.moc"
