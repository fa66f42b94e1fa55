#include "core/bus/BusBridge.h"

#include "core/bus/Mailbox.h"
#include "core/bus/TickBatch.h"
#include "core/ports/ListenSocket.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>
#include <mutex>

using namespace tickgate;
using tickgate::test::BusPublisher;
using tickgate::test::waitFor;

namespace {

const QByteArray kTick = "1";

/// A bridge with its mailbox, as the hub holds them, and what it told.
class Bridge
{
public:
    explicit Bridge(BusTopology topology, std::uint16_t port = 0, const std::string &host = "127.0.0.1")
    {
        BusOptions options;
        options.topology = topology;
        options.port = port;
        options.host = host;
        m_bridge = std::make_unique<BusBridge>(options, m_mailbox,
                                               BusBridge::Callbacks{[this](const BusOpened &opened) {
                                                                        const std::lock_guard lock(m_mutex);
                                                                        m_opened.push_back(opened);
                                                                    },
                                                                    [this](const std::string &reason) {
                                                                        const std::lock_guard lock(m_mutex);
                                                                        m_failures.push_back(reason);
                                                                    },
                                                                    [this] { ++m_closed; }});
        m_bridge->open();
    }

    [[nodiscard]] bool waitOpened() const
    {
        return waitFor([this] {
            const std::lock_guard lock(m_mutex);
            return !m_opened.empty();
        });
    }
    [[nodiscard]] BusOpened opened() const
    {
        const std::lock_guard lock(m_mutex);
        return m_opened.size() == 1 ? m_opened.front() : BusOpened{};
    }
    [[nodiscard]] std::vector<std::string> failures() const
    {
        const std::lock_guard lock(m_mutex);
        return m_failures;
    }
    [[nodiscard]] bool waitClosed() const
    {
        return waitFor([this] { return m_closed == 1; });
    }
    [[nodiscard]] bool waitPublishers(int count) const
    {
        return waitFor([&] { return m_bridge->status().publishers == count; });
    }
    [[nodiscard]] BusCounters counters() const { return m_bridge->status().counters; }
    [[nodiscard]] bool waitMessages(std::uint64_t count) const
    {
        return waitFor([&] { return counters().messages >= count; });
    }
    /// What the hub reads: payloads of the ticks, in order.
    [[nodiscard]] QList<QByteArray> payloads()
    {
        QList<QByteArray> payloads;
        std::vector<std::unique_ptr<TickBatch>> batches;
        m_mailbox.take(batches);
        for (auto &batch : batches) {
            for (const TickRecord &tick : batch->ticks)
                payloads.append(test::bytes(batch->bytes.view(tick.offset + tick.payloadAt, tick.payloadSize)));
            m_mailbox.recycle(std::move(batch));
        }
        return payloads;
    }
    [[nodiscard]] bool read(QList<QByteArray> &all, qsizetype count)
    {
        return waitFor([&] {
            all += payloads();
            return all.size() >= count;
        });
    }
    [[nodiscard]] BusBridge &operator*() { return *m_bridge; }
    [[nodiscard]] Mailbox &mailbox() { return m_mailbox; }
    void destroy() { m_bridge.reset(); }

private:
    Mailbox m_mailbox;
    mutable std::mutex m_mutex;
    std::vector<BusOpened> m_opened;
    std::vector<std::string> m_failures;
    std::atomic<int> m_closed = 0;
    std::unique_ptr<BusBridge> m_bridge;
};

} // namespace

class TestBusBridge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundItTakesWhatPublishersThatConnectSend()
    {
        Bridge bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        const BusOpened opened = bridge.opened();
        QVERIFY2(opened.ok, opened.errorText.c_str());
        QVERIFY(!opened.connected);
        QVERIFY(opened.port != 0);
        QVERIFY(opened.endpoint == "tcp://127.0.0.1:" + std::to_string(opened.port));
        BusPublisher publisher;
        publisher.connect(opened.port);
        QVERIFY(publisher.waitSubscribed());
        publisher.send("NSE_TCS_LTP", R"({"ltp":3465.2})");
        QList<QByteArray> ticks;
        QVERIFY(bridge.read(ticks, 1));
        QCOMPARE(ticks, QList<QByteArray>{R"({"ltp":3465.2})"});
        QCOMPARE(bridge.counters().ticks, std::uint64_t{1});
        QVERIFY(bridge.counters().bytes > 0);
        QVERIFY(bridge.counters().lastMessageNs > 0);
    }

    void connectedItTakesWhatAPublisherThatBindsSends()
    {
        BusPublisher publisher;
        const std::uint16_t port = publisher.bind();
        Bridge bridge(BusTopology::Connect, port);
        QVERIFY(bridge.waitOpened());
        QVERIFY(bridge.opened().ok && bridge.opened().connected);
        QCOMPARE(bridge.opened().port, port);
        QVERIFY(publisher.waitSubscribed());
        publisher.send("NSE_TCS_LTP", kTick);
        QList<QByteArray> ticks;
        QVERIFY(bridge.read(ticks, 1));
    }

    void connectedItWaitsForAPublisherThatIsNotThereYet()
    {
        std::uint16_t port = 0;
        {
            BusPublisher probe;
            port = probe.bind();
        }
        Bridge bridge(BusTopology::Connect, port);
        QVERIFY(bridge.waitOpened());
        QVERIFY(bridge.opened().ok && bridge.opened().connected);
        QCOMPARE((*bridge).status().publishers, 0);
    }

    void autoBindsWhenThePortIsFree()
    {
        Bridge bridge(BusTopology::Auto);
        QVERIFY(bridge.waitOpened());
        QVERIFY(bridge.opened().ok && !bridge.opened().connected);
    }

    void autoConnectsToAPublisherThatHoldsThePort()
    {
        BusPublisher publisher;
        const std::uint16_t port = publisher.bind();
        Bridge bridge(BusTopology::Auto, port);
        QVERIFY(bridge.waitOpened());
        QVERIFY2(bridge.opened().ok, bridge.opened().errorText.c_str());
        QVERIFY(bridge.opened().connected);
        QVERIFY(publisher.waitSubscribed());
        publisher.send("NSE_TCS_LTP", kTick);
        QList<QByteArray> ticks;
        QVERIFY(bridge.read(ticks, 1));
        QVERIFY(bridge.waitPublishers(1));
    }

    void autoFailsWhenSomethingElseHoldsThePort_data()
    {
        QTest::addColumn<bool>("speaks");
        QTest::newRow("a silent server") << false;
        QTest::newRow("a server that speaks another protocol") << true;
    }

    void autoFailsWhenSomethingElseHoldsThePort()
    {
        QFETCH(bool, speaks);
        QTcpServer other;
        connect(&other, &QTcpServer::newConnection, &other, [&other, speaks] {
            if (QTcpSocket *socket = other.nextPendingConnection(); speaks)
                socket->write(
                    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nnot what you think this is, at all");
        });
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Bridge bridge(BusTopology::Auto, other.serverPort());
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(os::bindFailure(bridge.opened().error) == os::BindFailure::InUse);
        QVERIFY(bridge.waitClosed()); // by itself
        QVERIFY(bridge.failures().empty());
    }

    void bindFailsWhenThePortIsTakenEvenByAPublisher()
    {
        BusPublisher publisher;
        Bridge bridge(BusTopology::Bind, publisher.bind());
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(os::bindFailure(bridge.opened().error) == os::BindFailure::InUse);
        QVERIFY(!bridge.opened().errorText.empty());
        QVERIFY(bridge.waitClosed());
    }

    void anAddressThatIsNotOursFailsAtOnce()
    {
        Bridge bridge(BusTopology::Auto, 0, "192.0.2.1");
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(bridge.opened().error != 0);
        QVERIFY(bridge.waitClosed());
    }

    void publishersAreCountedAsTheyComeAndGo()
    {
        Bridge bridge(BusTopology::Bind);
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
        Bridge bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        publisher.connect(bridge.opened().port);
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
        Bridge bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        publisher.connect(bridge.opened().port);
        QVERIFY(publisher.waitSubscribed());
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

    void whenTheHubIsBehindItStallsAndNothingIsLostAfterwards()
    {
        Bridge bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        publisher.connect(bridge.opened().port);
        QVERIFY(publisher.waitSubscribed());
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
        Bridge bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        BusPublisher publisher;
        publisher.connect(bridge.opened().port);
        QVERIFY(publisher.waitSubscribed());
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
        Bridge bridge(BusTopology::Bind);
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
            Bridge bridge(BusTopology::Bind);
            QVERIFY(bridge.waitOpened());
            port = bridge.opened().port;
            publisher.connect(port);
            QVERIFY(bridge.waitPublishers(1));
        }
        Bridge again(BusTopology::Bind, port);
        QVERIFY(again.waitOpened());
        QVERIFY2(again.opened().ok, again.opened().errorText.c_str());
        QVERIFY(again.waitPublishers(1));
    }

    void closingTwiceOrDestroyingAtOnceIsFine()
    {
        Bridge bridge(BusTopology::Bind);
        (*bridge).close();
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
        bridge.destroy();

        Bridge other(BusTopology::Bind);
        other.destroy();
        QVERIFY(other.waitClosed());
    }

    void destroyingWhileItLooksForAPublisherDoesNotWaitForLong()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Bridge bridge(BusTopology::Auto, other.serverPort());
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
    }

#ifdef TICKGATE_FAULT_HOOKS
    void anExceptionInTheLoopIsReportedAndEverythingIsClosed()
    {
        Bridge bridge(BusTopology::Bind);
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
