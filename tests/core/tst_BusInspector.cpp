#include "core/ports/BusInspector.h"
#include "tests/support/FakeProcessTable.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTest>

#include <zmq.hpp>

using namespace tickgate;
using namespace tickgate::test;

namespace {

const QString kLocal = QStringLiteral("127.0.0.1");

/// A bound ZeroMQ socket and its port.
struct BoundSocket
{
    BoundSocket(zmq::context_t &context, zmq::socket_type type)
        : socket(context, type)
    {
        socket.set(zmq::sockopt::linger, 0);
        socket.bind("tcp://127.0.0.1:*");
        const std::string endpoint = socket.get(zmq::sockopt::last_endpoint);
        port = static_cast<quint16>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1)));
    }
    zmq::socket_t socket;
    quint16 port = 0;
};

PortVerdict heldBy(const QString &name)
{
    PortVerdict verdict;
    verdict.kind = PortVerdictKind::OtherProcess;
    verdict.port = 5555;
    verdict.address = kLocal;
    verdict.text = QStringLiteral("Port 5555 is held by %1.").arg(name);
    verdict.remedy = QStringLiteral("Close it.");
    verdict.action = PortAction::Release;
    verdict.blocksStart = true;
    PortHolder holder;
    holder.pid = 4711;
    holder.name = name;
    verdict.holders.push_back(holder);
    return verdict;
}

QByteArray greetingOf(const char *mechanism)
{
    QByteArray bytes(64, '\0');
    bytes[0] = '\xff';
    bytes[9] = '\x7f';
    bytes[10] = 3;
    bytes.replace(12, static_cast<qsizetype>(qstrlen(mechanism)), mechanism);
    return bytes;
}

QByteArray readyOf(const QByteArray &type)
{
    QByteArray body("\x05READY\x0bSocket-Type", 18);
    body += QByteArray("\0\0\0", 3) + char(type.size()) + type;
    return QByteArray("\x04", 1) + char(body.size()) + body;
}

} // namespace

/// Who has the bus port, and what it is to the market data.
class tst_BusInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPublisherOnTheBusPortIsConnectedTo()
    {
        const BusVerdict verdict = judgeBus({heldBy(QStringLiteral("python3")), BusPeerKind::Publisher, {}});
        QVERIFY(verdict.connectInstead);
        QVERIFY(!verdict.port.blocksStart);
        QVERIFY(verdict.port.text.contains(QStringLiteral("publisher, python3 (pid 4711)")));
    }

    void aPublisherIsInTheWayOnlyOfABusThatMustBind()
    {
        BusFacts facts{heldBy(QStringLiteral("python3")), BusPeerKind::Publisher, {}, BusTopology::Bind};
        const BusVerdict verdict = judgeBus(facts);
        QVERIFY(!verdict.connectInstead);
        QVERIFY(!verdict.fine());
        QVERIFY(verdict.port.blocksStart);
        QCOMPARE(verdict.port.action, PortAction::EditSettings);
        QVERIFY(verdict.port.remedy.contains(QStringLiteral("TICKGATE_BUS=auto")));
        facts.topology = BusTopology::Connect;
        QVERIFY(judgeBus(facts).connectInstead);
        QVERIFY(judgeBus(facts).fine());
        QVERIFY(judgeBus(facts).port.remedy.contains(QStringLiteral("TICKGATE_BUS=connect")));
    }

    void aFreePortWaitsForPublishersOrIsConnectedTo()
    {
        PortVerdict free;
        free.port = 5555;
        QVERIFY(judgeBus({free, BusPeerKind::Nobody, {}}).port.text.contains(QStringLiteral("will bind it")));
        const BusVerdict verdict = judgeBus({free, BusPeerKind::Nobody, {}, BusTopology::Connect});
        QVERIFY(verdict.port.text.contains(QStringLiteral("connects to a publisher there as soon as one comes")));
        QVERIFY(verdict.fine());
    }

    void anotherSubscriberOnTheBusPortTakesTheData()
    {
        const BusVerdict verdict = judgeBus({heldBy(QStringLiteral("python3")), BusPeerKind::Subscriber, {}});
        QVERIFY(!verdict.connectInstead);
        QVERIFY(verdict.port.blocksStart);
        QCOMPARE(verdict.port.action, PortAction::Release);
        QVERIFY(verdict.port.text.contains(QStringLiteral("another proxy")));
    }

    void aStrangerOnTheBusPortHasNothingToDoWithMarketData()
    {
        const BusVerdict verdict = judgeBus({heldBy(QStringLiteral("adb")), BusPeerKind::NotZeroMq, {}});
        QVERIFY(verdict.port.blocksStart);
        QVERIFY(verdict.port.text.contains(QStringLiteral("nothing to do with market data")));
    }

    void aDriftedPublisherIsNamedWithItsPort()
    {
        PortVerdict free;
        free.port = 5555;
        PortHolder holder;
        holder.pid = 4711;
        holder.name = QStringLiteral("python3");
        const BusVerdict verdict = judgeBus({free, BusPeerKind::Nobody, {{5557, holder}}});
        QVERIFY(verdict.port.text.contains(QStringLiteral("5557")));
        QVERIFY(verdict.port.text.contains(QStringLiteral("python3 (pid 4711)")));
        QVERIFY(verdict.port.remedy.contains(QStringLiteral("ZMQ_PORT=5557")));
        QVERIFY(!verdict.fine());
    }

    void aHeldPortAndADriftedPublisherHaveBothRemedies()
    {
        PortHolder holder;
        holder.pid = 4712;
        const BusVerdict verdict = judgeBus({heldBy(QStringLiteral("adb")), BusPeerKind::NotZeroMq, {{5556, holder}}});
        QVERIFY(verdict.port.text.contains(QStringLiteral("on port 5556 instead of 5555")));
        QVERIFY(verdict.port.remedy.contains(QStringLiteral("ZMQ_PORT=5556")));
        QVERIFY(verdict.port.remedy.contains(QStringLiteral("Close it.")));
    }

    void peersAreToldApartByWhatTheySayFirst_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const QByteArray &bytes, BusPeerKind kind) {
            QTest::newRow(name) << bytes << static_cast<int>(kind);
        };
        row("publisher", greetingOf("NULL") + readyOf("PUB"), BusPeerKind::Publisher);
        row("extended publisher", greetingOf("NULL") + readyOf("XPUB"), BusPeerKind::Publisher);
        row("subscriber", greetingOf("NULL") + readyOf("SUB"), BusPeerKind::Subscriber);
        row("request socket", greetingOf("NULL") + readyOf("REP"), BusPeerKind::OtherZeroMq);
        row("with a password", greetingOf("PLAIN"), BusPeerKind::OtherZeroMq);
        row("version 2 publisher", QByteArray("\xff\0\0\0\0\0\0\0\1\x7f\1\1\0\0", 14), BusPeerKind::Publisher);
        row("version 2 subscriber", QByteArray("\xff\0\0\0\0\0\0\0\1\x7f\1\2\0\0", 14), BusPeerKind::Subscriber);
        row("web server", "HTTP/1.1 400 Bad Request\r\n", BusPeerKind::NotZeroMq);
        row("READY cut short of its value", greetingOf("NULL") + QByteArray("\x04\x08\x05READY\x0bS", 10),
            BusPeerKind::OtherZeroMq);
        row("absurd frame size", greetingOf("NULL") + QByteArray("\x06\x7f\xff\xff\xff\xff\xff\xff\xff", 9),
            BusPeerKind::OtherZeroMq);
    }
    void peersAreToldApartByWhatTheySayFirst()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        const auto parsed = parseBusPeer(bytes);
        QVERIFY(parsed.has_value());
        QCOMPARE(static_cast<int>(*parsed), kind);
    }

    void nothingIsConcludedFromHalfAGreeting()
    {
        const QByteArray whole = greetingOf("NULL") + readyOf("PUB");
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY2(!parseBusPeer(QByteArrayView(whole).first(length)), qPrintable(QString::number(length)));
    }

    void realSocketsAreRecognised()
    {
        zmq::context_t context;
        const BoundSocket publisher(context, zmq::socket_type::pub);
        const BoundSocket subscriber(context, zmq::socket_type::sub);
        const BoundSocket reply(context, zmq::socket_type::rep);
        QCOMPARE(askBusPeer(kLocal, publisher.port), BusPeerKind::Publisher);
        QCOMPARE(askBusPeer(kLocal, subscriber.port), BusPeerKind::Subscriber);
        QCOMPARE(askBusPeer(kLocal, reply.port), BusPeerKind::OtherZeroMq);
        QCOMPARE(askBusPeer(kLocal, freshPort()), BusPeerKind::Nobody);
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QCOMPARE(askBusPeer(kLocal, silent.serverPort(), std::chrono::milliseconds(100)), BusPeerKind::Silent);
    }

    void askingDoesNotDisturbThePublisher()
    {
        zmq::context_t context;
        BoundSocket publisher(context, zmq::socket_type::xpub);
        QCOMPARE(askBusPeer(kLocal, publisher.port), BusPeerKind::Publisher);
        zmq::socket_t reader(context, zmq::socket_type::sub);
        reader.set(zmq::sockopt::linger, 0);
        reader.set(zmq::sockopt::rcvtimeo, 5000);
        reader.set(zmq::sockopt::subscribe, "");
        reader.connect("tcp://127.0.0.1:" + std::to_string(publisher.port));
        zmq::message_t subscription;
        publisher.socket.set(zmq::sockopt::rcvtimeo, 5000);
        QVERIFY(publisher.socket.recv(subscription).has_value()); // the first that arrives is the reader's
        QCOMPARE(subscription.size(), std::size_t(1));
        publisher.socket.send(zmq::str_buffer("tick"));
        zmq::message_t tick;
        QVERIFY(reader.recv(tick).has_value());
        QCOMPARE(tick.to_string(), std::string("tick"));
    }

    void aPublisherInAnotherProcessTurnsUpAsPublisherOrAsDrifted()
    {
        FakeProcessTable table;
        table.addProcess(4711, "python3");
        table.listen(4711, "127.0.0.1", 5557);
        const auto publisherOn5557 = [](const QString &, quint16 port) {
            return port == 5557 ? BusPeerKind::Publisher : BusPeerKind::Nobody;
        };
        const BusVerdict drifted = inspectBus(table, kLocal, 5555, {}, publisherOn5557);
        QCOMPARE(drifted.port.kind, PortVerdictKind::Free);
        QCOMPARE(drifted.drifted.size(), std::size_t(1));
        QCOMPARE(drifted.drifted.front().port, quint16(5557));
        QCOMPARE(drifted.drifted.front().holder.pid, 4711);

        const BusVerdict held = inspectBus(table, kLocal, 5557, {}, publisherOn5557);
        QVERIFY(held.connectInstead);
        QVERIFY(held.drifted.empty());

        const BusVerdict tooFar = inspectBus(table, kLocal, 5551, {}, publisherOn5557);
        QVERIFY(tooFar.drifted.empty());
    }

    void ourOwnBusIsNotAsked()
    {
        FakeProcessTable table;
        table.addProcess(50, "tickgate");
        table.listen(50, "127.0.0.1", 5555);
        bool asked = false;
        const BusVerdict verdict = inspectBus(table, kLocal, 5555, {}, [&](const QString &, quint16) {
            asked = true;
            return BusPeerKind::Subscriber;
        });
        QCOMPARE(verdict.port.kind, PortVerdictKind::Ours);
        QVERIFY(!asked);
    }
};

QTEST_GUILESS_MAIN(tst_BusInspector)
#include "tst_BusInspector.moc"
