#include "core/server/Backlog.h"

#include "tests/support/TestSupport.h"

#include <QTest>

#include <random>

using namespace tickgate;
using tickgate::test::bytes;

namespace {

constexpr std::size_t kAll = ~std::size_t{0};

QByteArray drained(Backlog &backlog, std::size_t maxBytes = kAll)
{
    ByteBuffer out;
    static_cast<void>(backlog.moveTo(out, maxBytes));
    return bytes(out.view(0, out.size()));
}

ConflationKey key(SymbolNumber symbol, Mode mode = Mode::Ltp)
{
    return {symbol, mode};
}

} // namespace

class TestBacklog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesLeaveInTheOrderTheyCame()
    {
        Backlog backlog({10, 1'000});
        QCOMPARE(backlog.addTick(key(1), "a1 ", 1), std::uint64_t{0});
        QCOMPARE(backlog.addTick(key(1), "a2 ", 2), std::uint64_t{0});
        QVERIFY(backlog.addKept("order ", 3));
        QCOMPARE(backlog.addTick(key(2), "b1 ", 4), std::uint64_t{0});
        QCOMPARE(backlog.messages(), std::size_t{4});
        QCOMPARE(backlog.bytes(), std::size_t{15});
        QVERIFY(!backlog.conflating());
        QCOMPARE(drained(backlog), QByteArray("a1 a2 order b1 "));
        QVERIFY(backlog.empty());
        QCOMPARE(backlog.bytes(), std::size_t{0});
    }

    void withinTheBudgetEveryTickIsKept()
    {
        Backlog backlog({1'024, 1'000'000});
        QByteArray all;
        for (int i = 0; i < 1'024; ++i) {
            const QByteArray frame = QByteArray::number(i) + ' ';
            QCOMPARE(backlog.addTick(key(1), test::view(frame), 1), std::uint64_t{0});
            all += frame;
        }
        QVERIFY(!backlog.conflating());
        QCOMPARE(drained(backlog), all);
    }

    void overTheMessageBudgetOnlyTheNewestOfEachSymbolAndModeIsKept()
    {
        Backlog backlog({4, 1'000'000});
        static_cast<void>(backlog.addTick(key(1, Mode::Ltp), "1L1 ", 1));
        static_cast<void>(backlog.addTick(key(2, Mode::Ltp), "2L1 ", 1));
        static_cast<void>(backlog.addTick(key(1, Mode::Quote), "1Q1 ", 1));
        static_cast<void>(backlog.addTick(key(1, Mode::Ltp), "1L2 ", 1));
        QCOMPARE(backlog.addTick(key(1, Mode::Ltp), "1L3 ", 1), std::uint64_t{2}); // 1L1 and 1L2
        QVERIFY(backlog.conflating());
        QCOMPARE(backlog.addTick(key(2, Mode::Ltp), "2L2 ", 1), std::uint64_t{1});
        QCOMPARE(backlog.addTick(key(3, Mode::Ltp), "3L1 ", 1), std::uint64_t{0});
        QCOMPARE(backlog.messages(), std::size_t{4});
        QCOMPARE(drained(backlog), QByteArray("1Q1 1L3 2L2 3L1 "));
    }

    void overTheByteBudgetTheSameHappens()
    {
        Backlog backlog({1'000, 10});
        QCOMPARE(backlog.addTick(key(1), "aaaaa", 1), std::uint64_t{0});
        QCOMPARE(backlog.addTick(key(1), "bbbbb", 1), std::uint64_t{0});
        QCOMPARE(backlog.addTick(key(1), "c", 1), std::uint64_t{2});
        QCOMPARE(drained(backlog), QByteArray("c"));
    }

    void everyTickIsEitherKeptOrCounted()
    {
        std::mt19937 random(5);
        Backlog backlog({50, 2'000});
        std::uint64_t dropped = 0;
        std::size_t left = 0;
        for (int i = 0; i < 20'000; ++i) {
            const std::string frame(1 + random() % 60, 'x');
            dropped += backlog.addTick(
                key(static_cast<SymbolNumber>(random() % 20), static_cast<Mode>(1 + random() % 3)), frame, 1);
            if (random() % 100 == 0) {
                ByteBuffer out;
                left += backlog.moveTo(out, random() % 1'000);
            }
        }
        QCOMPARE(dropped + left + backlog.messages(), std::uint64_t{20'000});
    }

    void theNewestPriceOfEverySymbolAlwaysArrives()
    {
        std::mt19937 random(6);
        Backlog backlog({16, 100'000});
        std::vector<int> newest(40, -1);
        std::vector<int> arrived(40, -1);
        const auto read = [&](std::size_t maxBytes) {
            const QList<QByteArray> frames = drained(backlog, maxBytes).split(' ');
            for (const QByteArray &frame : frames) {
                if (frame.isEmpty())
                    continue;
                const auto symbol = frame.left(frame.indexOf(':')).toUInt();
                const int value = frame.mid(frame.indexOf(':') + 1).toInt();
                QVERIFY2(value > arrived[symbol], "an older price came behind a newer one");
                arrived[symbol] = value;
            }
        };
        for (int i = 0; i < 10'000; ++i) {
            const auto symbol = static_cast<SymbolNumber>(random() % 40);
            const QByteArray frame = QByteArray::number(symbol) + ':' + QByteArray::number(i) + ' ';
            static_cast<void>(backlog.addTick(key(symbol), test::view(frame), 1));
            newest[symbol] = i;
            if (random() % 200 == 0)
                read(random() % 300);
        }
        read(kAll);
        QCOMPARE(arrived, newest);
    }

    void orderUpdatesAreNeverDropped()
    {
        Backlog backlog({10, 100'000});
        QByteArray orders;
        for (int i = 0; i < 10; ++i) {
            const QByteArray order = "o" + QByteArray::number(i) + ' ';
            QVERIFY(backlog.addKept(test::view(order), 1));
            orders += order;
            for (int k = 0; k < 100; ++k)
                static_cast<void>(backlog.addTick(key(1), "t", 1));
        }
        QVERIFY(backlog.conflating());
        QCOMPARE(drained(backlog).replace('t', ""), orders);
    }

    void ticksAloneNeverMakeAnOrderUpdateFail()
    {
        Backlog backlog({10, 1'000});
        for (SymbolNumber symbol = 0; symbol < 500; ++symbol)
            static_cast<void>(backlog.addTick(key(symbol), "0123456789", 1));
        QVERIFY(backlog.messages() >= 500);
        QVERIFY(backlog.addKept("order", 1));
    }

    void orderUpdatesAloneOverTheBudgetAreRefused()
    {
        Backlog messages({3, 1'000});
        for (int i = 0; i < 3; ++i)
            QVERIFY(messages.addKept("o", 1));
        QVERIFY(!messages.addKept("o", 1));
        QCOMPARE(messages.messages(), std::size_t{3});
        static_cast<void>(drained(messages));
        QVERIFY(messages.addKept("o", 1)); // there is room again

        Backlog bytesOnly({1'000, 10});
        QVERIFY(bytesOnly.addKept("0123456789", 1));
        QVERIFY(!bytesOnly.addKept("x", 1));
    }

    void conflationEndsWhenTheReaderHasCaughtUpByHalf()
    {
        Backlog backlog({10, 1'000'000});
        for (SymbolNumber symbol = 0; symbol < 12; ++symbol)
            static_cast<void>(backlog.addTick(key(symbol), "x", 1));
        QVERIFY(backlog.conflating());
        static_cast<void>(drained(backlog, 7)); // 5 left: still half
        QVERIFY(backlog.conflating());
        static_cast<void>(drained(backlog, 1));
        QVERIFY(!backlog.conflating());
        QCOMPARE(backlog.addTick(key(11), "y", 1), std::uint64_t{0}); // every tick counts again
        QCOMPARE(drained(backlog), QByteArray("xxxxy"));
    }

    void aTickThatHasLeftIsNotReplacedAnyMore()
    {
        Backlog backlog({2, 1'000});
        static_cast<void>(backlog.addTick(key(1), "a", 1));
        static_cast<void>(backlog.addTick(key(2), "b", 1));
        static_cast<void>(backlog.addTick(key(3), "c", 1));
        QVERIFY(backlog.conflating());
        QCOMPARE(drained(backlog, 1), QByteArray("a"));
        QCOMPARE(backlog.addTick(key(1), "A", 1), std::uint64_t{0});
        QCOMPARE(drained(backlog), QByteArray("bcA"));
    }

    void whatAClientNoLongerWantsIsForgotten()
    {
        for (const std::size_t budget : {std::size_t{100}, std::size_t{2}}) { // whole, and conflating
            Backlog backlog({budget, 1'000});
            static_cast<void>(backlog.addTick(key(1, Mode::Ltp), "a", 1));
            static_cast<void>(backlog.addTick(key(2, Mode::Ltp), "b", 1));
            static_cast<void>(backlog.addTick(key(1, Mode::Depth), "A", 1));
            QVERIFY(backlog.addKept("o", 1));
            backlog.dropSymbol(1);
            QCOMPARE(backlog.messages(), std::size_t{2});
            QCOMPARE(backlog.bytes(), std::size_t{2});
            static_cast<void>(backlog.addTick(key(1, Mode::Ltp), "n", 1));
            QCOMPARE(drained(backlog), QByteArray("bon"));
        }
    }

    void theOldestWaitingFrameTellsTheLag()
    {
        Backlog backlog({2, 1'000});
        QCOMPARE(backlog.oldestNs(), std::uint64_t{0});
        static_cast<void>(backlog.addTick(key(1), "a", 100));
        static_cast<void>(backlog.addTick(key(2), "b", 200));
        QCOMPARE(backlog.oldestNs(), std::uint64_t{100});
        static_cast<void>(backlog.addTick(key(1), "c", 300)); // replaces the oldest
        QCOMPARE(backlog.oldestNs(), std::uint64_t{200});
        static_cast<void>(drained(backlog));
        QCOMPARE(backlog.oldestNs(), std::uint64_t{0});
    }

    void onlyWholeFramesAreMoved()
    {
        Backlog backlog({10, 1'000});
        static_cast<void>(backlog.addTick(key(1), "aaaa", 1));
        static_cast<void>(backlog.addTick(key(1), "bbbb", 1));
        static_cast<void>(backlog.addTick(key(1), "cccc", 1));
        ByteBuffer out;
        out.append("before ");
        QCOMPARE(backlog.moveTo(out, 5), std::size_t{2});
        QCOMPARE(bytes(out.view(0, out.size())), QByteArray("before aaaabbbb"));
        QCOMPARE(backlog.moveTo(out, 0), std::size_t{0});
        QCOMPARE(backlog.messages(), std::size_t{1});
    }

    void clearForgetsEverything()
    {
        Backlog backlog({1, 1'000});
        static_cast<void>(backlog.addTick(key(1), "a", 1));
        static_cast<void>(backlog.addTick(key(1), "b", 1));
        QVERIFY(backlog.addKept("o", 1));
        backlog.clear();
        QVERIFY(backlog.empty());
        QVERIFY(!backlog.conflating());
        QVERIFY(backlog.addKept("o", 1));
        QCOMPARE(drained(backlog), QByteArray("o"));
    }

    void memoryIsBoundedHoweverLongTheReaderSleeps_data()
    {
        QTest::addColumn<int>("frameSize");
        QTest::addColumn<int>("frames");
        QTest::newRow("small frames") << 200 << 200'000;
        QTest::newRow("large frames") << 512 * 1024 << 200;
    }

    void memoryIsBoundedHoweverLongTheReaderSleeps()
    {
        QFETCH(int, frameSize);
        QFETCH(int, frames);
        constexpr std::size_t kSymbols = 4;
        constexpr Backlog::Budget kBudget{1'024, std::size_t{4} * 1024 * 1024};
        Backlog backlog(kBudget);
        const std::string frame(static_cast<std::size_t>(frameSize), 'x');
        std::size_t most = 0;
        for (int i = 0; i < frames; ++i) {
            static_cast<void>(backlog.addTick(key(static_cast<SymbolNumber>(i) % kSymbols), frame, 1));
            most = std::max(most, backlog.memory());
        }
        // Twice the budget and one frame per key, as frames that were replaced are swept up now and then; buffers
        // grow by doubling.
        const std::size_t bound = std::size_t{4} * (kBudget.bytes + kSymbols * frame.size());
        QVERIFY2(most <= bound, qPrintable(QStringLiteral("%1 bytes, bound %2").arg(most).arg(bound)));
    }

    void aReaderThatKeepsJustBehindDoesNotMakeItGrow()
    {
        Backlog backlog({1'024, std::size_t{4} * 1024 * 1024});
        const std::string frame(1'000, 'x');
        for (int i = 0; i < 100; ++i)
            static_cast<void>(backlog.addTick(key(1), frame, 1));
        std::size_t most = 0;
        for (int i = 0; i < 50'000; ++i) { // one in, one out, never empty
            static_cast<void>(backlog.addTick(key(1), frame, 1));
            ByteBuffer out;
            QCOMPARE(backlog.moveTo(out, 1), std::size_t{1});
            most = std::max(most, backlog.memory());
        }
        QVERIFY2(most < 1'000'000, qPrintable(QString::number(most)));
    }
};

QTEST_GUILESS_MAIN(TestBacklog)
#include "tst_Backlog.moc"
