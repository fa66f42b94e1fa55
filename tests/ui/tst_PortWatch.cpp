#include "fakes/PanelStage.h"
#include "ui/service/PortWatch.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {

PortVerdict ours(quint16 port)
{
    PortVerdict verdict;
    verdict.kind = PortVerdictKind::Ours;
    verdict.port = port;
    verdict.text = QStringLiteral("Tickgate itself is listening on port %1.").arg(port);
    return verdict;
}

PanelView runningOn(quint16 webSocketPort, quint16 busPort)
{
    PanelView view;
    view.config.webSocketPort = 0;
    view.config.zmqPort = 0;
    view.state = ServiceState::Running;
    view.hasSample = true;
    view.snapshot.hub.listeners.resize(1);
    view.snapshot.hub.listeners.front().port = webSocketPort;
    view.snapshot.bus.port = busPort;
    return view;
}

} // namespace

class tst_PortWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void portsThatOnlyTheRunKnewAreForgottenWithIt()
    {
        FakeDesk desk;
        desk.verdicts.insert(41000, ours(41000));
        desk.verdicts.insert(41001, ours(41001));
        PortWatch ports(desk);
        PanelView view = runningOn(41000, 41001);
        ports.watch(view, true);
        QTRY_VERIFY(ports.webSocket() && ports.bus());

        QSignalSpy changed(&ports, &PortWatch::changed);
        view.state = ServiceState::Stopping;
        view.hasSample = false;
        view.snapshot = {};
        ports.watch(view, false);
        QVERIFY(!ports.webSocket());
        QVERIFY(!ports.bus());
        QCOMPARE(changed.count(), 1);
    }

    void anotherPortIsLookedAtWithoutWaitingForTheAnswerAboutTheOld()
    {
        FakeDesk desk;
        PortWatch ports(desk);
        PanelView view;
        desk.silent = true;
        ports.watch(view, true); // never answered
        desk.silent = false;
        view.config.webSocketPort = 18765;
        view.config.zmqPort = 15555;
        ports.watch(view, true);
        QCOMPARE(desk.inspections, 4);
        QTRY_VERIFY(ports.webSocket() && ports.bus());
        QCOMPARE(ports.webSocket()->port, quint16(18765));
        QCOMPARE(ports.bus()->port.port, quint16(15555));
    }

    void whatARunHeldIsLookedAtAnewWhenItHasEnded()
    {
        PanelStage stage;
        stage.window->showPage(PanelPages::Ports);
        for (const quint16 port : {quint16(8765), quint16(5555)})
            stage.desk->verdicts.insert(port, ours(port));
        stage.run();
        auto *text = stage.find<QLabel>("portText");
        QTRY_VERIFY(text->text().startsWith(QLatin1String("Tickgate itself")));
        stage.service->setState(ServiceState::Stopping);
        stage.desk->silent = true;
        stage.service->setState(ServiceState::Stopped);
        stage.window->showPage(PanelPages::Overview);
        auto *title = stage.find<QLabel>("idleTitle");
        QTRY_COMPARE(title->text(), QStringLiteral("The proxy is stopped"));
        QCOMPARE(stage.find<QLabel>("idlePorts")->text(), QString());
    }

    void nothingIsSaidOfThePortsOnTheWay_data()
    {
        QTest::addColumn<ServiceState>("state");
        QTest::addColumn<QString>("title");
        QTest::newRow("starting") << ServiceState::Starting << QStringLiteral("Starting");
        QTest::newRow("stopping") << ServiceState::Stopping << QStringLiteral("Stopping");
    }

    void nothingIsSaidOfThePortsOnTheWay()
    {
        QFETCH(ServiceState, state);
        QFETCH(QString, title);
        PanelStage stage;
        auto *text = stage.find<QLabel>("idlePorts");
        QTRY_VERIFY(text->text().contains(QLatin1String("Port 8765 is free.")));
        stage.service->setState(state);
        QTRY_COMPARE(stage.find<QLabel>("idleTitle")->text(), title);
        QVERIFY(!text->isVisible());
    }

    void portsThatWillBePickedAreNotSpokenOf()
    {
        PanelStage stage;
        stage.service->m_config.webSocketPort = 0;
        stage.service->m_config.zmqPort = 0;
        stage.desk->verdicts.insert(8765, ours(8765));
        stage.window->showPage(PanelPages::Ports);
        stage.run();
        QTRY_COMPARE(stage.find<QLabel>("portText")->text(), ours(8765).text);
        stage.window->showPage(PanelPages::Overview);
        stage.service->setState(ServiceState::Stopping);
        stage.service->setState(ServiceState::Stopped);
        QTRY_COMPARE(stage.find<QLabel>("idleTitle")->text(), QStringLiteral("The proxy is stopped"));
        QTRY_COMPARE(stage.find<QLabel>("idlePorts")->text(), QString());
    }
};

QTEST_MAIN(tst_PortWatch)
#include "tst_PortWatch.moc"
