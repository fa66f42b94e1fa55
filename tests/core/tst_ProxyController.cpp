#include "core/service/ProxyController.h"

#include "core/ports/ListenSocket.h"
#include "core/protocol/Limits.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include <QJsonObject>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <memory>

using namespace tickgate;
using namespace std::chrono_literals;
using tickgate::test::BusPublisher;
using tickgate::test::MuteClient;
using tickgate::test::ProxyClient;
using tickgate::test::waitFor;

namespace {

/// A port that is free now. The system hands out others before it comes back to it.
quint16 freePort()
{
    const os::ListenResult listener = os::openListener("127.0.0.1", 0, os::Reuse::Address);
    os::closeSocket(listener.socket);
    return listener.port;
}

/// A whole service with its own folder, and all that it told.
class Service : public QObject
{
public:
    explicit Service(std::chrono::milliseconds busyWait = 0ms)
    {
        loaded.config.webSocketPort = 0;
        loaded.config.zmqPort = 0;
        loaded.config.auth = AuthKind::Demo;
        ServiceOptions options;
        options.configDir = m_dir.path();
        options.stateDir = m_dir.path();
        options.busyWait = busyWait;
        controller = std::make_unique<ProxyController>([this] { return loaded; }, options);
        connect(controller.get(), &ProxyController::stateChanged, this,
                [this](ServiceState, ServiceState to) { told.append(serviceStateName(to)); });
        connect(controller.get(), &ProxyController::listening, this, [this](quint16 webSocketPort, quint16 busPort) {
            told.append(QStringLiteral("listening"));
            port = webSocketPort;
            bus = busPort;
        });
        connect(controller.get(), &ProxyController::stopped, this, [this](const StopReport &report) {
            told.append(QStringLiteral("report"));
            reports.append(report);
        });
        connect(controller.get(), &ProxyController::shutDown, this,
                [this] { told.append(QStringLiteral("shutDown")); });
        connect(controller.get(), &ProxyController::autoRestartScheduled, this,
                [this](std::chrono::milliseconds delay) { delays.append(delay.count()); });
        connect(controller.get(), &ProxyController::restartReceiptChanged, this,
                [this](const RestartReceipt &receipt) { receipts.append(receipt); });
    }
    ~Service() override
    {
        if (ended)
            return;
        controller->shutdown(QStringLiteral("test over"));
        controller->shutdown(QStringLiteral("test over"));
        static_cast<void>(waitFor([this] { return told.contains(QStringLiteral("shutDown")); }));
    }

    [[nodiscard]] bool waitState(ServiceState state)
    {
        return waitFor([&] { return controller->state() == state; });
    }
    [[nodiscard]] bool start() { return controller->start().isEmpty() && waitState(ServiceState::Running); }
    [[nodiscard]] bool stop()
    {
        return controller->stop(QStringLiteral("Stop button")).isEmpty() && waitState(ServiceState::Stopped);
    }
    [[nodiscard]] bool waitClients(int authenticated)
    {
        return waitFor([&] { return controller->snapshot().hub.authenticated == authenticated; });
    }
    [[nodiscard]] bool portsFree() const
    {
        return os::proveFree("127.0.0.1", port) == 0 && os::proveFree("127.0.0.1", bus) == 0;
    }

    LoadedConfig loaded;
    std::unique_ptr<ProxyController> controller;
    bool ended = false; ///< nothing more comes from it
    QStringList told;
    quint16 port = 0;
    quint16 bus = 0;
    QList<StopReport> reports;
    QList<qint64> delays;
    QList<RestartReceipt> receipts;

private:
    QTemporaryDir m_dir;
};

const QString kWhy = QStringLiteral("test");

} // namespace

class TestProxyController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itBeginsStopped()
    {
        Service service;
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        QVERIFY(!service.controller->error().has_value());
        QVERIFY(!service.controller->lastStop().has_value());
        QVERIFY(!service.controller->autoRestartIn().has_value());
        QVERIFY(!service.controller->restartReceipt().has_value());
    }

    void aStartTellsThePortsAndThenThatItRuns()
    {
        Service service;
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->state(), ServiceState::Starting);
        QVERIFY(service.waitState(ServiceState::Running));
        QCOMPARE(service.told,
                 (QStringList{QStringLiteral("starting"), QStringLiteral("listening"), QStringLiteral("running")}));
        QVERIFY(service.port != 0 && service.bus != 0 && service.port != service.bus);
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
    }

    void itListensOnBothLoopbackAddressesUnlessToldOtherwise()
    {
        for (const bool dual : {true, false}) {
            Service service;
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

    void aTickGoesThroughFromBusToClient()
    {
        Service service;
        QVERIFY(service.start());
        BusPublisher publisher;
        publisher.connect(service.bus);
        QVERIFY(publisher.waitSubscribed());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(!client.ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE","mode":"LTP"})").isEmpty());
        publisher.send("NSE_TCS_LTP", R"({"ltp": 3465.20 })");
        QVERIFY(client.waitTicks(1));
        QVERIFY(client.messages().constLast().contains(R"("data":{"ltp": 3465.20 },)"));
    }

    void verbsThatDoNotFitTheStateSayWhy()
    {
        Service service;
        ProxyController &controller = *service.controller;
        QVERIFY(!controller.stop(kWhy).isEmpty());
        QVERIFY(!controller.kick(1).isEmpty());
        QCOMPARE(controller.start(), QString());
        QVERIFY(!controller.start().isEmpty());
        QVERIFY(!controller.restart(kWhy).isEmpty());
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!controller.start().isEmpty());
        QVERIFY(!controller.kick(4'711).isEmpty());
        QCOMPARE(controller.stop(kWhy), QString());
        QCOMPARE(controller.state(), ServiceState::Stopping);
        QVERIFY(!controller.stop(kWhy).isEmpty());
        QVERIFY(!controller.start().isEmpty());
        QVERIFY(!controller.restart(kWhy).isEmpty());
        QVERIFY(service.waitState(ServiceState::Stopped));
        QVERIFY(!controller.stop(kWhy).isEmpty());
        QCOMPARE(service.told.count(QStringLiteral("running")), 1); // nothing of it had an effect
    }

    void aStopTellsAnsweringClientsAndProvesThePortsFree()
    {
        Service service;
        QVERIFY(service.start());
        BusPublisher publisher;
        publisher.connect(service.bus);
        QVERIFY(publisher.waitSubscribed());
        std::vector<std::unique_ptr<ProxyClient>> clients;
        for (int i = 0; i < 10; ++i)
            clients.push_back(std::make_unique<ProxyClient>(service.port));
        for (const auto &client : clients)
            QVERIFY(client->logIn());
        QVERIFY(service.stop());
        QCOMPARE(service.reports.size(), 1);
        const StopReport report = service.reports.first();
        QCOMPARE(report.reason, QStringLiteral("Stop button"));
        QCOMPARE(report.leftPolitely, 10);
        QCOMPARE(report.cut, 0);
        QVERIFY(report.portsFree);
        QVERIFY(report.durationMs < limits::kGoodbyeWait.count()); // nobody had to be waited for
        QVERIFY(service.portsFree());
        QVERIFY(service.controller->lastStop() == report);
        for (const auto &client : clients) {
            QVERIFY(client->waitClosed());
            QCOMPARE(client->closeCode(), 1001);
            QCOMPARE(client->closeReason(), QStringLiteral("server going away"));
        }
    }

    void aStopCutsClientsThatDoNotAnswerAfterItsWait()
    {
        Service service;
        QVERIFY(service.start());
        MuteClient mute(service.port);
        QVERIFY(mute.waitOpen());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(service.stop());
        const StopReport report = service.reports.first();
        QCOMPARE(report.leftPolitely, 1);
        QCOMPARE(report.cut, 1);
        QVERIFY(report.durationMs >= limits::kGoodbyeWait.count() * 9 / 10); // a coarse timer
        QVERIFY(report.portsFree);
        QVERIFY(service.portsFree());
        QCOMPARE(mute.closeCode(), 1001);
        QVERIFY(mute.waitDisconnected());
    }

    void aStopCutsConnectionsThatHaveNotFinishedTheirHandshake()
    {
        Service service;
        QVERIFY(service.start());
        QTcpSocket half;
        half.connectToHost(QHostAddress::LocalHost, service.port);
        QVERIFY(waitFor([&] { return half.state() == QTcpSocket::ConnectedState; }));
        half.write("GET / HTTP/1.1\r\n");
        half.flush();
        QVERIFY(waitFor([&] { return service.controller->snapshot().hub.accepted == 1; }));
        QVERIFY(service.stop());
        QVERIFY(service.reports.first().portsFree);
        QVERIFY(waitFor([&] { return half.state() == QTcpSocket::UnconnectedState; }));
    }

    void aStopDuringTheStartEndsStopped()
    {
        Service service;
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Stopped));
        QVERIFY(service.start()); // and it can be started again
    }

    void theConfigurationIsReadAnewAtEachStart()
    {
        Service service;
        QVERIFY(service.start());
        QVERIFY(service.stop());
        service.loaded.config.webSocketPort = freePort();
        service.loaded.config.maxClients = 1;
        QVERIFY(service.start());
        QCOMPARE(static_cast<int>(service.port), service.loaded.config.webSocketPort);
        QCOMPARE(service.controller->config(), service.loaded.config);
        ProxyClient first(service.port);
        QVERIFY(first.waitOpen());
        MuteClient second(service.port);
        QVERIFY(second.waitDisconnected()); // answered 503
    }

    void aRestartBringsTheServiceBackWithReceipts()
    {
        Service service;
        service.loaded.config.webSocketPort = freePort();
        QVERIFY(service.start());
        {
            ProxyClient first(service.port);
            ProxyClient second(service.port);
            QVERIFY(first.logIn() && second.logIn());
            QVERIFY(service.waitClients(2));
            QCOMPARE(service.controller->restart(kWhy), QString());
            QCOMPARE(service.controller->state(), ServiceState::Stopping);
            QVERIFY(first.waitClosed() && second.waitClosed());
            QCOMPARE(first.closeCode(), 1001);
            QVERIFY(service.waitState(ServiceState::Running));
        }
        QCOMPARE(service.told.mid(3),
                 (QStringList{QStringLiteral("stopping"), QStringLiteral("report"), QStringLiteral("stopped"),
                              QStringLiteral("starting"), QStringLiteral("listening"), QStringLiteral("running")}));
        QVERIFY(service.controller->restartReceipt().has_value());
        QCOMPARE(service.controller->restartReceipt()->expected, 2);
        QCOMPARE(service.controller->restartReceipt()->back, 0);
        ProxyClient first(service.port);
        QVERIFY(first.logIn());
        QVERIFY(waitFor([&] { return service.receipts.size() == 1; }));
        QVERIFY(!service.receipts[0].complete());
        ProxyClient second(service.port);
        QVERIFY(second.logIn());
        QVERIFY(waitFor([&] { return service.receipts.size() == 2; }));
        QVERIFY(service.receipts[1].complete());
        QVERIFY(service.controller->restartReceipt() == service.receipts[1]);
        QVERIFY(waitFor([&] { return service.controller->snapshot().restartsToday == 1; }));
    }

    void aRestartOfWhatIsStoppedIsAStart()
    {
        Service service;
        QCOMPARE(service.controller->restart(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.controller->restartReceipt().has_value());
    }

    void aBusyPortFailsTheStartWithAVerdict()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Service service;
        service.loaded.config.webSocketPort = other.serverPort();
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(service.waitState(ServiceState::Failed));
        const auto error = service.controller->error();
        QVERIFY(error.has_value());
        QCOMPARE(error->code, ServiceErrorCode::PortBusy);
        QVERIFY(error->verdict.has_value());
        QCOMPARE(error->verdict->port, other.serverPort());
        QVERIFY(error->text.contains(QString::number(other.serverPort())));
        QVERIFY(!error->hint.isEmpty());
        QVERIFY(!service.told.contains(QStringLiteral("listening")));
        QVERIFY(service.delays.isEmpty()); // what the user has to mend does not mend itself

        other.close();
        QVERIFY(service.start());
        QVERIFY(!service.controller->error().has_value());
    }

    void aBusyBusPortFailsTheStartWithAVerdict()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Service service;
        service.loaded.config.zmqPort = other.serverPort();
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(service.waitState(ServiceState::Failed));
        const auto error = service.controller->error();
        QCOMPARE(error->code, ServiceErrorCode::BusBusy);
        QVERIFY(error->verdict.has_value());
        QCOMPARE(error->verdict->port, other.serverPort());
        QVERIFY(!service.told.contains(QStringLiteral("listening")));
    }

    void headlessAStartWaitsForABusyPort()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Service service(60s);
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
        Service service{std::chrono::seconds(busyWait)};
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

    void aBadConfigurationFailsTheStartAndNamesTheKey()
    {
        Service service;
        ConfigProblem problem;
        problem.key = QStringLiteral("WEBSOCKET_PORT");
        problem.text = QStringLiteral("WEBSOCKET_PORT is \"abc\".");
        problem.fatal = true;
        service.loaded.problems = {problem};
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(service.waitState(ServiceState::Failed));
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::BadConfiguration);
        QCOMPARE(service.controller->error()->text, problem.text);
        QVERIFY(!service.controller->error()->hint.isEmpty());
        QVERIFY(service.delays.isEmpty());
        service.loaded.problems.clear();
        QVERIFY(service.start());
    }

    void anAddressThatIsNotOursFailsTheStart()
    {
        Service service;
        service.loaded.config.webSocketHost = QStringLiteral("192.0.2.1");
        service.loaded.config.allowRemote = true;
        QCOMPARE(service.controller->start(), QString());
        QVERIFY(service.waitState(ServiceState::Failed));
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::BadAddress);
        QVERIFY(service.controller->error()->text.contains(QStringLiteral("192.0.2.1")));
    }

    void kickingClosesOneClientWith4403()
    {
        Service service;
        QVERIFY(service.start());
        ProxyClient first(service.port);
        QVERIFY(first.logIn());
        ProxyClient second(service.port);
        QVERIFY(second.logIn());
        QVERIFY(service.waitClients(2));
        const auto clients = service.controller->snapshot().hub.clientList;
        const auto found = std::find_if(clients.begin(), clients.end(), [&](const ClientSnapshot &client) {
            return client.port == first.socket().localPort();
        });
        QVERIFY(found != clients.end());
        QCOMPARE(service.controller->kick(found->id), QString());
        QVERIFY(first.waitClosed());
        QCOMPARE(first.closeCode(), 4403);
        QVERIFY(service.waitClients(1));
        QVERIFY(!second.ask(R"({"action":"ping"})").isEmpty());
    }

    void snapshotsTellTheTruthAboutClientsBusAndSymbols()
    {
        Service service;
        service.controller->setSnapshotDetail(SnapshotDetail::ClientsAndSymbols);
        QVERIFY(service.start());
        BusPublisher publisher;
        publisher.connect(service.bus);
        QVERIFY(publisher.waitSubscribed());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(!client.ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE"})").isEmpty());
        for (int i = 0; i < 5; ++i)
            publisher.send("NSE_TCS_QUOTE", R"({"ltp":3465.2})");
        publisher.send("nonsense", "{}");
        QVERIFY(client.waitTicks(5));
        QVERIFY(waitFor([&] {
            const ServiceSnapshot &now = service.controller->snapshot();
            return now.hub.delivered == 5 && now.bus.messages == 6 && now.hub.symbolList.size() == 1;
        }));
        const ServiceSnapshot &now = service.controller->snapshot();
        QVERIFY(now.bus.bound && !now.bus.connected);
        QCOMPARE(now.bus.publishers, 1);
        QCOMPARE(now.bus.ticks, quint64{5});
        QCOMPARE(now.bus.unknownTopics, quint64{1});
        QCOMPARE(now.bus.unknownExample, QStringLiteral("nonsense"));
        QCOMPARE(now.hub.clients, 1);
        QCOMPARE(now.hub.subscriptions, 1);
        QCOMPARE(now.hub.symbols, 1);
        QCOMPARE(now.authSource, QStringLiteral("demo key"));
        QVERIFY(!now.exposedToNetwork);
        const ClientSnapshot &seen = now.hub.clientList.front();
        QCOMPARE(seen.user, QStringLiteral("demo"));
        QCOMPARE(seen.delivered, quint64{5});
        QCOMPARE(seen.subscriptions, 1);
        QVERIFY(seen.maskedKey.startsWith(QStringLiteral("demo")) &&
                !seen.maskedKey.contains(QStringLiteral("demo-key")));
        const SymbolSnapshot &symbol = now.hub.symbolList.front();
        QCOMPARE(symbol.symbol, QStringLiteral("TCS"));
        QCOMPARE(symbol.subscribers, 1);
        QCOMPARE(symbol.ticks, quint64{5});
        QVERIFY(symbol.hasPrice);
        QCOMPARE(symbol.lastPrice, 3465.2);
    }

    void aStoppedServiceShowsNoOldNumbers()
    {
        Service service;
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(service.waitClients(1));
        QVERIFY(service.stop());
        QVERIFY(service.controller->snapshot() == ServiceSnapshot());
    }

    void shuttingDownEndsTheServiceForGood()
    {
        Service service;
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        service.controller->shutdown(QStringLiteral("SIGINT"));
        QVERIFY(waitFor([&] { return service.told.contains(QStringLiteral("shutDown")); }));
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        QCOMPARE(service.reports.first().reason, QStringLiteral("SIGINT"));
        QCOMPARE(service.reports.first().leftPolitely, 1);
        QVERIFY(service.portsFree());
        QVERIFY(!service.controller->start().isEmpty());
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
    }

    void aSecondShutdownSkipsTheWaitForClients()
    {
        Service service;
        QVERIFY(service.start());
        MuteClient mute(service.port);
        QVERIFY(mute.waitOpen());
        service.controller->shutdown(QStringLiteral("SIGINT"));
        service.controller->shutdown(QStringLiteral("SIGINT"));
        QVERIFY(waitFor([&] { return service.told.contains(QStringLiteral("shutDown")); }));
        QCOMPARE(service.reports.first().cut, 1);
        QVERIFY(service.reports.first().durationMs < limits::kGoodbyeWait.count());
        QVERIFY(service.portsFree());
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
    }

    void shuttingDownWhatIsStoppedIsToldToo()
    {
        Service service;
        service.controller->shutdown(kWhy);
        QVERIFY(waitFor([&] { return service.told == QStringList{QStringLiteral("shutDown")}; }));
    }

    void shuttingDownDuringAStartIsToldOnce()
    {
        Service service;
        QCOMPARE(service.controller->start(), QString());
        service.controller->shutdown(kWhy);
        QVERIFY(waitFor([&] { return service.told.contains(QStringLiteral("shutDown")); }));
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
        QVERIFY(!service.told.contains(QStringLiteral("running")));
    }

    void withoutAnEventLoopShutdownNowHasDoneItAllWhenItReturns()
    {
        Service service;
        QVERIFY(service.start());
        service.controller->shutdownNow(QStringLiteral("aboutToQuit"));
        service.ended = true;
        QVERIFY(service.portsFree());
    }

#ifdef TICKGATE_FAULT_HOOKS
    void whatBreaksWhileItRunsIsNamedAndMendedByItself_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("code");
        const auto row = [](const char *fault, ServiceErrorCode code) {
            QTest::newRow(fault) << QString::fromLatin1(fault) << static_cast<int>(code);
        };
        row("throw", ServiceErrorCode::HubFailed);
        row("bridge", ServiceErrorCode::BridgeFailed);
        row("listener", ServiceErrorCode::ListenFailed);
        row("block", ServiceErrorCode::HubStalled); // for 6 s, and 5 s are noticed
    }

    void whatBreaksWhileItRunsIsNamedAndMendedByItself()
    {
        QFETCH(QString, fault);
        QFETCH(int, code);
        Service service;
        service.loaded.config.webSocketPort = freePort();
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(service.waitClients(1));
        service.controller->injectFault(fault);
        QVERIFY(service.waitState(ServiceState::Failed));
        QVERIFY(service.controller->error().has_value());
        QCOMPARE(static_cast<int>(service.controller->error()->code), code);
        QVERIFY(!service.controller->error()->text.isEmpty());
        QVERIFY(!service.controller->error()->hint.isEmpty());
        QCOMPARE(service.delays, QList<qint64>{1'000});
        QVERIFY(service.controller->autoRestartIn().has_value());
        QVERIFY(client.waitClosed());
        QCOMPARE(client.closeCode(), 1001);
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.controller->error().has_value());
        QVERIFY(!service.controller->autoRestartIn().has_value());
        ProxyClient again(service.port);
        QVERIFY(again.logIn());
        QVERIFY(waitFor([&] { return !service.receipts.isEmpty(); }));
        QVERIFY(service.receipts.first().complete()); // 1 of 1 is back
        QVERIFY(waitFor([&] { return service.controller->snapshot().restartsToday == 1; }));
    }

    void withoutAutorestartItStaysFailedUntilSomebodyStartsIt()
    {
        Service service;
        service.loaded.config.autorestart = false;
        QVERIFY(service.start());
        service.controller->injectFault(QStringLiteral("throw"));
        QVERIFY(service.waitState(ServiceState::Failed));
        QVERIFY(waitFor([&] { return service.reports.size() == 1; }));
        QVERIFY(service.delays.isEmpty());
        QVERIFY(!service.controller->autoRestartIn().has_value());
        QVERIFY(service.portsFree());
        QVERIFY(!service.controller->stop(kWhy).isEmpty());
        QVERIFY(service.start());
    }

    void anAutomaticStartCanBeCalledOff()
    {
        for (const bool byStop : {true, false}) {
            Service service;
            QVERIFY(service.start());
            service.controller->injectFault(QStringLiteral("throw"));
            QVERIFY(service.waitState(ServiceState::Failed));
            QVERIFY(service.controller->autoRestartIn().has_value());
            if (byStop)
                QCOMPARE(service.controller->stop(kWhy), QString());
            else
                service.controller->cancelAutoRestart();
            QVERIFY(!service.controller->autoRestartIn().has_value());
            QCOMPARE(service.delays, (QList<qint64>{1'000, 0}));
            QVERIFY(service.controller->error().has_value()); // the reason stays on show
        }
    }

    void aStartByTheUserComesBeforeTheAutomaticOne()
    {
        Service service;
        QVERIFY(service.start());
        service.controller->injectFault(QStringLiteral("throw"));
        QVERIFY(service.waitState(ServiceState::Failed));
        QCOMPARE(service.controller->start(), QString()); // while the last one still cleans up
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.controller->autoRestartIn().has_value());
        QCOMPARE(service.delays, (QList<qint64>{1'000, 0}));
    }

    void aStartThatWaitsForTheCleanUpCanBeTakenBack()
    {
        Service service;
        QVERIFY(service.start());
        MuteClient mute(service.port);
        QVERIFY(mute.waitOpen());
        service.controller->injectFault(QStringLiteral("throw"));
        QVERIFY(service.waitState(ServiceState::Failed));
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(waitFor([&] { return service.reports.size() == 1; }));
        QCOMPARE(service.told.count(QStringLiteral("starting")), 1);
        QVERIFY(service.controller->state() != ServiceState::Running);
    }
#endif
};

QTEST_GUILESS_MAIN(TestProxyController)
#include "tst_ProxyController.moc"
