#include "tests/support/AdapterFeedStage.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QTest>

#ifndef Q_OS_WIN
#include <csignal>
#endif

using namespace tickgate;
using namespace std::chrono_literals;
using test::waitFor;

class TestAdapterFeed : public QObject, private test::AdapterFeedStage
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::pythonForTests().isEmpty())
            QSKIP("needs a Python with argon2, zmq and websockets");
    }

    void init() { QVERIFY(set()); }

    void cleanup() { clear(); }

    void anAcceptedSubscriptionBringsTicks_data()
    {
        QTest::addColumn<QString>("style");
        QTest::newRow("status") << QStringLiteral("status");
        QTest::newRow("success") << QStringLiteral("success");
        QTest::newRow("nothing") << QStringLiteral("none");
    }

    void anAcceptedSubscriptionBringsTicks()
    {
        QFETCH(QString, style);
        scenario({{QStringLiteral("style"), style}});
        makeFeed();
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY2(result.accepted, qPrintable(result.message));
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE"); }));
        QVERIFY(bus->last("NSE_TCS_QUOTE").contains("\"via\": \"zerodha\""));
        QCOMPARE(feed->adapterCount(), 1);
        QVERIFY(waitFor([&] { return feed->adapterStatus(anna) == QStringLiteral("connected"); }));
        QCOMPARE(feed->adapterStatus(bob), QStringLiteral("disconnected"));
    }

    void aRefusalOfTheAdapterIsTheReasonInTheReply_data() { anAcceptedSubscriptionBringsTicks_data(); }

    void aRefusalOfTheAdapterIsTheReasonInTheReply()
    {
        QFETCH(QString, style);
        scenario({{QStringLiteral("style"), style}, {QStringLiteral("reject"), QJsonArray{QStringLiteral("BAD")}}});
        makeFeed();
        const FeedResult refused = acquire(annas("BAD"));
        QVERIFY(!refused.accepted);
        QCOMPARE(refused.message, QStringLiteral("BAD is not in the master contract"));
        QVERIFY(acquire(annas("GOOD")).accepted);
    }

    void onlyTheFirstAcquireAndTheLastReleaseReachTheAdapter()
    {
        makeFeed();
        for (int i = 0; i < 3; ++i)
            QVERIFY(acquire(annas("TCS")).accepted);
        feed->release(annas("TCS"));
        feed->release(annas("TCS"));
        QVERIFY(acquire(annas("INFY")).accepted); // in order, so the releases have been seen
        QCOMPARE(calls("subscribe NSE TCS"), 1);
        QCOMPARE(calls("unsubscribe NSE TCS"), 0);
        feed->release(annas("TCS"));
        QVERIFY(waitFor([&] { return calls("unsubscribe NSE TCS 2") == 1; }));
        feed->release(annas("TCS")); // one too many
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("subscribe NSE TCS"), 2);
    }

    void modesAreSubscriptionsOfTheirOwn()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS", Mode::Ltp)).accepted);
        QVERIFY(acquire(annas("TCS", Mode::Depth, 20)).accepted);
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_LTP") && bus->ticked("NSE_TCS_DEPTH"); }));
        QVERIFY(!bus->ticked("NSE_TCS_QUOTE"));
    }

    void theActualDepthIsTheAdapters()
    {
        scenario({{QStringLiteral("max_depth"), 20}});
        makeFeed();
        QCOMPARE(acquire(annas("TCS", Mode::Depth, 5)).actualDepth, 5);
        QCOMPARE(acquire(annas("TCS", Mode::Depth, 50)).actualDepth, 20); // asks again, for the deeper book
        QCOMPARE(acquire(annas("TCS", Mode::Depth, 5)).actualDepth, 20);
        QCOMPARE(calls("subscribe NSE TCS"), 2);
    }

    void twoUsersHaveTwoAdapters()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("TCS")).accepted);
        QCOMPARE(feed->adapterCount(), 2);
        QCOMPARE(calls("bob angel subscribe NSE TCS"), 1);
        QCOMPARE(calls("anna zerodha subscribe NSE TCS"), 1);
        feed->release(bobs("TCS"));
        QVERIFY(waitFor([&] { return calls("bob angel unsubscribe NSE TCS") == 1; }));
        QCOMPARE(calls("anna zerodha unsubscribe"), 0);
    }

    void preparingConnectsBeforeTheFirstSubscription()
    {
        makeFeed();
        feed->prepare(anna, zerodha);
        QVERIFY(waitFor([&] { return feed->adapterCount() == 1; }));
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("anna zerodha connect"), 1);
    }

    void aUserWhoLogsInToAnotherBrokerGetsItsAdapter()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        feed->prepare(anna, angel);
        QVERIFY(waitFor([&] { return calls("anna angel subscribe NSE TCS") == 1; }));
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE") && bus->last("NSE_TCS_QUOTE").contains("angel"); }));
        QCOMPARE(calls("anna zerodha disconnect"), 1);
    }

    void invalidatingRebuildsOnlyThatUsersAdapterWithItsSubscriptions()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("TCS")).accepted);
        feed->invalidate(anna, {});
        QVERIFY(waitFor([&] { return calls("anna zerodha subscribe NSE TCS") == 2; }));
        QCOMPARE(calls("anna zerodha disconnect"), 1);
        QCOMPARE(calls("bob angel connect"), 1);
        bus->forget();
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE"); }));
        feed->invalidate({}, {});
        QVERIFY(waitFor([&] { return calls("bob angel connect") == 2 && calls("anna zerodha connect") == 3; }));
    }

    void invalidatingAfterALoginToAnotherBrokerRebuildsOnceAndThere()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        feed->invalidate(anna, angel);
        QVERIFY(waitFor([&] { return calls("anna angel subscribe NSE TCS") == 1; }));
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE") && bus->last("NSE_TCS_QUOTE").contains("angel"); }));
        QCOMPARE(calls("anna zerodha connect"), 1);
        QCOMPARE(calls("anna zerodha disconnect"), 1);
        QCOMPARE(calls("anna angel connect"), 1);
        QCOMPARE(snapshot().adapters.front().broker, angel);
    }

    void twoThousandSymbolsAreSubscribedAndReplayed()
    {
        scenario({{QStringLiteral("silent"), true}, {QStringLiteral("crash"), QJsonArray{QStringLiteral("BOMB")}}});
        makeFeed();
        int accepted = 0;
        for (int i = 0; i < 2000; ++i) {
            feed->acquire(annas("SYM" + std::to_string(i)),
                          [&](const FeedResult &result) { accepted += result.accepted ? 1 : 0; });
        }
        QVERIFY(waitFor([&] { return accepted == 2000; }, 60'000));
        QVERIFY(waitFor([&] { return symbolsOf(anna) == 2000; }));
        feed->acquire(annas("BOMB"), [](const FeedResult &) {});
        QVERIFY(waitFor([&] { return snapshot().restarts == 1; }));
        scenario({{QStringLiteral("silent"), true}});
        QVERIFY(waitFor([&] { return symbolsOf(anna) == 2001; }, 60'000));
    }

    void eachAdapterTellsWhenItLastTicked()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(annas("INFY")).accepted);
        QVERIFY(acquire(bobs("SBIN")).accepted);
        const FeedSnapshot told = feed->snapshot([](const std::string &exchange, const std::string &symbol) {
            const bool known = exchange == "NSE" && symbol != "SBIN";
            return known ? std::optional(symbol == "TCS" ? 300ms : 800ms) : std::nullopt;
        });
        QCOMPARE(told.adapters.size(), 2U);
        QCOMPARE(told.adapters[0].user, anna);
        QVERIFY(told.adapters[0].everTicked);
        QCOMPARE(told.adapters[0].sinceLastTick, 300ms);
        QVERIFY(!told.adapters[1].everTicked);
    }

    void nobodyThereMeansNoBrokerSession()
    {
        times.leaveIdleAfter = 100ms;
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("SBIN")).accepted);
        feed->release(annas("TCS"));
        QVERIFY(waitFor([&] { return calls("anna zerodha disconnect") == 1; }));
        QCOMPARE(feed->adapterCount(), 1);
        QVERIFY(acquire(annas("TCS")).accepted);
    }

    void stoppingDisconnectsEveryAdapterAndEndsTheHost()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("TCS")).accepted);
        const qint64 pid = snapshot().pid;
        QVERIFY(pid > 0);
        bool stopped = false;
        feed->stop([&] { stopped = true; });
        QVERIFY(!acquire(annas("INFY")).accepted);
        QVERIFY(waitFor([&] { return stopped; }));
        QCOMPARE(calls("zerodha disconnect"), 1);
        QCOMPARE(calls("angel disconnect"), 1);
#ifndef Q_OS_WIN
        QVERIFY(::kill(static_cast<pid_t>(pid), 0) != 0);
#endif
    }
};

QTEST_GUILESS_MAIN(TestAdapterFeed)
#include "tst_AdapterFeed.moc"
