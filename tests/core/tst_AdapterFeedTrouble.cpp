#include "tests/support/AdapterFeedStage.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QTest>

#include <optional>

using namespace tickgate;
using namespace std::chrono_literals;
using test::waitFor;

class TestAdapterFeedTrouble : public QObject, private test::AdapterFeedStage
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

    void aSlowConnectDelaysOnlyItsUser()
    {
        scenario({{QStringLiteral("connect_delay"), 3}});
        times.answerWithin = 1s;
        makeFeed();
        // The interpreter's start must not count: wait for bob's adapter first.
        feed->prepare(bob, angel);
        QVERIFY(waitFor([&] { return feed->adapterCount() == 1; }));
        std::optional<FeedResult> slow;
        feed->acquire(annas("TCS"), [&](const FeedResult &given) { slow = given; });
        QVERIFY(acquire(bobs("TCS")).accepted);
        QVERIFY(waitFor([&] { return slow.has_value(); }));
        QVERIFY(!slow->accepted); // in time, though the adapter was not
        QVERIFY(slow->message.contains(zerodha));
        QVERIFY(waitFor([&] { return feed->adapterCount() == 2; }));
        QVERIFY(acquire(annas("TCS")).accepted);
    }

    void aSubscriptionThatSucceedsTooLateIsTakenBack()
    {
        scenario({{QStringLiteral("subscribe_delay"), 1.5}});
        times.answerWithin = 300ms;
        makeFeed();
        feed->prepare(anna, zerodha);
        QVERIFY(waitFor([&] { return feed->adapterCount() == 1; }));
        QVERIFY(!acquire(annas("TCS")).accepted);
        QVERIFY(waitFor([&] { return calls("unsubscribe NSE TCS") == 1; }));
        QVERIFY(waitFor([&] { return symbolsOf(anna) == 0; }));
    }

    void aFailingConnectIsTriedOnceMoreAndThenTold()
    {
        scenario({{QStringLiteral("connect_error"), QStringLiteral("The exchange is closed")}});
        times.firstRetry = 1h; // no further attempt meanwhile
        times.longestRetry = 1h;
        makeFeed();
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY(!result.accepted);
        QVERIFY2(result.message.contains(QStringLiteral("The exchange is closed")), qPrintable(result.message));
        QCOMPARE(calls("anna zerodha connect"), 2);
        QCOMPARE(feed->adapterStatus(anna), QStringLiteral("error"));
        QVERIFY(!acquire(annas("INFY")).accepted); // at once
        QCOMPARE(calls("anna zerodha connect"), 2);
        QCOMPARE(feed->adapterCount(), 0);
    }

    void aFailedAdapterIsTriedAgainForTheNextSubscription()
    {
        scenario({{QStringLiteral("connect_error"), QStringLiteral("The exchange is closed")}});
        times.firstRetry = 10ms;
        times.longestRetry = 10ms;
        makeFeed();
        QVERIFY(!acquire(annas("TCS")).accepted);
        scenario({});
        QVERIFY(waitFor([&] { return acquire(annas("TCS")).accepted; }));
    }

    void aLoginThatRanOutIsRefreshedOnce()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        // The broker's day has turned: the token of yesterday is refused, and the database has a new one.
        QVERIFY(tree->run({QStringLiteral("token"), anna, QStringLiteral("fresh")}));
        scenario({{QStringLiteral("token"), QStringLiteral("fresh")}});
        const FeedResult result = acquire(annas("INFY"));
        QVERIFY2(result.accepted, qPrintable(result.message));
        QCOMPARE(calls("anna zerodha initialize"), 2);
        bus->forget();
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE") && bus->ticked("NSE_INFY_QUOTE"); }));
    }

    void aLoginThatStaysRefusedAsksForALogin()
    {
        scenario({{QStringLiteral("token"), QStringLiteral("fresh")}}); // the database still has the old one
        makeFeed();
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY(!result.accepted);
        QVERIFY2(result.message.contains(QStringLiteral("Log in")), qPrintable(result.message));
        QVERIFY(result.message.contains(QStringLiteral("http://127.0.0.1:5000")));
        QCOMPARE(calls("anna zerodha initialize"), 2);
        QCOMPARE(feed->adapterStatus(anna), QStringLiteral("login_required"));
        const std::vector<AdapterSnapshot> adapters = snapshot().adapters;
        QCOMPARE(adapters.size(), 1U);
        QCOMPARE(adapters[0].state, AdapterSnapshot::State::LoginNeeded);

        // The login comes, and OpenAlgo tells of it on the bus.
        QVERIFY(tree->run({QStringLiteral("token"), anna, QStringLiteral("fresh")}));
        feed->invalidate(anna, {});
        QVERIFY(acquire(annas("TCS")).accepted);
    }

    void aSymbolThatIsForbiddenDoesNotEndTheLogin()
    {
        scenario({{QStringLiteral("forbid"), QJsonArray{QStringLiteral("SECRET")}}});
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        static_cast<void>(acquire(annas("SECRET"))); // may cost one rebuild
        QVERIFY(acquire(annas("INFY")).accepted);
        const FeedResult again = acquire(annas("SECRET"));
        QVERIFY(!again.accepted);
        QVERIFY(again.message.contains(QStringLiteral("403")));
        QVERIFY(acquire(annas("WIPRO")).accepted);
        QVERIFY(calls("anna zerodha initialize") <= 2);
    }

    void aCrashInTheMiddleOfASessionIsMadeGood()
    {
        scenario({{QStringLiteral("crash"), QJsonArray{QStringLiteral("BOMB")}}});
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("SBIN")).accepted);
        times.answerWithin = 1s;
        std::optional<FeedResult> bomb;
        feed->acquire(annas("BOMB"), [&](const FeedResult &given) { bomb = given; });
        QVERIFY(waitFor([&] { return snapshot().restarts >= 1; }));
        scenario({}); // it was bad luck
        QVERIFY(waitFor([&] { return bomb.has_value(); }, 60'000));
        bus->forget();
        QVERIFY(waitFor([&] { return bus->ticked("NSE_TCS_QUOTE") && bus->ticked("NSE_SBIN_QUOTE"); }));
        QVERIFY(snapshot().reason.contains(QStringLiteral("code 7")));
    }

    void anAdapterThatHangsIsReplaced()
    {
        scenario({{QStringLiteral("hang"), QJsonArray{QStringLiteral("MUD")}}});
        times.answerWithin = 500ms;
        times.adapterWithin = 2s;
        makeFeed();
        feed->prepare(anna, zerodha);
        feed->prepare(bob, angel);
        QVERIFY(waitFor([&] { return feed->adapterCount() == 2; }));
        const FeedResult result = acquire(annas("MUD"));
        QVERIFY(!result.accepted);
        QVERIFY(result.message.contains(QStringLiteral("did not answer")));
        QVERIFY(acquire(bobs("SBIN")).accepted); // the other user does not notice
        scenario({});
        QVERIFY(waitFor([&] { return snapshot().restarts == 1; }));
        QVERIFY(waitFor([&] { return feed->adapterCount() == 2; }));
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("zerodha subscribe NSE MUD"), 1); // nobody holds it
    }

    void whatAdaptersPrintDoesNotDisturb()
    {
        scenario({{QStringLiteral("noisy"), true}});
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(snapshot().restarts, 0);
    }

    void anAdapterThatLostItsBrokerIsRebuilt()
    {
        times.disconnectedFor = 100ms;
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(waitFor([&] { return feed->adapterStatus(anna) == QStringLiteral("connected"); }));
        scenario({{QStringLiteral("lost"), true}});
        QVERIFY(waitFor([&] { return calls("anna zerodha lost") == 1; }));
        scenario({});
        QVERIFY(waitFor([&] { return calls("anna zerodha connect") == 2; }));
        QVERIFY(waitFor([&] { return feed->adapterStatus(anna) == QStringLiteral("connected"); }));
    }

    void withoutAnInterpreterTheReasonIsInTheReply()
    {
        times.answerWithin = 500ms;
        makeFeed(QStringLiteral("/nowhere/python"));
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY(!result.accepted);
        QVERIFY2(result.message.contains(QStringLiteral("/nowhere/python")), qPrintable(result.message));
        QCOMPARE(snapshot().host, FeedSnapshot::Host::Waiting);
    }
};

QTEST_GUILESS_MAIN(TestAdapterFeedTrouble)
#include "tst_AdapterFeedTrouble.moc"
