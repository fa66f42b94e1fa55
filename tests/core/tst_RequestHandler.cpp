#include "core/server/RequestHandler.h"

#include "core/feed/PassiveFeed.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/HubStage.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QSemaphore>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

using namespace tickgate;
using namespace tickgate::test;

namespace {

/// What the feed was asked for; read once the hub has answered.
struct Asked
{
    std::atomic<int> acquired = 0;
    std::atomic<int> released = 0;
    std::atomic<int> deepest = 0;
    std::atomic<std::uintptr_t> lowestFrame = ~std::uintptr_t{0};
    std::atomic<std::uintptr_t> highestFrame = 0;
};

/// A broker that gives five levels, or twenty to whom asks for more than twenty.
class ShallowFeed : public PassiveFeed
{
public:
    explicit ShallowFeed(Asked &asked)
        : m_asked(asked)
    {}
    void acquire(const FeedRequest &request, Done done) override
    {
        const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        m_asked.lowestFrame = std::min(m_asked.lowestFrame.load(), frame);
        m_asked.highestFrame = std::max(m_asked.highestFrame.load(), frame);
        ++m_asked.acquired;
        m_asked.deepest = std::max(m_asked.deepest.load(), request.depth);
        done({true, m_asked.deepest > 20 ? 20 : 5, {}});
    }
    void release(const FeedRequest & /*request*/) override { ++m_asked.released; }

private:
    Asked &m_asked;
};

/// What the feed was asked for is destroyed last.
struct AskedFirst
{
    Asked asked;
};

/// A hub with that feed.
class Server : public AskedFirst, public HubStage
{
public:
    Server()
        : HubStage({}, [this](QObject *) { return std::make_unique<ShallowFeed>(asked); })
    {}
    /// Keeps the hub from turning until held is released, and returns once it stands.
    void hold(QSemaphore &held)
    {
        QSemaphore stands;
        hub->post([&held, &stands](Hub &) {
            stands.release();
            held.acquire();
        });
        stands.acquire();
    }
};

QByteArray subscribeTo(const char *symbol, int mode, const QByteArray &more = {})
{
    return QByteArray("{\"action\":\"subscribe\",\"exchange\":\"NSE\",\"symbol\":\"") + symbol +
           "\",\"mode\":" + QByteArray::number(mode) + more + "}";
}

int depthOf(const QJsonObject &reply)
{
    return reply.value(QLatin1String("subscriptions")).toArray().at(0).toObject().value(QLatin1String("depth")).toInt();
}

QList<QJsonObject> snapshotsOf(const ProxyClient &client)
{
    QList<QJsonObject> snapshots;
    for (const QJsonObject &tick : client.ticks()) {
        if (tick.value(QLatin1String("snapshot")).toBool())
            snapshots.append(tick);
    }
    return snapshots;
}

} // namespace

class TestRequestHandler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void subscribingAgainRepeatsTheDepthThatTheFeedGives()
    {
        Server server;
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3, R"(,"depth":20)"))), 5);
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3, R"(,"depth":20)"))), 5);
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3))), 5);
        QCOMPARE(server.asked.acquired.load(), 1);
    }

    void subscribingAgainForMoreDepthAsksTheFeedForIt()
    {
        Server server;
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3))), 5);
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3, R"(,"depth":50)"))), 20);
        QCOMPARE(depthOf(client.ask(subscribeTo("TCS", 3, R"(,"depth":50)"))), 20);
        QCOMPARE(server.asked.deepest.load(), 50);
        QCOMPARE(server.asked.acquired.load(), 2);
        QVERIFY(!client.ask(R"({"action":"unsubscribe_all"})").isEmpty());
        QCOMPARE(server.asked.released.load(), 2); // what was acquired has been given back
    }

    void aSymbolNamedTwiceHasOneSnapshot()
    {
        Server server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QVERIFY(!client.ask(subscribeTo("TCS", 1)).isEmpty());
        publisher.send("NSE_TCS_LTP", "1");
        QVERIFY(client.waitTicks(1));
        QVERIFY(!client
                     .ask(R"({"action":"subscribe","mode":1,"snapshot":true,"symbols":[)"
                          R"({"exchange":"NSE","symbol":"TCS"},{"exchange":"NSE","symbol":"TCS"}]})")
                     .isEmpty());
        QVERIFY(!client.ask(R"({"action":"ping"})").isEmpty());
        QCOMPARE(snapshotsOf(client).size(), 1);
    }

    void aSnapshotSaysTheModeThatTheTickItselfHad()
    {
        Server server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QVERIFY(!client.ask(subscribeTo("TCS", 3)).isEmpty());
        publisher.send("NSE_TCS_DEPTH", "1");
        QVERIFY(client.waitTicks(1));
        QVERIFY(!client.ask(subscribeTo("TCS", 1, R"(,"snapshot":true)")).isEmpty());
        QVERIFY(client.waitTicks(2));
        QCOMPARE(snapshotsOf(client).value(0).value(QLatin1String("mode")).toInt(), 3);
    }

    void anotherUsersLogOnEndsTheOrdersOfTheFormerOne()
    {
        Server server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QVERIFY(!client.ask(R"({"action":"subscribe_orders"})").isEmpty());
        QVERIFY(client.logIn("berta"));
        QVERIFY(!client.ask(subscribeTo("TCS", 1)).isEmpty());
        const QByteArray order = R"({"type":"order_update","user_id":"berta","orderid":"7"})";
        publisher.send("berta_orders", order);
        publisher.send("NSE_TCS_LTP", "1"); // comes behind it
        publisher.send("NSE_TCS_LTP", "2");
        QVERIFY(client.waitTicks(2));
        QVERIFY(!client.messages().contains(order));
    }

    void requestsThatWaitedAreServedOneAfterTheOtherOnOneStack()
    {
        Server server;
        QVERIFY(server.waitStarted());
        MuteClient client(server.port);
        QVERIFY(client.waitOpen());
        constexpr int kRequests = 1'000;
        QSemaphore held;
        server.hold(held); // so that all of them are there when the first is read, and wait for its answer
        client.sendText(R"({"action":"authenticate","api_key":"anna"})");
        for (int i = 0; i < kRequests; ++i)
            client.sendText(subscribeTo(QByteArray::number(i).constData(), 1));
        held.release();
        QVERIFY(waitFor([&] { return client.received().texts().size() == kRequests + 1; }));
        QCOMPARE(server.asked.acquired.load(), kRequests);
        QVERIFY(server.asked.highestFrame - server.asked.lowestFrame < 16 * 1024);
    }

    void aClientThatIsGoneBeforeItsReplyTakesNothingDownWithIt()
    {
        Server server;
        QVERIFY(server.waitStarted());
        ProxyClient other(server.port);
        QVERIFY(other.logIn("anna"));
        for (int round = 0; round < 20; ++round) {
            MuteClient client(server.port);
            QVERIFY(client.waitOpen());
            client.sendText(R"({"action":"authenticate","api_key":"anna"})");
            QVERIFY(waitFor([&] { return client.received().texts().size() == 1; }));
            QByteArray symbols;
            for (int i = 0; i < 200; ++i)
                symbols += "{\"exchange\":\"NSE\",\"symbol\":\"S" + QByteArray::number(i) + "\"},";
            symbols.chop(1);
            // A connection that ends with something unread is reset: the hub reads the requests, and its reply fails.
            client.socket().setReadBufferSize(1);
            client.sendText(R"({"action":"ping"})");
            QVERIFY(client.socket().waitForReadyRead());
            QSemaphore held;
            server.hold(held);
            client.sendText(R"({"action":"subscribe","mode":1,"snapshot":true,"symbols":[)" + symbols + "]}");
            client.socket().abort();
            held.release();
        }
        QVERIFY(!other.ask(R"({"action":"ping"})").isEmpty());
        QVERIFY(waitFor([&] { return server.asked.acquired == server.asked.released; }));
    }
};

QTEST_GUILESS_MAIN(TestRequestHandler)
#include "tst_RequestHandler.moc"
