#include "core/service/ProxyController.h"

#include "core/ports/ListenSocket.h"
#include "core/ports/PortInspector.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QSemaphore>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <stdexcept>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

namespace {

/// Has the process bind a ZeroMQ socket of this kind to the port; false without Python and pyzmq.
bool bindBus(StagedProcess &process, const QString &kind, int port)
{
    const QByteArray script = "import sys, zmq\n"
                              "socket = zmq.Context().socket(getattr(zmq, sys.argv[1]))\n"
                              "socket.bind('tcp://127.0.0.1:' + sys.argv[2])\n"
                              "print('ready', flush=True)\n"
                              "sys.stdin.read()\n";
    const QTemporaryDir dir;
    return process.start(python(),
                         {writeFile(dir.path(), QStringLiteral("bus.py"), script), kind, QString::number(port)});
}

} // namespace

/// What a start needs, and how it says what is in its way.
class tst_ProxyControllerStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itListensOnBothLoopbackAddressesUnlessToldOtherwise()
    {
        for (const bool dual : {true, false}) {
            ServiceStage service;
            service.loaded.config.dualLoopback = dual;
            QVERIFY(service.start());
            QVERIFY(os::proveFree("127.0.0.1", service.port) != 0);
            const int v6 = os::proveFree("::1", service.port);
            if (os::bindFailure(v6) == os::BindFailure::NoSuchAddress ||
                os::bindFailure(v6) == os::BindFailure::NoSuchFamily)
                QSKIP("this machine has no ::1");
            QCOMPARE(v6 != 0, dual);
        }
    }

    void aBusyPortFailsTheStartWithAVerdict()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ServiceStage service;
        service.loaded.config.webSocketPort = other.serverPort();
        QVERIFY(service.startFails());
        const auto error = service.controller->error();
        QVERIFY(error.has_value());
        QCOMPARE(error->code, ServiceErrorCode::PortBusy);
        QVERIFY(error->verdict.has_value());
        QCOMPARE(error->verdict->port, other.serverPort());
        QVERIFY(error->text.contains(QString::number(other.serverPort())));
        QVERIFY(!error->hint.isEmpty());
        QVERIFY(!service.told.contains(QStringLiteral("listening")));
        QVERIFY(service.delays.isEmpty());                    // what the user has to mend does not mend itself
        QVERIFY(!service.controller->lastStop().has_value()); // nothing has run

        other.close();
        QVERIFY(service.start());
        QVERIFY(!service.controller->error().has_value());
    }

    void aBusyBusPortFailsTheStartWithAVerdict()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ServiceStage service;
        service.loaded.config.zmqPort = other.serverPort();
        QVERIFY(service.startFails());
        const auto error = service.controller->error();
        QCOMPARE(error->code, ServiceErrorCode::BusBusy);
        QVERIFY(error->verdict.has_value());
        QCOMPARE(error->verdict->port, other.serverPort());
        QVERIFY(!service.told.contains(QStringLiteral("listening")));
    }

    void anotherProxyOnTheBusPortIsNamedAsThat()
    {
        ServiceStage service;
        service.loaded.config.zmqPort = freshPort();
        StagedProcess other;
        if (!bindBus(other, QStringLiteral("SUB"), service.loaded.config.zmqPort))
            QSKIP("needs Python with pyzmq");
        QVERIFY(service.startFails());
        const auto error = service.controller->error();
        QCOMPARE(error->code, ServiceErrorCode::BusBusy);
        QVERIFY2(error->text.contains(QStringLiteral("another proxy")), qPrintable(error->text));
        QVERIFY(error->text.contains(QString::number(other.pid())));
        QCOMPARE(error->verdict->action, PortAction::Release);
    }

    void aPublisherIsInTheWayOfABusThatMustBindAndTheSettingIsNamed()
    {
        ServiceStage service;
        service.loaded.config.zmqPort = freshPort();
        service.loaded.config.busTopology = BusTopology::Bind;
        StagedProcess other;
        if (!bindBus(other, QStringLiteral("PUB"), service.loaded.config.zmqPort))
            QSKIP("needs Python with pyzmq");
        QVERIFY(service.startFails());
        QVERIFY(service.controller->error()->hint.contains(QStringLiteral("TICKGATE_BUS=auto")));
        service.loaded.config.busTopology = BusTopology::Auto;
        QVERIFY(service.start());
        QVERIFY(waitFor([&] { return service.controller->snapshot().bus.connected; }));
    }

    void headlessAStartWaitsForABusyPort()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ServiceOptions options;
        options.busyWait = 60s;
        ServiceStage service(options);
        service.loaded.config.webSocketPort = other.serverPort();
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(waitFor([&] { return service.reports.size() >= 2; })); // two attempts have been cleaned up
        QCOMPARE(service.controller->state(), ServiceState::Starting);
        other.close();
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.told.contains(QStringLiteral("failed")));
    }

    void aStopWhileItWaitsForABusyPortEndsStopped_data()
    {
        QTest::addColumn<int>("busyWait");
        QTest::newRow("between two attempts") << 60;
        QTest::newRow("while the verdict is looked up") << 0;
    }

    void aStopWhileItWaitsForABusyPortEndsStopped()
    {
        QFETCH(int, busyWait);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ServiceOptions options;
        options.busyWait = std::chrono::seconds(busyWait);
        ServiceStage service(options);
        service.loaded.config.webSocketPort = other.serverPort();
        QString answer = QStringLiteral("not asked");
        connect(service.controller.get(), &ProxyController::stopped, &service, [&] {
            QTimer::singleShot(0, &service, [&] {
                if (service.controller->state() == ServiceState::Starting)
                    answer = service.controller->stop(kWhy);
            });
        });
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(service.waitState(ServiceState::Stopped));
        QCOMPARE(answer, QString());
        other.close();
        QVERIFY(service.start());
        QCOMPARE(service.told.count(QStringLiteral("running")), 1);
        QVERIFY(!service.told.contains(QStringLiteral("failed")));
    }

    void theVerdictOnAStartThatWasStoppedIsNotForTheNext()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const quint16 port = other.serverPort();
        ServiceStage service;
        service.loaded.config.webSocketPort = port;
        // The second start is held until verdicts that were asked for after that of the first have come.
        QSemaphore mayLoad(1);
        service.beforeLoading = [&mayLoad] { mayLoad.tryAcquire(1, 30'000); };
        PortInspector inspector;
        const auto letLoad = [&](const PortVerdict & /*verdict*/) {
            other.close();
            mayLoad.release();
        };
        connect(service.controller.get(), &ProxyController::stopped, &service, [&] {
            QTimer::singleShot(0, &service, [&] {
                if (mayLoad.available() > 0 || service.controller->state() != ServiceState::Starting)
                    return;
                QCOMPARE(service.controller->stop(kWhy), QString());
                QCOMPARE(service.controller->start(), QString());
                inspector.inspect(QStringLiteral("127.0.0.1"), port, {}, &service, [&](const PortVerdict & /*first*/) {
                    inspector.inspect(QStringLiteral("127.0.0.1"), port, {}, &service, letLoad);
                });
            });
        });
        QVERIFY(service.start());
        QCOMPARE(service.told.count(QStringLiteral("starting")), 2);
        QVERIFY(!service.told.contains(QStringLiteral("failed")));
    }

    void aBadConfigurationFailsTheStartAndNamesTheKey()
    {
        ServiceStage service;
        ConfigProblem problem;
        problem.key = QStringLiteral("WEBSOCKET_PORT");
        problem.text = QStringLiteral("WEBSOCKET_PORT is \"abc\".");
        problem.fatal = true;
        service.loaded.problems = {problem};
        QVERIFY(service.startFails());
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::BadConfiguration);
        QCOMPARE(service.controller->error()->text, problem.text);
        QVERIFY(!service.controller->error()->hint.isEmpty());
        QVERIFY(service.delays.isEmpty());
        service.loaded.problems.clear();
        QVERIFY(service.start());
    }

    void whatGoesWrongBeforeTheServerIsMadeFailsTheStartAndIsNamed()
    {
        ServiceStage service;
        service.beforeLoading = [] { throw std::runtime_error("the disk is on fire"); };
        QVERIFY(service.startFails());
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::HubFailed);
        QVERIFY(service.controller->error()->text.contains(QStringLiteral("the disk is on fire")));
        QCOMPARE(service.delays, QList<qint64>{1'000}); // and may mend itself
        service.beforeLoading = {};
        QVERIFY(service.start());
    }

    void aStopOrQuitDuringAStartThatGoesWrongEndsStopped()
    {
        ServiceStage service;
        service.beforeLoading = [] { throw std::runtime_error("the disk is on fire"); };
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Stopped));
        QCOMPARE(service.controller->start(), QString());
        service.controller->shutdown(kWhy);
        QVERIFY(service.waitShutDown());
        service.ended = true;
        QVERIFY(!service.told.contains(QStringLiteral("failed")));
    }

    void anAddressThatIsNotOursFailsTheStart()
    {
        ServiceStage service;
        service.loaded.config.webSocketHost = QStringLiteral("192.0.2.1");
        service.loaded.config.allowRemote = true;
        QVERIFY(service.startFails());
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::BadAddress);
        QVERIFY(service.controller->error()->text.contains(QStringLiteral("192.0.2.1")));
    }
};

QTEST_GUILESS_MAIN(tst_ProxyControllerStart)
#include "tst_ProxyControllerStart.moc"
