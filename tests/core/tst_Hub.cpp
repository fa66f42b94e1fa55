#include "core/server/Hub.h"

#include "core/ports/ListenSocket.h"
#include "core/protocol/Limits.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/HubStage.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QTest>
#include <QTimer>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

class TestHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsThatFollowALogOnAtOnceAreServedBehindIt()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.waitOpen());
        client.send(R"({"action":"authenticate","api_key":"anna"})");
        client.send(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE","request_id":1})");
        client.send(R"({"action":"ping","request_id":2})");
        QVERIFY(waitFor([&] { return client.messages().size() == 3; }));
        QCOMPARE(objectOf(client.messages()[0]).value(QLatin1String("type")).toString(), QStringLiteral("auth"));
        QCOMPARE(objectOf(client.messages()[1]).value(QLatin1String("request_id")).toInt(), 1);
        QCOMPARE(statusOf(objectOf(client.messages()[1])), QStringLiteral("success"));
        QCOMPARE(objectOf(client.messages()[2]).value(QLatin1String("request_id")).toInt(), 2);
    }

    void aWrongKeyIsAnsweredBeforeWhatFollowsIt()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.waitOpen());
        client.send(R"({"action":"authenticate","api_key":"eve","request_id":1})");
        client.send(R"({"action":"ping","request_id":2})");
        QVERIFY(waitFor([&] { return client.messages().size() == 2; }));
        QCOMPARE(codeOf(objectOf(client.messages()[0])), QStringLiteral("AUTHENTICATION_ERROR"));
        QCOMPARE(objectOf(client.messages()[0]).value(QLatin1String("request_id")).toInt(), 1);
        QCOMPARE(objectOf(client.messages()[1]).value(QLatin1String("request_id")).toInt(), 2);
    }

    void aUserWithoutABrokerGetsABrokerError()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.waitOpen());
        for (int i = 0; i < limits::kWrongKeys + 2; ++i) // that is no wrong key, so nobody is closed for it
            QCOMPARE(codeOf(client.ask(R"({"action":"authenticate","api_key":"no broker"})")),
                     QStringLiteral("BROKER_ERROR"));
        QCOMPARE(codeOf(client.ask(R"({"action":"get_broker_info"})")), QStringLiteral("NOT_AUTHENTICATED"));
    }

    void everyUserSeesTheirOwnBrokerAndOrders()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient anna(server.port);
        ProxyClient berta(server.port);
        ProxyClient quiet(server.port);
        QVERIFY(anna.logIn("anna") && berta.logIn("berta") && quiet.logIn("anna"));
        for (ProxyClient *client : {&anna, &berta}) {
            QCOMPARE(statusOf(client->ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})")),
                     QStringLiteral("success"));
            QCOMPARE(statusOf(client->ask(R"({"action":"subscribe_orders"})")), QStringLiteral("success"));
        }
        const QByteArray order = R"({"type":"order_update", "user_id":"berta","orderid":"7"})";
        publisher.send("angel_anna_orders", order); // the topic's user counts for nothing
        publisher.send("NSE_TCS_QUOTE", "1");
        QVERIFY(anna.waitTicks(1) && berta.waitTicks(1));
        QCOMPARE(anna.ticks()[0].value(QLatin1String("broker")).toString(), QStringLiteral("zerodha"));
        QCOMPARE(berta.ticks()[0].value(QLatin1String("broker")).toString(), QStringLiteral("angel"));
        QVERIFY(waitFor([&] { return berta.messages().contains(order); }));
        QVERIFY(!quiet.ask(R"({"action":"ping"})").isEmpty());
        QVERIFY(!anna.messages().contains(order) && !quiet.messages().contains(order));
    }

    void anotherUsersLogOnEndsTheSubscriptionsOfTheFormerOne()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient client(server.port);
        QVERIFY(client.logIn("anna"));
        QVERIFY(!client.ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})").isEmpty());
        QVERIFY(client.logIn("anna")); // the same user again changes nothing
        publisher.send("NSE_TCS_QUOTE", "1");
        QVERIFY(client.waitTicks(1));
        QCOMPARE(codeOf(client.ask(R"({"action":"authenticate","api_key":"eve"})")),
                 QStringLiteral("AUTHENTICATION_ERROR"));
        const auto user = [&client] {
            return client.ask(R"({"action":"get_broker_info"})").value(QLatin1String("user_id")).toString();
        };
        QCOMPARE(user(), QStringLiteral("anna")); // a wrong key keeps the identity
        QVERIFY(client.logIn("berta"));
        QCOMPARE(user(), QStringLiteral("berta"));
        const QJsonObject gone = client.ask(R"({"action":"unsubscribe_all"})");
        QVERIFY(gone.value(QLatin1String("successful")).toArray().isEmpty());
    }

    void invalidationDropsCachedKeysAndKeepsSessions_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<int>("checksOfAnna");
        QTest::newRow("AUTH of the user") << QByteArray("CACHE_INVALIDATE_AUTH_anna") << 2;
        QTest::newRow("ALL of anybody") << QByteArray("CACHE_INVALIDATE_ALL_berta") << 2;
        QTest::newRow("AUTH of another user") << QByteArray("CACHE_INVALIDATE_AUTH_berta") << 1;
    }

    void invalidationDropsCachedKeysAndKeepsSessions()
    {
        QFETCH(QByteArray, topic);
        QFETCH(int, checksOfAnna);
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient first(server.port);
        QVERIFY(first.logIn("anna"));
        QVERIFY(!first.ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})").isEmpty());
        ProxyClient cached(server.port);
        QVERIFY(cached.logIn("anna"));
        QCOMPARE(server.users->checks.load(), 1);
        publisher.send(topic, R"({"user_id":"x","cache_type":"y"})");
        publisher.send("NSE_TCS_QUOTE", "1"); // comes behind it
        publisher.send("NSE_TCS_QUOTE", "2");
        QVERIFY(first.waitTicks(2));
        QVERIFY(!first.ask(R"({"action":"ping"})").isEmpty());
        ProxyClient again(server.port);
        QVERIFY(again.logIn("anna"));
        QCOMPARE(server.users->checks.load(), checksOfAnna);
        QCOMPARE(statusOf(first.ask(R"({"action":"get_broker_info"})")), QStringLiteral("success"));
    }

    void aBurstOfRequestsIsServedAndAFloodIsRateLimited()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        MuteClient flood(server.port);
        QVERIFY(flood.waitOpen());
        ProxyClient other(server.port);
        QVERIFY(other.logIn("anna"));
        constexpr int kRequests = 2 * limits::kRequestBurst;
        for (int i = 0; i < kRequests; ++i)
            flood.sendText(R"({"action":"ping","request_id":)" + QByteArray::number(i) + "}");
        QVERIFY(waitFor([&] { return flood.received().texts().size() == kRequests; }));
        int limited = 0;
        for (int i = 0; i < kRequests; ++i) {
            const QJsonObject reply = objectOf(flood.received().texts()[i]);
            QCOMPARE(reply.value(QLatin1String("request_id")).toInt(-1), i); // every request gets its answer
            const bool refused = codeOf(reply) == QLatin1String("RATE_LIMITED");
            QVERIFY(!refused || i >= limits::kRequestBurst);
            limited += refused ? 1 : 0;
        }
        QVERIFY(limited > 0);
        QVERIFY(!other.ask(R"({"action":"ping"})").isEmpty());
    }

    void aTwinOnTheOtherLoopbackAddressIsATwin()
    {
        const os::ListenResult twin = os::openListener("::1", 0, os::Reuse::AddressAndPort);
        if (!twin.ok())
            QSKIP("this computer has no ::1");
        ProxyConfig config;
        config.webSocketPort = twin.port;
        config.reusePort = true;
        {
            HubStage server(config);
            QVERIFY(waitFor([&] { return server.refused || server.port != 0; }));
            QVERIFY(server.refused);
        }
        os::closeSocket(twin.socket);
        HubStage server(config);
        QVERIFY(server.waitStarted());
    }

    void onlyAPongKeepsASessionAlive()
    {
        ProxyConfig config;
        config.pingInterval = 1s;
        config.pingTimeout = 1s;
        HubStage server(config);
        QVERIFY(server.waitStarted());
        ProxyClient polite(server.port);
        QVERIFY(polite.logIn("anna"));
        MuteClient talker(server.port);
        QVERIFY(talker.waitOpen());
        talker.sendText(R"({"action":"authenticate","api_key":"anna"})");
        QTimer talk;
        connect(&talk, &QTimer::timeout, &talk, [&talker] { talker.sendText(R"({"action":"ping"})"); });
        talk.start(50ms);
        QVERIFY(talker.waitDisconnected());
        QVERIFY(!polite.ask(R"({"action":"ping"})").isEmpty());
    }

    void whereSlowReadersAreToBeDisconnectedTheyGet4408()
    {
        ProxyConfig config;
        config.slowClient = SlowClientPolicy::Disconnect;
        config.maxQueueMessages = 16;
        HubStage server(config);
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        MuteClient slow(server.port);
        QVERIFY(slow.waitOpen());
        slow.sendText(R"({"action":"authenticate","api_key":"anna"})");
        slow.sendText(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})");
        QVERIFY(waitFor([&] { return slow.received().texts().size() == 2; }));
        ProxyClient quick(server.port);
        QVERIFY(quick.logIn("anna"));
        slow.socket().setReadBufferSize(1); // reads no more
        const QByteArray tick = "\"" + QByteArray(200'000, 'x') + "\"";
        for (int i = 0; i < 150; ++i)
            publisher.send("NSE_TCS_QUOTE", tick);
        // Over its budget, and then rid of what waited: the Close frame is under way.
        QVERIFY(waitFor([&] { return server.clientAt(slow.socket().localPort()).conflated > 0; }));
        QVERIFY(waitFor([&] { return server.clientAt(slow.socket().localPort()).queuedMessages == 0; }));
        slow.socket().setReadBufferSize(0);
        QVERIFY(slow.waitFrame(8));
        QCOMPARE(slow.closeCode(), 4408);
        QVERIFY(!quick.ask(R"({"action":"ping"})").isEmpty());
    }

    void ordersThatWaitForOneUserDoNotReachTheNextOne()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        MuteClient client(server.port);
        QVERIFY(client.waitOpen());
        client.sendText(R"({"action":"authenticate","api_key":"anna"})");
        client.sendText(R"({"action":"subscribe_orders"})");
        QVERIFY(waitFor([&] { return client.received().texts().size() == 2; }));
        client.socket().setReadBufferSize(1); // reads no more
        const auto seen = [&] { return server.clientAt(client.socket().localPort()); };
        const QByteArray order = R"({"user_id":"anna"})" + QByteArray(100'000, ' ');
        for (std::uint64_t sent = 1; seen().queuedMessages < 3; ++sent) {
            publisher.send("anna_orders", order);
            QVERIFY(waitFor([&] { return seen().delivered + static_cast<quint64>(seen().queuedMessages) >= sent; }));
        }
        client.sendText(R"({"action":"authenticate","api_key":"berta"})");
        QVERIFY(waitFor([&] { return seen().queuedMessages == 0; }));
        client.socket().setReadBufferSize(0);
        QVERIFY(waitFor([&] { return client.received().texts().constLast().contains("berta"); }));
        client.sendText(R"({"action":"ping"})");
        QVERIFY(waitFor([&] { return client.received().texts().constLast().contains("pong"); }));
        const QList<QByteArray> texts = client.received().texts();
        QVERIFY(texts.at(texts.size() - 2).contains("berta"));
    }
};

QTEST_GUILESS_MAIN(TestHub)
#include "tst_Hub.moc"
