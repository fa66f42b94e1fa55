#include "core/server/Hub.h"

#include "core/bus/DemoFeed.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/HubStage.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QTest>

#include <stdexcept>

using namespace tickgate;
using namespace tickgate::test;

namespace {

[[noreturn]] void fail()
{
    throw std::runtime_error("out of order");
}

/// Throws wherever the hub calls it while it serves.
class BrokenFeed : public PassiveFeed
{
public:
    void prepare(const QString & /*userId*/, const QString & /*broker*/) override { fail(); }
    void invalidate(const QString & /*userId*/, const QString & /*broker*/) override { fail(); }
    [[nodiscard]] FeedSnapshot snapshot(const SinceTick & /*sinceTick*/) const override { fail(); }
};

std::unique_ptr<FeedSource> makeBrokenFeed(QObject * /*parent*/)
{
    return std::make_unique<BrokenFeed>();
}

/// Once, with the reason.
bool saysWhy(const HubStage &server)
{
    return waitFor([&] { return !server.failures.isEmpty(); }) && server.failures.size() == 1 &&
           server.failures.first().contains(QStringLiteral("out of order"));
}

} // namespace

/// Whatever goes wrong on the hub's thread is a failure with a reason, and never the end of the process.
class TestHubFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDemoFeedThatCannotBeMadeFailsTheStart()
    {
        HubStage server({}, {}, [](const std::string &, quint16) -> std::unique_ptr<DemoFeed> { fail(); });
        QVERIFY(saysWhy(server));
        QCOMPARE(server.port, quint16{0});
    }

    void whatIsAskedOfTheHubFailsIt()
    {
        HubStage server({}, makeBrokenFeed);
        QVERIFY(server.waitStarted());
        server.hub->post([](Hub &hub) { hub.takeSample(SnapshotDetail::Totals); });
        QVERIFY(saysWhy(server));
    }

    void theAnswerAboutAKeyFailsIt()
    {
        HubStage server({}, makeBrokenFeed);
        QVERIFY(server.waitStarted());
        ProxyClient client(server.port);
        QVERIFY(client.waitOpen());
        client.send(R"({"action":"authenticate","api_key":"anna"})");
        QVERIFY(saysWhy(server));
    }

    void theAnswerAboutABrokerFailsIt()
    {
        HubStage server({}, makeBrokenFeed);
        QVERIFY(server.waitStarted());
        BusPublisher publisher;
        QVERIFY(publisher.reach(server.bus));
        publisher.send("CACHE_INVALIDATE_ALL_anna", "{}");
        QVERIFY(saysWhy(server));
    }
};

QTEST_GUILESS_MAIN(TestHubFailures)
#include "tst_HubFailures.moc"
