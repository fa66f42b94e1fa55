#include "core/service/ProxyController.h"

#include "core/protocol/Limits.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

/// The service as a state machine: its verbs, what they tell, and its numbers.
class tst_ProxyController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itBeginsStopped()
    {
        ServiceStage service;
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        QVERIFY(!service.controller->error().has_value());
        QVERIFY(!service.controller->lastStop().has_value());
        QVERIFY(!service.controller->autoRestartIn().has_value());
        QVERIFY(!service.controller->restartReceipt().has_value());
    }

    void aStartTellsThePortsAndThenThatItRuns()
    {
        ServiceStage service;
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->state(), ServiceState::Starting);
        QVERIFY(service.waitState(ServiceState::Running));
        QCOMPARE(service.told,
                 (QStringList{QStringLiteral("starting"), QStringLiteral("listening"), QStringLiteral("running")}));
        QVERIFY(service.port != 0 && service.bus != 0 && service.port != service.bus);
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
    }

    void aTickGoesThroughFromBusToClient()
    {
        ServiceStage service;
        QVERIFY(service.start());
        BusPublisher publisher;
        QVERIFY(publisher.reach(service.bus));
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(!client.ask(R"({"action":"subscribe","symbol":"TCS","exchange":"NSE","mode":"LTP"})").isEmpty());
        publisher.send("NSE_TCS_LTP", R"({"ltp": 3465.20 })");
        QVERIFY(client.waitTicks(1));
        QVERIFY(client.messages().constLast().contains(R"("data":{"ltp": 3465.20 },)"));
    }

    void verbsThatDoNotFitTheStateSayWhy()
    {
        ServiceStage service;
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
        ServiceStage service;
        QVERIFY(service.start());
        BusPublisher publisher;
        QVERIFY(publisher.reach(service.bus));
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
        QVERIFY(report.portsFree());
        QVERIFY(report.durationMs < limits::kGoodbyeWait.count()); // nobody had to be waited for
        QVERIFY(service.portsFree());
        QVERIFY(service.controller->lastStop() == report);
        for (const auto &client : clients) {
            QVERIFY(client->waitClosed());
            QCOMPARE(client->closeCode(), 1001);
            QCOMPARE(client->closeReason(), QStringLiteral("server going away"));
        }
    }

    void whatTheFirstStartWillReadIsKnownBeforeIt()
    {
        ServiceOptions options;
        options.config.webSocketPort = 28'999;
        const ServiceStage service(options);
        QCOMPARE(service.controller->config().webSocketPort, 28'999);
    }

    void newSettingsAreReadOnceNothingRuns()
    {
        ServiceStage service;
        QSignalSpy changed(service.controller.get(), &ProxyController::configChanged);
        service.loaded.config.webSocketPort = 28'999;
        service.controller->reloadConfig();
        QVERIFY(waitFor([&] { return changed.count() == 1; }));
        QCOMPARE(service.controller->config().webSocketPort, 28'999);

        service.loaded.config.webSocketPort = 0;
        QVERIFY(service.start());
        service.loaded.config.webSocketPort = 28'998;
        service.controller->reloadConfig();
        QCOMPARE(service.controller->config().webSocketPort, 0); // what runs was started with
        QVERIFY(service.stop());
        QVERIFY(waitFor([&] { return changed.count() == 2; }));
        QCOMPARE(service.controller->config().webSocketPort, 28'998);
    }

    void aStopCutsClientsThatDoNotAnswerAfterItsWait()
    {
        ServiceStage service;
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
        QVERIFY(report.portsFree());
        QVERIFY(service.portsFree());
        QCOMPARE(mute.closeCode(), 1001);
        QVERIFY(mute.waitDisconnected());
    }

    void aStopCutsConnectionsThatHaveNotFinishedTheirHandshake()
    {
        ServiceStage service;
        QVERIFY(service.start());
        QTcpSocket half;
        half.connectToHost(QHostAddress::LocalHost, service.port);
        QVERIFY(waitFor([&] { return half.state() == QTcpSocket::ConnectedState; }));
        half.write("GET / HTTP/1.1\r\n");
        half.flush();
        QVERIFY(waitFor([&] { return service.controller->snapshot().hub.accepted == 1; }));
        QVERIFY(service.stop());
        QVERIFY(service.reports.first().portsFree());
        QVERIFY(waitFor([&] { return half.state() == QTcpSocket::UnconnectedState; }));
    }

    void aStopDuringTheStartEndsStopped()
    {
        ServiceStage service;
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Stopped));
        QVERIFY(service.start()); // and it can be started again
    }

    void theConfigurationIsReadAnewAtEachStart()
    {
        ServiceStage service;
        QVERIFY(service.start());
        QVERIFY(service.stop());
        service.loaded.config.webSocketPort = freshPort();
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
        ServiceStage service;
        service.loaded.config.webSocketPort = freshPort();
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
        ServiceStage service;
        QCOMPARE(service.controller->restart(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.controller->restartReceipt().has_value());
    }

    void kickingClosesOneClientWith4403()
    {
        ServiceStage service;
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
        ServiceStage service;
        service.controller->setSnapshotDetail(SnapshotDetail::ClientsAndSymbols);
        QVERIFY(service.start());
        BusPublisher publisher;
        QVERIFY(publisher.reach(service.bus));
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
        ServiceStage service;
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(service.waitClients(1));
        QVERIFY(service.stop());
        QVERIFY(service.controller->snapshot() == ServiceSnapshot());
    }

    void shuttingDownEndsTheServiceForGood()
    {
        ServiceStage service;
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        service.controller->shutdown(QStringLiteral("SIGINT"));
        QVERIFY(service.waitShutDown());
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        QCOMPARE(service.reports.first().reason, QStringLiteral("SIGINT"));
        QCOMPARE(service.reports.first().leftPolitely, 1);
        QVERIFY(service.portsFree());
        QVERIFY(!service.controller->start().isEmpty());
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
    }

    void aSecondShutdownSkipsTheWaitForClients()
    {
        ServiceStage service;
        QVERIFY(service.start());
        MuteClient mute(service.port);
        QVERIFY(mute.waitOpen());
        service.controller->shutdown(QStringLiteral("SIGINT"));
        service.controller->shutdown(QStringLiteral("SIGINT"));
        QVERIFY(service.waitShutDown());
        QCOMPARE(service.reports.first().cut, 1);
        QVERIFY(service.reports.first().durationMs < limits::kGoodbyeWait.count());
        QVERIFY(service.portsFree());
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
    }

    void shuttingDownWhatIsStoppedIsToldToo()
    {
        ServiceStage service;
        service.controller->shutdown(kWhy);
        QVERIFY(waitFor([&] { return service.told == QStringList{QStringLiteral("shutDown")}; }));
    }

    void shuttingDownDuringAStartIsToldOnce()
    {
        ServiceStage service;
        QCOMPARE(service.controller->start(), QString());
        service.controller->shutdown(kWhy);
        QVERIFY(service.waitShutDown());
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(service.told.count(QStringLiteral("shutDown")), 1);
        QVERIFY(!service.told.contains(QStringLiteral("running")));
    }

    void withoutAnEventLoopShutdownNowHasDoneItAllWhenItReturns()
    {
        ServiceStage service;
        QVERIFY(service.start());
        service.controller->shutdownNow(QStringLiteral("aboutToQuit"));
        service.ended = true;
        QVERIFY(service.portsFree());
    }
};

QTEST_GUILESS_MAIN(tst_ProxyController)
#include "tst_ProxyController.moc"
