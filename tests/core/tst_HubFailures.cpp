#include "core/server/Hub.h"

#include "core/bus/DemoFeed.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/HubStage.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

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

/// Counts how often it was told that the bus is open.
class CountedFeed : public PassiveFeed
{
public:
    explicit CountedFeed(std::shared_ptr<std::atomic<int>> begun)
        : m_begun(std::move(begun))
    {}
    void begin(const QString & /*busHost*/, quint16 /*busPort*/) override { ++*m_begun; }

private:
    const std::shared_ptr<std::atomic<int>> m_begun;
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
    /// Starts are tried again every 100 ms on a busy port, and a feed's begin() may launch a program.
    void aFeedBeginsOnlyWhenThePortIsOurs()
    {
        const auto begun = std::make_shared<std::atomic<int>>(0);
        const auto counted = [begun](QObject *) { return std::make_unique<CountedFeed>(begun); };
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
        ProxyConfig taken;
        taken.webSocketPort = holder.serverPort();
        {
            HubStage refused(taken, counted);
            QVERIFY(waitFor([&] { return refused.stopped; }));
            QVERIFY(refused.refused);
        }
        QCOMPARE(begun->load(), 0);
        HubStage started({}, counted);
        QVERIFY(started.waitStarted());
        QCOMPARE(begun->load(), 1);
    }

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
