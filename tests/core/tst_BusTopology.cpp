#include "core/bus/TickBatch.h"
#include "core/ports/ListenSocket.h"
#include "tests/support/BridgeStage.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {
const QByteArray kTick = "1";
}

class TestBusTopology : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundItTakesWhatPublishersThatConnectSend()
    {
        BridgeStage bridge(BusTopology::Bind);
        QVERIFY(bridge.waitOpened());
        const BusOpened opened = bridge.opened();
        QVERIFY2(opened.ok, opened.errorText.c_str());
        QVERIFY(!opened.connected);
        QVERIFY(opened.port != 0);
        QVERIFY(opened.endpoint == "tcp://127.0.0.1:" + std::to_string(opened.port));
        BusPublisher publisher;
        QVERIFY(publisher.reach(opened.port));
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
        BridgeStage bridge(BusTopology::Connect, port);
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
        BridgeStage bridge(BusTopology::Connect, port);
        QVERIFY(bridge.waitOpened());
        QVERIFY(bridge.opened().ok && bridge.opened().connected);
        QCOMPARE((*bridge).status().publishers, 0);
    }

    void autoBindsWhenThePortIsFree()
    {
        BridgeStage bridge(BusTopology::Auto);
        QVERIFY(bridge.waitOpened());
        QVERIFY(bridge.opened().ok && !bridge.opened().connected);
    }

    void autoConnectsToAPublisherThatHoldsThePort()
    {
        BusPublisher publisher;
        const std::uint16_t port = publisher.bind();
        BridgeStage bridge(BusTopology::Auto, port);
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
        BridgeStage bridge(BusTopology::Auto, other.serverPort());
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(os::bindFailure(bridge.opened().error) == os::BindFailure::InUse);
        QVERIFY(bridge.waitClosed()); // by itself
        QVERIFY(bridge.failures().empty());
    }

    void bindFailsWhenThePortIsTakenEvenByAPublisher()
    {
        BusPublisher publisher;
        BridgeStage bridge(BusTopology::Bind, publisher.bind());
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(os::bindFailure(bridge.opened().error) == os::BindFailure::InUse);
        QVERIFY(!bridge.opened().errorText.empty());
        QVERIFY(bridge.waitClosed());
    }

    void anAddressThatIsNotOursFailsAtOnce()
    {
        BridgeStage bridge(BusTopology::Auto, 0, "192.0.2.1");
        QVERIFY(bridge.waitOpened());
        QVERIFY(!bridge.opened().ok);
        QVERIFY(bridge.opened().error != 0);
        QVERIFY(bridge.waitClosed());
    }

    void destroyingWhileItLooksForAPublisherDoesNotWaitForLong()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        BridgeStage bridge(BusTopology::Auto, other.serverPort());
        (*bridge).close();
        QVERIFY(bridge.waitClosed());
    }
};

QTEST_GUILESS_MAIN(TestBusTopology)
#include "tst_BusTopology.moc"
