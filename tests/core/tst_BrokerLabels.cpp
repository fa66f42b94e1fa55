#include "core/server/BrokerLabels.h"

#include "tests/support/BusPublisher.h"
#include "tests/support/HubStage.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

class TestBrokerLabels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoginToAnotherBrokerIsNamedByEverySessionOfTheUserAndRebuildsTheFeedOnce()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient first(server.port);
        ProxyClient second(server.port);
        ProxyClient anna(server.port);
        QVERIFY(first.logIn("berta") && second.logIn("berta") && anna.logIn("anna"));
        for (ProxyClient *client : {&first, &second, &anna})
            QVERIFY(!client->ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})").isEmpty());
        server.users->bertaHasMoved = true;
        publisher.send("CACHE_INVALIDATE_AUTH_berta", "{}");
        QVERIFY(waitFor([&] { return !server.rebuilds->told().isEmpty(); }));
        for (ProxyClient *client : {&first, &second}) {
            QCOMPARE(brokerOf(client->ask(R"({"action":"get_broker_info"})")), QStringLiteral("dhan"));
            QCOMPARE(brokerOf(client->ask(R"({"action":"subscribe","symbol":"INFY","exchange":"NSE"})")),
                     QStringLiteral("dhan"));
        }
        QCOMPARE(brokerOf(anna.ask(R"({"action":"get_broker_info"})")), QStringLiteral("zerodha"));
        publisher.send("NSE_TCS_QUOTE", "1");
        QVERIFY(first.waitTicks(1) && second.waitTicks(1) && anna.waitTicks(1));
        QCOMPARE(brokerOf(first.ticks()[0]), QStringLiteral("dhan"));
        QCOMPARE(brokerOf(second.ticks()[0]), QStringLiteral("dhan"));
        QCOMPARE(brokerOf(anna.ticks()[0]), QStringLiteral("zerodha"));
        QCOMPARE(server.rebuilds->told(), QStringList{QStringLiteral("berta at dhan")});
    }

    void whereNoLoginIsFoundTheFeedIsRebuiltAtTheBrokerItKnows()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient carla(server.port);
        QVERIFY(carla.logIn("carla"));
        publisher.send("CACHE_INVALIDATE_ALL_carla", "{}");
        QVERIFY(waitFor([&] { return !server.rebuilds->told().isEmpty(); }));
        QCOMPARE(server.rebuilds->told(), QStringList{QStringLiteral("carla at ")});
        QCOMPARE(brokerOf(carla.ask(R"({"action":"get_broker_info"})")), QStringLiteral("angel"));
    }

    void aLogOnWithAnotherBrokerIsNamedByTheUsersOtherSessionsToo()
    {
        HubStage server;
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        ProxyClient before(server.port);
        QVERIFY(before.logIn("berta"));
        server.users->bertaHasMoved = true;
        publisher.send("CACHE_INVALIDATE_ALL_anna", "{}"); // drops everybody's cached keys
        QVERIFY(waitFor([&] { return !server.rebuilds->told().isEmpty(); }));
        ProxyClient after(server.port);
        QVERIFY(after.logIn("berta"));
        QVERIFY(
            waitFor([&] { return brokerOf(before.ask(R"({"action":"get_broker_info"})")) == QLatin1String("dhan"); }));
        QCOMPARE(server.rebuilds->told(), QStringList{QStringLiteral("anna at ")}); // the feed heard it at the log-on
    }
};

QTEST_GUILESS_MAIN(TestBrokerLabels)
#include "tst_BrokerLabels.moc"
