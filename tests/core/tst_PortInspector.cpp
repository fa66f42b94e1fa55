#include "core/ports/PortInspector.h"

#include "tests/support/FakeProcessTable.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <memory>
#include <optional>

using namespace tickgate;
using namespace tickgate::test;

namespace {
const QString kLocal = QStringLiteral("127.0.0.1");
}

/// Verdicts without blocking.
class tst_PortInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theVerdictComesToTheAskersThreadWithoutBlockingIt()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        PortInspector inspector;
        QObject context;
        std::optional<PortVerdict> verdict;
        const QThread *deliveredOn = nullptr;
        inspector.inspect(kLocal, server.serverPort(), {}, &context, [&](const PortVerdict &answer) {
            verdict = answer;
            deliveredOn = QThread::currentThread();
        });
        QVERIFY(!verdict.has_value());
        QVERIFY(waitFor([&] { return verdict.has_value(); }));
        QCOMPARE(verdict->kind, PortVerdictKind::Ours);
        QCOMPARE(deliveredOn, QThread::currentThread());
    }

    void aContextThatIsGoneGetsNoVerdict()
    {
        PortInspector inspector;
        auto context = std::make_unique<QObject>();
        bool toTheGone = false;
        bool toTheLiving = false;
        inspector.inspect(kLocal, freshPort(), {}, context.get(), [&](const PortVerdict &) { toTheGone = true; });
        context.reset();
        inspector.inspect(kLocal, freshPort(), {}, this, [&](const PortVerdict &) { toTheLiving = true; });
        QVERIFY(waitFor([&] { return toTheLiving; }));
        QCoreApplication::processEvents();
        QVERIFY(!toTheGone);
    }

    void aStrangerOnTheBusPortIsAskedWhatItIsOnceInAWhileOnly()
    {
        QTcpServer stranger;
        QVERIFY(stranger.listen(QHostAddress::LocalHost));
        int visits = 0;
        connect(&stranger, &QTcpServer::newConnection, this, [&] {
            ++visits;
            QTcpSocket *visitor = stranger.nextPendingConnection();
            visitor->write("220 not a bus\r\n");
            visitor->disconnectFromHost();
        });
        const auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "mailer");
        table->listen(4711, "127.0.0.1", stranger.serverPort());
        PortInspector inspector(table);
        for (int look = 0; look < 3; ++look) {
            std::optional<BusVerdict> verdict;
            inspector.inspectBus(kLocal, stranger.serverPort(), {}, this,
                                 [&](const BusVerdict &answer) { verdict = answer; });
            QVERIFY(waitFor([&] { return verdict.has_value(); }));
            QCOMPARE(verdict->peer, BusPeerKind::NotZeroMq);
            QVERIFY(verdict->port.text.contains(QStringLiteral("nothing to do with market data")));
        }
        QCOMPARE(visits, 1);
    }
};

QTEST_GUILESS_MAIN(tst_PortInspector)
#include "tst_PortInspector.moc"
