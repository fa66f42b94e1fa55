#include "core/bus/TickBatch.h"
#include "core/ports/ListenSocket.h"
#include "tests/support/BridgeStage.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <limits>

using namespace tickgate;
using namespace tickgate::test;

namespace {
const QByteArray kTick = "1";
}

class TestBusBridge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishersAreCountedAsTheyComeAndGo()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        QCOMPARE((*bridge).status().publishers, 0);
        BusPublisher first;
        first.connect(bridge.opened().port);
        QVERIFY(bridge.waitPublishers(1));
        {
            BusPublisher second;
            second.connect(bridge.opened().port);
            QVERIFY(bridge.waitPublishers(2));
            second.close();
        }
        QVERIFY(bridge.waitPublishers(1));
        first.close();
        QVERIFY(bridge.waitPublishers(0));
    }

    void aProgramThatIsNoPublisherIsNotCounted()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        QVERIFY(bridge.waitPublishers(1));
        for (const QByteArray &bytes : {QByteArray(), QByteArray("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
                                        QByteArray(100, '\xff'), QByteArray(500, '\0')}) {
            QTcpSocket stranger;
            stranger.connectToHost(QHostAddress::LocalHost, bridge.opened().port);
            QVERIFY(waitFor([&] { return stranger.state() == QTcpSocket::ConnectedState; }));
            stranger.write(bytes);
            stranger.flush();
            stranger.disconnectFromHost();
            QVERIFY(waitFor([&] { return stranger.state() == QTcpSocket::UnconnectedState; }));
        }
        // What comes behind them has been counted after them.
        publisher.send("NSE_TCS_LTP", kTick);
        QVERIFY(bridge.waitMessages(1));
        QVERIFY(bridge.waitPublishers(1));
        BusPublisher second;
        second.connect(bridge.opened().port);
        QVERIFY(bridge.waitPublishers(2));
    }

    void messagesOfOtherThanTwoFramesAreCountedAndDisturbNothing()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        publisher.send("NSE_TCS_LTP", "1");
        publisher.send({"NSE_TCS_LTP"});
        publisher.send({"NSE_TCS_LTP", "x", "y", "z", "w"});
        publisher.send("", "{}");
        publisher.send("NSE_TCS", "{}");
        publisher.send("NSE_TCS_LTP", "{\"a\":\"\xff\"}");
        publisher.send("NSE_TCS_LTP", R"({"a":NaN})");
        publisher.send("NSE_TCS_LTP", R"({"a":)");
        publisher.send("NSE_TCS_LTP", "\"" + QByteArray(5 * 1024 * 1024, 'x') + "\"");
        publisher.send("NSE_TCS_LTP", "2");
        QList<QByteArray> ticks;
        QVERIFY(bridge.read(ticks, 3));
        QCOMPARE(ticks, (QList<QByteArray>{"1", R"({"a":null})", "2"}));
        QVERIFY(bridge.waitMessages(10));
        const BusCounters counters = bridge.counters();
        QCOMPARE(counters.messages, std::uint64_t{10});
        QCOMPARE(counters.badFrameCounts, std::uint64_t{2});
        QCOMPARE(counters.unknownTopics, std::uint64_t{2});
        QCOMPARE(counters.badPayloads, std::uint64_t{2});
        QCOMPARE(counters.repairedPayloads, std::uint64_t{1});
        QCOMPARE(counters.oversizedPayloads, std::uint64_t{1});
        QCOMPARE(counters.ticks, std::uint64_t{3});
    }

    void everyMessageEndsTheBridgesSleep()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        // Each is sent when the one before was read. One that slept over its announcement would come with the turn
        // that an idle bridge makes once a second, and all together not in time.
        constexpr int kCount = 300;
        int sent = 0;
        int read = 0;
        QVERIFY(waitFor([&] {
            if (sent == read)
                publisher.send("NSE_TCS_LTP", QByteArray::number(sent++));
            read += static_cast<int>(bridge.payloads().size());
            return read == kCount;
        }));
        QCOMPARE(sent, kCount);
    }

    void aHubThatAsksForRestIsWaitedForOnlyBriefly()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        bridge.mailbox().rest(std::numeric_limits<std::uint64_t>::max());
        QList<QByteArray> ticks;
        for (int i = 0; i < 5; ++i) {
            publisher.send("NSE_TCS_LTP", kTick);
            QVERIFY(bridge.read(ticks, i + 1));
        }
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
    }

    void whenTheHubIsBehindItStallsAndNothingIsLostAfterwards()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        // More than the mailbox takes, in payloads large enough to get there soon.
        const QByteArray padding(20'000, ' ');
        const int count = static_cast<int>(Mailbox::kMaxBytes / static_cast<std::size_t>(padding.size())) + 1'000;
        for (int i = 0; i < count; ++i)
            publisher.send("NSE_TCS_LTP", QByteArray::number(i) + padding);
        QVERIFY(waitFor([&] { return bridge.counters().stalls > 0; }));
        QVERIFY(!bridge.mailbox().hasRoom());
        QVERIFY(bridge.counters().messages < static_cast<std::uint64_t>(count));
        QList<QByteArray> ticks;
        int next = 0;
        bool inOrder = true;
        QVERIFY(waitFor([&] {
            for (const QByteArray &payload : bridge.payloads())
                inOrder = inOrder && payload.trimmed().toInt() == next++;
            return next >= count;
        }));
        QVERIFY(inOrder);
        QCOMPARE(next, count);
        QCOMPARE(bridge.counters().messages, static_cast<std::uint64_t>(count));
    }

    void whileItStallsTheLoopTurnsOnAndCanBeClosed()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        QVERIFY(publisher.reach(bridge.opened().port));
        const QByteArray large = "\"" + QByteArray(1'000'000, 'x') + "\"";
        for (int i = 0; i < 45; ++i)
            publisher.send("NSE_TCS_LTP", large);
        QVERIFY(waitFor([&] { return bridge.counters().stalls > 0; }));
        const std::uint64_t turn = (*bridge).lastTurnNs();
        QVERIFY(waitFor([&] { return (*bridge).lastTurnNs() > turn; }));
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
    }

    void closeLeavesThePortStrictlyFreeThoughPublishersAreAttached()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        const std::uint16_t port = bridge.opened().port;
        QVERIFY(os::proveFree("127.0.0.1", port) != 0);
        std::array<BusPublisher, 5> publishers;
        for (BusPublisher &publisher : publishers)
            publisher.connect(port);
        QVERIFY(bridge.waitPublishers(5));
        publishers[0].send("NSE_TCS_LTP", kTick);
        QVERIFY(bridge.waitMessages(1));
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
        // A bind without address reuse fails while anything, TIME_WAIT too, is left of a connection.
        QCOMPARE(os::proveFree("127.0.0.1", port), 0);
        QCOMPARE((*bridge).status().publishers, 0);
        QVERIFY(bridge.failures().empty());
    }

    void aNewBridgeTakesThePortAndThePublishersComeBack()
    {
        BusPublisher publisher;
        std::uint16_t port = 0;
        {
            BridgeStage bridge(BusTopology::Bind);
            QVERIFY(bridge.waitOpened());
            port = bridge.opened().port;
            publisher.connect(port);
            QVERIFY(bridge.waitPublishers(1));
        }
        BridgeStage again(BusTopology::Bind, port);
        QVERIFY(again.waitOpened());
        QVERIFY2(again.opened().ok, again.opened().errorText.c_str());
        QVERIFY(again.waitPublishers(1));
    }

    void closingTwiceOrDestroyingAtOnceIsFine()
    {
        BridgeStage bridge(BusTopology::Bind);
        (*bridge).close();
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
        bridge.destroy();

        BridgeStage other(BusTopology::Bind);
        other.destroy();
        QVERIFY(other.waitClosed());
    }

#ifdef TICKGATE_FAULT_HOOKS
    void anExceptionInTheLoopIsReportedAndEverythingIsClosed()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        const std::uint16_t port = bridge.opened().port;
        (*bridge).throwAtNextTurn();
        QVERIFY(bridge.waitClosed());
        QCOMPARE(bridge.failures().size(), std::size_t{1});
        QVERIFY(!bridge.failures().front().empty());
        QCOMPARE(os::proveFree("127.0.0.1", port), 0);
    }
#endif
};

QTEST_GUILESS_MAIN(TestBusBridge)
#include "tst_BusBridge.moc"
