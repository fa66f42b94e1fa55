#include "core/service/ProxyController.h"

#include "core/ports/ListenSocket.h"
#include "tests/support/ProxyClient.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QTest>
#include <QTimer>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

/// What breaks while it runs: named, shown, and mended by itself or with one click.
class tst_ProxyControllerFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        ServiceStage service;
        service.loaded.config.webSocketPort = freshPort();
        QVERIFY(service.start());
        ProxyClient client(service.port);
        QVERIFY(client.logIn());
        QVERIFY(service.waitClients(1));
        QVERIFY(service.breakBy(fault));
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
        ServiceStage service;
        service.loaded.config.autorestart = false;
        QVERIFY(service.start());
        QVERIFY(service.breakBy(QStringLiteral("throw")));
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
            ServiceStage service;
            QVERIFY(service.start());
            QVERIFY(service.breakBy(QStringLiteral("throw")));
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
        ServiceStage service;
        QVERIFY(service.start());
        QVERIFY(service.breakBy(QStringLiteral("throw")));
        QCOMPARE(service.controller->start(), QString()); // while the last one still cleans up
        QVERIFY(service.waitState(ServiceState::Running));
        QVERIFY(!service.controller->autoRestartIn().has_value());
        QCOMPARE(service.delays, (QList<qint64>{1'000, 0}));
    }

    void aStartThatWaitsForTheCleanUpCanBeTakenBack()
    {
        ServiceStage service;
        QVERIFY(service.start());
        MuteClient mute(service.port);
        QVERIFY(mute.waitOpen());
        QVERIFY(service.breakBy(QStringLiteral("throw")));
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(waitFor([&] { return service.reports.size() == 1; }));
        QCOMPARE(service.told.count(QStringLiteral("starting")), 1);
        QVERIFY(service.controller->state() != ServiceState::Running);
    }

    void aServerThatNeverComesBackNeedsANewProcessWithOneClick()
    {
        ServiceStage service;
        service.loaded.config.autorestart = false;
        QVERIFY(service.start());
        QList<int> wanted;
        connect(service.controller.get(), &ProxyController::relaunchNeeded, &service,
                [&wanted](int failures) { wanted.append(failures); });
        QVERIFY(service.breakBy(QStringLiteral("hang")));
        QCOMPARE(service.controller->error()->code, ServiceErrorCode::HubStalled);
        QVERIFY(
            waitFor([&] { return service.controller->error()->text.contains(QStringLiteral("cannot be stopped")); }));
        QVERIFY(service.controller->error()->hint.contains(QStringLiteral("Press Start")));
        QVERIFY(wanted.isEmpty()); // nobody has asked for it yet
        QCOMPARE(service.controller->start(), QString());
        QCOMPARE(wanted, QList<int>{0}); // the user's start forgets earlier failures
        QVERIFY(os::proveFree("127.0.0.1", service.port) != 0);
        service.controller->shutdown(kWhy);
        QVERIFY(service.waitShutDown());
        service.ended = true;
    }

    void anAutomaticStartBringsTheNewProcessByItselfAndCountsOn()
    {
        ServiceOptions options;
        options.earlierFailures = 2;
        ServiceStage service(options);
        QVERIFY(service.start());
        QList<int> wanted;
        connect(service.controller.get(), &ProxyController::relaunchNeeded, &service,
                [&wanted](int failures) { wanted.append(failures); });
        QVERIFY(service.breakBy(QStringLiteral("hang")));
        QCOMPARE(service.delays, QList<qint64>{4'000}); // the third in a row
        QVERIFY(waitFor([&] { return !wanted.isEmpty(); }));
        QCOMPARE(wanted, QList<int>{3});
    }

    void aStopThatIsNeverFinishedFailsAndAQuitEndsAllTheSame()
    {
        ServiceStage service;
        QVERIFY(service.start());
        service.controller->injectFault(QStringLiteral("hang"));
        QCOMPARE(service.controller->stop(kWhy), QString());
        QVERIFY(service.waitState(ServiceState::Failed));
        QVERIFY(service.controller->error()->text.contains(QStringLiteral("cannot be stopped")));
        QVERIFY(service.delays.isEmpty()); // it was to be stopped
        service.controller->shutdown(kWhy);
        QVERIFY(service.waitShutDown());
        service.ended = true;
    }

    void aQuitDoesNotWaitForAServerThatHangs_data()
    {
        QTest::addColumn<bool>("twice");
        QTest::newRow("asked once") << false;
        QTest::newRow("asked twice") << true;
    }

    void aQuitDoesNotWaitForAServerThatHangs()
    {
        QFETCH(bool, twice);
        ServiceStage service;
        QVERIFY(service.start());
        service.controller->injectFault(QStringLiteral("hang"));
        service.controller->shutdown(kWhy);
        if (twice) {
            QTimer again;
            connect(&again, &QTimer::timeout, &service, [&service] { service.controller->shutdown(kWhy); });
            again.start(100ms);
            QVERIFY(service.waitShutDown());
            QVERIFY(!service.told.contains(QStringLiteral("failed")));
        }
        QVERIFY(service.waitShutDown());
        service.ended = true;
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
    }
#else
    void breaksOnlyWithFaultHooks()
    {
        QSKIP("this build has no fault hooks");
    }
#endif
};

QTEST_GUILESS_MAIN(tst_ProxyControllerFaults)
#include "tst_ProxyControllerFaults.moc"
