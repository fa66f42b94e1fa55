#include "core/feed/AdapterFeed.h"
#include "tests/support/OpenAlgoTree.h"
#include "tests/support/TestSupport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <zmq.hpp>

#include <csignal>
#include <map>
#include <optional>

using namespace tickgate;
using namespace std::chrono_literals;
using test::OpenAlgoTree;
using test::waitFor;

namespace {

/// The other end of the bus: binds, and remembers the last tick of every topic.
class Bus
{
public:
    Bus()
    {
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.set(zmq::sockopt::subscribe, "");
        m_socket.bind("tcp://127.0.0.1:*");
    }

    [[nodiscard]] quint16 port() const
    {
        const std::string endpoint = m_socket.get(zmq::sockopt::last_endpoint);
        return QString::fromStdString(endpoint).section(QLatin1Char(':'), -1).toUShort();
    }

    /// Whether a tick of this topic has come since the last forget().
    [[nodiscard]] bool ticked(const std::string &topic)
    {
        for (;;) {
            zmq::message_t head;
            if (!m_socket.recv(head, zmq::recv_flags::dontwait))
                break;
            zmq::message_t body;
            static_cast<void>(m_socket.recv(body));
            m_ticks[head.to_string()] = body.to_string();
        }
        return m_ticks.count(topic) > 0;
    }

    [[nodiscard]] QByteArray last(const std::string &topic) { return QByteArray::fromStdString(m_ticks[topic]); }

    void forget()
    {
        static_cast<void>(ticked({}));
        m_ticks.clear();
    }

private:
    zmq::context_t m_context;
    zmq::socket_t m_socket{m_context, zmq::socket_type::sub};
    std::map<std::string, std::string> m_ticks;
};

const QString kAnna = QStringLiteral("anna");
const QString kBob = QStringLiteral("bob");
const QString kZerodha = QStringLiteral("zerodha");
const QString kAngel = QStringLiteral("angel");

FeedRequest annas(const std::string &symbol, Mode mode = Mode::Quote, int depth = 5)
{
    return {kAnna, kZerodha, "NSE", symbol, mode, depth};
}

FeedRequest bobs(const std::string &symbol)
{
    return {kBob, kAngel, "NSE", symbol, Mode::Quote, 5};
}

} // namespace

class TestAdapterFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::pythonForTests().isEmpty())
            QSKIP("needs a Python with argon2, zmq and websockets");
    }

    void init()
    {
        m_tree = std::make_unique<OpenAlgoTree>();
        m_bus = std::make_unique<Bus>();
        m_hostTimes = {};
        m_hostTimes.firstPause = 50ms;
        m_times = {};
        m_times.lookEvery = 20ms;
        m_times.answerWithin = 30s;
        QVERIFY(m_tree->make());
        QVERIFY(m_tree->addUser(kAnna, QStringLiteral("key-of-anna"), kZerodha));
        QVERIFY(m_tree->addUser(kBob, QStringLiteral("key-of-bob"), kAngel));
    }

    void cleanup() { m_feed.reset(); }

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
        QVERIFY(waitFor([&] { return m_bus->ticked("NSE_TCS_QUOTE"); }));
        QVERIFY(m_bus->last("NSE_TCS_QUOTE").contains("\"via\": \"zerodha\""));
        QCOMPARE(m_feed->adapterCount(), 1);
        QVERIFY(waitFor([&] { return m_feed->adapterStatus(kAnna) == QStringLiteral("connected"); }));
        QCOMPARE(m_feed->adapterStatus(kBob), QStringLiteral("disconnected"));
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
        m_feed->release(annas("TCS"));
        m_feed->release(annas("TCS"));
        QVERIFY(acquire(annas("INFY")).accepted); // in order, so the releases have been seen
        QCOMPARE(calls("subscribe NSE TCS"), 1);
        QCOMPARE(calls("unsubscribe NSE TCS"), 0);
        m_feed->release(annas("TCS"));
        QVERIFY(waitFor([&] { return calls("unsubscribe NSE TCS 2") == 1; }));
        m_feed->release(annas("TCS")); // one too many
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("subscribe NSE TCS"), 2);
    }

    void modesAreSubscriptionsOfTheirOwn()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS", Mode::Ltp)).accepted);
        QVERIFY(acquire(annas("TCS", Mode::Depth, 20)).accepted);
        QVERIFY(waitFor([&] { return m_bus->ticked("NSE_TCS_LTP") && m_bus->ticked("NSE_TCS_DEPTH"); }));
        QVERIFY(!m_bus->ticked("NSE_TCS_QUOTE"));
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
        QCOMPARE(m_feed->adapterCount(), 2);
        QCOMPARE(calls("bob angel subscribe NSE TCS"), 1);
        QCOMPARE(calls("anna zerodha subscribe NSE TCS"), 1);
        m_feed->release(bobs("TCS"));
        QVERIFY(waitFor([&] { return calls("bob angel unsubscribe NSE TCS") == 1; }));
        QCOMPARE(calls("anna zerodha unsubscribe"), 0);
    }

    void preparingConnectsBeforeTheFirstSubscription()
    {
        makeFeed();
        m_feed->prepare(kAnna, kZerodha);
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 1; }));
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("anna zerodha connect"), 1);
    }

    void aUserWhoLogsInToAnotherBrokerGetsItsAdapter()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        m_feed->prepare(kAnna, kAngel);
        QVERIFY(waitFor([&] { return calls("anna angel subscribe NSE TCS") == 1; }));
        QVERIFY(
            waitFor([&] { return m_bus->ticked("NSE_TCS_QUOTE") && m_bus->last("NSE_TCS_QUOTE").contains("angel"); }));
        QCOMPARE(calls("anna zerodha disconnect"), 1);
    }

    void aSlowConnectDelaysOnlyItsUser()
    {
        scenario({{QStringLiteral("connect_delay"), 3}});
        m_times.answerWithin = 1s;
        makeFeed();
        // The interpreter's start must not count: wait for bob's adapter first.
        m_feed->prepare(kBob, kAngel);
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 1; }));
        std::optional<FeedResult> slow;
        m_feed->acquire(annas("TCS"), [&](const FeedResult &given) { slow = given; });
        QVERIFY(acquire(bobs("TCS")).accepted);
        QVERIFY(waitFor([&] { return slow.has_value(); }));
        QVERIFY(!slow->accepted); // in time, though the adapter was not
        QVERIFY(slow->message.contains(kZerodha));
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 2; }));
        QVERIFY(acquire(annas("TCS")).accepted);
    }

    void aSubscriptionThatSucceedsTooLateIsTakenBack()
    {
        scenario({{QStringLiteral("subscribe_delay"), 1.5}});
        m_times.answerWithin = 300ms;
        makeFeed();
        m_feed->prepare(kAnna, kZerodha);
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 1; }));
        QVERIFY(!acquire(annas("TCS")).accepted);
        QVERIFY(waitFor([&] { return calls("unsubscribe NSE TCS") == 1; }));
        QVERIFY(waitFor([&] { return symbolsOf(kAnna) == 0; }));
    }

    void aFailingConnectIsTriedOnceMoreAndThenTold()
    {
        scenario({{QStringLiteral("connect_error"), QStringLiteral("The exchange is closed")}});
        m_times.firstRetry = 1h; // no further attempt meanwhile
        m_times.longestRetry = 1h;
        makeFeed();
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY(!result.accepted);
        QVERIFY2(result.message.contains(QStringLiteral("The exchange is closed")), qPrintable(result.message));
        QCOMPARE(calls("anna zerodha connect"), 2);
        QCOMPARE(m_feed->adapterStatus(kAnna), QStringLiteral("error"));
        QVERIFY(!acquire(annas("INFY")).accepted); // at once
        QCOMPARE(calls("anna zerodha connect"), 2);
        QCOMPARE(m_feed->adapterCount(), 0);
    }

    void aFailedAdapterIsTriedAgainForTheNextSubscription()
    {
        scenario({{QStringLiteral("connect_error"), QStringLiteral("The exchange is closed")}});
        m_times.firstRetry = 10ms;
        m_times.longestRetry = 10ms;
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
        QVERIFY(m_tree->run({QStringLiteral("token"), kAnna, QStringLiteral("fresh")}));
        scenario({{QStringLiteral("token"), QStringLiteral("fresh")}});
        const FeedResult result = acquire(annas("INFY"));
        QVERIFY2(result.accepted, qPrintable(result.message));
        QCOMPARE(calls("anna zerodha initialize"), 2);
        m_bus->forget();
        QVERIFY(waitFor([&] { return m_bus->ticked("NSE_TCS_QUOTE") && m_bus->ticked("NSE_INFY_QUOTE"); }));
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
        QCOMPARE(m_feed->adapterStatus(kAnna), QStringLiteral("login_required"));
        const FeedSnapshot snapshot = m_feed->snapshot();
        QCOMPARE(snapshot.adapters.size(), 1U);
        QCOMPARE(snapshot.adapters[0].state, AdapterSnapshot::State::LoginNeeded);

        // The login comes, and OpenAlgo tells of it on the bus.
        QVERIFY(m_tree->run({QStringLiteral("token"), kAnna, QStringLiteral("fresh")}));
        m_feed->invalidate(kAnna);
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

    void invalidatingRebuildsOnlyThatUsersAdapterWithItsSubscriptions()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("TCS")).accepted);
        m_feed->invalidate(kAnna);
        QVERIFY(waitFor([&] { return calls("anna zerodha subscribe NSE TCS") == 2; }));
        QCOMPARE(calls("anna zerodha disconnect"), 1);
        QCOMPARE(calls("bob angel connect"), 1);
        m_bus->forget();
        QVERIFY(waitFor([&] { return m_bus->ticked("NSE_TCS_QUOTE"); }));
        m_feed->invalidate({});
        QVERIFY(waitFor([&] { return calls("bob angel connect") == 2 && calls("anna zerodha connect") == 3; }));
    }

    void aCrashInTheMiddleOfASessionIsMadeGood()
    {
        scenario({{QStringLiteral("crash"), QJsonArray{QStringLiteral("BOMB")}}});
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("SBIN")).accepted);
        m_times.answerWithin = 1s;
        std::optional<FeedResult> bomb;
        m_feed->acquire(annas("BOMB"), [&](const FeedResult &given) { bomb = given; });
        QVERIFY(waitFor([&] { return m_feed->snapshot().restarts >= 1; }));
        scenario({}); // it was bad luck
        QVERIFY(waitFor([&] { return bomb.has_value(); }, 60'000));
        m_bus->forget();
        QVERIFY(waitFor([&] { return m_bus->ticked("NSE_TCS_QUOTE") && m_bus->ticked("NSE_SBIN_QUOTE"); }));
        QVERIFY(m_feed->snapshot().reason.contains(QStringLiteral("code 7")));
    }

    void anAdapterThatHangsIsReplaced()
    {
        scenario({{QStringLiteral("hang"), QJsonArray{QStringLiteral("MUD")}}});
        m_times.answerWithin = 500ms;
        m_times.adapterWithin = 2s;
        makeFeed();
        m_feed->prepare(kAnna, kZerodha);
        m_feed->prepare(kBob, kAngel);
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 2; }));
        const FeedResult result = acquire(annas("MUD"));
        QVERIFY(!result.accepted);
        QVERIFY(result.message.contains(QStringLiteral("did not answer")));
        QVERIFY(acquire(bobs("SBIN")).accepted); // the other user does not notice
        scenario({});
        QVERIFY(waitFor([&] { return m_feed->snapshot().restarts == 1; }));
        QVERIFY(waitFor([&] { return m_feed->adapterCount() == 2; }));
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(calls("zerodha subscribe NSE MUD"), 1); // nobody holds it
    }

    void whatAdaptersPrintDoesNotDisturb()
    {
        scenario({{QStringLiteral("noisy"), true}});
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QCOMPARE(m_feed->snapshot().restarts, 0);
    }

    void twoThousandSymbolsAreSubscribedAndReplayed()
    {
        scenario({{QStringLiteral("silent"), true}, {QStringLiteral("crash"), QJsonArray{QStringLiteral("BOMB")}}});
        makeFeed();
        int accepted = 0;
        for (int i = 0; i < 2000; ++i) {
            m_feed->acquire(annas("SYM" + std::to_string(i)),
                            [&](const FeedResult &result) { accepted += result.accepted ? 1 : 0; });
        }
        QVERIFY(waitFor([&] { return accepted == 2000; }, 60'000));
        QVERIFY(waitFor([&] { return symbolsOf(kAnna) == 2000; }));
        m_feed->acquire(annas("BOMB"), [](const FeedResult &) {});
        QVERIFY(waitFor([&] { return m_feed->snapshot().restarts == 1; }));
        scenario({{QStringLiteral("silent"), true}});
        QVERIFY(waitFor([&] { return symbolsOf(kAnna) == 2001; }, 60'000));
    }

    void nobodyThereMeansNoBrokerSession()
    {
        m_times.leaveIdleAfter = 100ms;
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("SBIN")).accepted);
        m_feed->release(annas("TCS"));
        QVERIFY(waitFor([&] { return calls("anna zerodha disconnect") == 1; }));
        QCOMPARE(m_feed->adapterCount(), 1);
        QVERIFY(acquire(annas("TCS")).accepted);
    }

    void anAdapterThatLostItsBrokerIsRebuilt()
    {
        m_times.disconnectedFor = 100ms;
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(waitFor([&] { return m_feed->adapterStatus(kAnna) == QStringLiteral("connected"); }));
        scenario({{QStringLiteral("lost"), true}});
        QVERIFY(waitFor([&] { return calls("anna zerodha lost") == 1; }));
        scenario({});
        QVERIFY(waitFor([&] { return calls("anna zerodha connect") == 2; }));
        QVERIFY(waitFor([&] { return m_feed->adapterStatus(kAnna) == QStringLiteral("connected"); }));
    }

    void stoppingDisconnectsEveryAdapterAndEndsTheHost()
    {
        makeFeed();
        QVERIFY(acquire(annas("TCS")).accepted);
        QVERIFY(acquire(bobs("TCS")).accepted);
        const qint64 pid = m_feed->snapshot().pid;
        QVERIFY(pid > 0);
        bool stopped = false;
        m_feed->stop([&] { stopped = true; });
        QVERIFY(!acquire(annas("INFY")).accepted);
        QVERIFY(waitFor([&] { return stopped; }));
        QCOMPARE(calls("zerodha disconnect"), 1);
        QCOMPARE(calls("angel disconnect"), 1);
#ifndef Q_OS_WIN
        QVERIFY(::kill(static_cast<pid_t>(pid), 0) != 0);
#endif
    }

    void withoutAnInterpreterTheReasonIsInTheReply()
    {
        m_times.answerWithin = 500ms;
        makeFeed(QStringLiteral("/nowhere/python"));
        const FeedResult result = acquire(annas("TCS"));
        QVERIFY(!result.accepted);
        QVERIFY2(result.message.contains(QStringLiteral("/nowhere/python")), qPrintable(result.message));
        QCOMPARE(m_feed->snapshot().host, FeedSnapshot::Host::Waiting);
    }

private:
    void makeFeed(const QString &python = test::pythonForTests())
    {
        AdapterHostSetup setup;
        setup.python = python;
        setup.script =
            std::make_shared<AdapterHostScript>(test::sourcePath(QStringLiteral("resources/adapter_host.py")));
        setup.folder = m_tree->folder();
        m_feed = std::make_unique<AdapterFeed>(setup, QStringLiteral("http://127.0.0.1:5000"), m_hostTimes, m_times);
        m_feed->begin(QStringLiteral("0.0.0.0"), m_bus->port());
    }

    FeedResult acquire(const FeedRequest &request)
    {
        auto result = std::make_shared<std::optional<FeedResult>>();
        m_feed->acquire(request, [result](const FeedResult &given) { *result = given; });
        if (!waitFor([&] { return result->has_value(); }, 40'000))
            return {false, 0, QStringLiteral("never answered")};
        return **result;
    }

    /// For both brokers.
    void scenario(const QJsonObject &settings)
    {
        const QString path = m_tree->folder() + QStringLiteral("/scenario.json");
        QFile file(path + QStringLiteral(".new"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QJsonObject other = settings;
        for (const char *only : {"connect_delay", "token", "connect_error", "lost"})
            other.remove(QLatin1String(only));
        file.write(QJsonDocument(QJsonObject{{kZerodha, settings}, {kAngel, other}}).toJson());
        file.close();
        QFile::remove(path);
        QVERIFY(file.rename(path));
    }

    /// How many calls into the miniature adapters contain this text.
    int calls(const char *text) const
    {
        QFile file(m_tree->folder() + QStringLiteral("/calls.log"));
        int count = 0;
        if (file.open(QIODevice::ReadOnly)) {
            const QList<QByteArray> lines = file.readAll().split('\n');
            for (const QByteArray &line : lines)
                count += line.contains(QByteArray(" ") + text) || line.startsWith(text) ? 1 : 0;
        }
        return count;
    }

    int symbolsOf(const QString &user) const
    {
        for (const AdapterSnapshot &adapter : m_feed->snapshot().adapters) {
            if (adapter.user == user)
                return adapter.symbols;
        }
        return -1;
    }

    AdapterHostTimes m_hostTimes;
    AdapterFeedTimes m_times;
    std::unique_ptr<OpenAlgoTree> m_tree;
    std::unique_ptr<Bus> m_bus;
    std::unique_ptr<AdapterFeed> m_feed;
};

QTEST_GUILESS_MAIN(TestAdapterFeed)
#include "tst_AdapterFeed.moc"
