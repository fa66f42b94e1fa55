#include "core/server/SubscriptionIndex.h"

#include "core/server/Session.h"

#include <QTest>

#include <algorithm>

using namespace tickgate;

namespace {

/// The index only compares sessions' addresses.
struct Sessions
{
    alignas(Session) std::array<std::array<std::byte, sizeof(Session)>, 3> places{};

    Session &operator[](std::size_t i) { return *reinterpret_cast<Session *>(places[i].data()); }
};

/// The number that a tick of this mode carries for the session, 0 when it does not get it.
int tagFor(const SymbolSlot &slot, Mode tick, const Session &session)
{
    int tag = 0;
    int times = 0;
    for (const SymbolSlot::Subscriber &subscriber : slot.subscribers) {
        if (subscriber.session == &session) {
            if (const std::optional<Mode> seen = subscriber.tagFor(tick))
                tag = modeNumber(*seen);
            ++times;
        }
    }
    return times > 1 ? -1 : tag;
}

LastTick lastTick(std::uint64_t receivedNs)
{
    LastTick tick;
    tick.receivedNs = receivedNs;
    return tick;
}

} // namespace

class TestSubscriptionIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTickGoesToSessionsOfItsModeOrALowerOneOnceWithTheHighestTheyHold_data()
    {
        QTest::addColumn<int>("held"); // a bit for each mode
        QTest::addColumn<int>("forLtp");
        QTest::addColumn<int>("forQuote");
        QTest::addColumn<int>("forDepth");
        QTest::newRow("LTP") << 0b001 << 1 << 1 << 1;
        QTest::newRow("Quote") << 0b010 << 0 << 2 << 2;
        QTest::newRow("Depth") << 0b100 << 0 << 0 << 3;
        QTest::newRow("LTP and Quote") << 0b011 << 1 << 2 << 2;
        QTest::newRow("LTP and Depth") << 0b101 << 1 << 1 << 3;
        QTest::newRow("Quote and Depth") << 0b110 << 0 << 2 << 3;
        QTest::newRow("all") << 0b111 << 1 << 2 << 3;
    }

    void aTickGoesToSessionsOfItsModeOrALowerOneOnceWithTheHighestTheyHold()
    {
        QFETCH(int, held);
        QFETCH(int, forLtp);
        QFETCH(int, forQuote);
        QFETCH(int, forDepth);
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        for (const Mode mode : kModes) {
            if ((held & 1 << (modeNumber(mode) - 1)) != 0)
                QVERIFY(index.add(slot, sessions[0], mode, 1));
        }
        QVERIFY(index.add(slot, sessions[1], Mode::Ltp, 1)); // another one changes nothing
        QCOMPARE(tagFor(slot, Mode::Ltp, sessions[0]), forLtp);
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[0]), forQuote);
        QCOMPARE(tagFor(slot, Mode::Depth, sessions[0]), forDepth);
        QCOMPARE(tagFor(slot, Mode::Depth, sessions[1]), 1);
    }

    void subscribingTwiceIsNoticedAndDeliversOnce()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        QVERIFY(index.add(slot, sessions[0], Mode::Quote, 1));
        QVERIFY(!index.add(slot, sessions[0], Mode::Quote, 2));
        QCOMPARE(index.subscriptions(), 1);
        QCOMPARE(index.subscribedSymbols(), 1);
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[0]), 2);
    }

    void unsubscribingWhatIsNotHeldIsNoticedAndChangesNothing()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        QVERIFY(index.add(slot, sessions[0], Mode::Quote, 1));
        QVERIFY(!index.remove(slot, sessions[0], Mode::Ltp));
        QVERIFY(!index.remove(slot, sessions[1], Mode::Quote));
        QCOMPARE(index.subscriptions(), 1);
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[0]), 2);
    }

    void leavingOneModeKeepsTheOthers()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        QVERIFY(index.add(slot, sessions[0], Mode::Ltp, 1));
        QVERIFY(index.add(slot, sessions[0], Mode::Depth, 1));
        QVERIFY(index.remove(slot, sessions[0], Mode::Depth));
        QCOMPARE(tagFor(slot, Mode::Depth, sessions[0]), 1);
        QCOMPARE(index.subscriptions(), 1);
        QCOMPARE(index.subscribedSymbols(), 1);
    }

    void sessionsDoNotDisturbEachOther()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(index.add(slot, sessions[i], Mode::Quote, 1));
        QVERIFY(index.remove(slot, sessions[1], Mode::Quote));
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[0]), 2);
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[1]), 0);
        QCOMPARE(tagFor(slot, Mode::Quote, sessions[2]), 2);
        QCOMPARE(index.subscriptions(), 2);
    }

    void exchangeAndSymbolTogetherMakeTheName()
    {
        SubscriptionIndex index;
        SymbolSlot &nse = index.slot("NSE", "TCS");
        QVERIFY(&index.slot("NSE", "TCS") == &nse);
        QVERIFY(&index.slot("BSE", "TCS") != &nse);
        QVERIFY(&index.slot("NSE", "tcs") != &nse);
        QVERIFY(&index.slot("NSET", "CS") != &nse);
        QVERIFY(index.find("NSE", "TCS") == &nse);
        QVERIFY(index.find("NSE", "INFY") == nullptr);
        QVERIFY(nse.number != index.slot("BSE", "TCS").number);
    }

    void aSymbolNobodyWantsAndThatNeverTickedIsForgotten()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TYPO");
        const SymbolNumber number = slot.number;
        QVERIFY(index.add(slot, sessions[0], Mode::Ltp, 1));
        QVERIFY(index.add(slot, sessions[1], Mode::Ltp, 1));
        QVERIFY(index.remove(slot, sessions[0], Mode::Ltp));
        QVERIFY(index.find("NSE", "TYPO") != nullptr);
        QVERIFY(index.remove(slot, sessions[1], Mode::Ltp));
        QVERIFY(index.find("NSE", "TYPO") == nullptr);
        QCOMPARE(index.subscriptions(), 0);
        QCOMPARE(index.subscribedSymbols(), 0);
        QVERIFY(index.slot("NSE", "TYPO").number != number); // numbers are never used again
    }

    void aSymbolThatTickedIsRememberedForTheNextSubscriber()
    {
        Sessions sessions;
        SubscriptionIndex index;
        index.bindBusSymbol({0, "NSE", "TCS"});
        SymbolSlot &slot = *index.byBusId(0);
        slot.ticks[0] = 1;
        QVERIFY(index.add(slot, sessions[0], Mode::Ltp, 77));
        QCOMPARE(slot.subscribedSinceNs, std::uint64_t{77});
        QVERIFY(index.remove(slot, sessions[0], Mode::Ltp));
        QVERIFY(index.find("NSE", "TCS") == &slot);
        QCOMPARE(slot.subscribedSinceNs, std::uint64_t{0});
    }

    void theBusesNumbersLeadToTheSlotOfTheName()
    {
        Sessions sessions;
        SubscriptionIndex index;
        SymbolSlot &slot = index.slot("NSE", "TCS");
        QVERIFY(index.add(slot, sessions[0], Mode::Ltp, 1));
        index.bindBusSymbol({7, "NSE", "TCS"});
        index.bindBusSymbol({2, "NSE", "INFY"});
        QVERIFY(index.byBusId(7) == &slot);
        QVERIFY(index.byBusId(2) == index.find("NSE", "INFY"));
        QVERIFY(index.byBusId(3) == nullptr);
        QVERIFY(index.byBusId(4'000'000'000) == nullptr);
    }

    void whenTheBusForgetsItsSymbolsTheSubscribedOnesStay()
    {
        Sessions sessions;
        SubscriptionIndex index;
        index.bindBusSymbol({0, "NSE", "TCS"});
        index.bindBusSymbol({1, "NSE", "INFY"});
        SymbolSlot &wanted = *index.byBusId(0);
        QVERIFY(index.add(wanted, sessions[0], Mode::Ltp, 1));
        index.forgetBusSymbols();
        QVERIFY(index.byBusId(0) == nullptr && index.byBusId(1) == nullptr);
        QVERIFY(index.find("NSE", "TCS") == &wanted);
        QVERIFY(index.find("NSE", "INFY") == nullptr);
        QCOMPARE(index.subscriptions(), 1);
        index.bindBusSymbol({0, "NSE", "INFY"});
        index.bindBusSymbol({1, "NSE", "TCS"});
        QVERIFY(index.byBusId(1) == &wanted);
        QCOMPARE(tagFor(wanted, Mode::Ltp, sessions[0]), 1);
    }

    void theNewestTickForASubscriptionIsOfItsModeOrAHigherOne()
    {
        SymbolSlot slot;
        QVERIFY(slot.newestFor(Mode::Ltp) == nullptr);
        slot.last[0] = lastTick(30);
        slot.last[1] = lastTick(10);
        slot.last[2] = lastTick(20);
        QVERIFY(slot.newestFor(Mode::Ltp) == &slot.last[0]);
        QVERIFY(slot.newestFor(Mode::Quote) == &slot.last[2]);
        QVERIFY(slot.newestFor(Mode::Depth) == &slot.last[2]);
        slot.last[1] = lastTick(25);
        QVERIFY(slot.newestFor(Mode::Quote) == &slot.last[1]);
        slot.last[2] = {};
        QVERIFY(slot.newestFor(Mode::Depth) == nullptr);
    }

    void slotsStayWhereTheyAreHoweverManyCome()
    {
        SubscriptionIndex index;
        SymbolSlot &first = index.slot("NSE", "FIRST");
        int seen = 0;
        for (int i = 0; i < 2'000; ++i)
            static_cast<void>(index.slot("NSE", std::to_string(i)));
        QVERIFY(index.find("NSE", "FIRST") == &first);
        index.forEach([&seen](SymbolSlot &) { ++seen; });
        QCOMPARE(seen, 2'001);
    }
};

QTEST_GUILESS_MAIN(TestSubscriptionIndex)
#include "tst_SubscriptionIndex.moc"
