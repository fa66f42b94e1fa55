#include "app/SessionEnd.h"

#include "app/RunMarker.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/TestSupport.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

class TestSessionEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServiceIsStoppedAndTheRunHasEndedWhenItReturns()
    {
        ServiceStage service;
        const QTemporaryDir dir;
        RunMarker marker(dir.path());
        marker.begin();
        marker.setServing(true);
        QVERIFY(service.start());
        SessionEnd sessionEnd(*service.controller, marker);
        sessionEnd.asked();
        service.ended = true;
        QVERIFY(service.portsFree());
        QVERIFY(sessionEnd.hasShutDown());
        QVERIFY(!RunMarker(dir.path()).previous()); // killed here, the next launch finds a clean end
    }

    void whenTheEndIsCalledOffTheNextRunServesAgain()
    {
        ServiceStage service;
        const QTemporaryDir dir;
        RunMarker marker(dir.path());
        marker.begin();
        QVERIFY(service.start());
        SessionEnd sessionEnd(*service.controller, marker, 10ms);
        QSignalSpy relaunch(&sessionEnd, &SessionEnd::relaunchNeeded);
        sessionEnd.asked();
        service.ended = true;
        QVERIFY(waitFor([&] { return relaunch.size() == 1; }));
        const auto note = RunMarker(dir.path()).previous();
        QVERIFY(note && note->relaunched && note->wasServing);
        QVERIFY2(note->reason.contains(QStringLiteral("called off")), qPrintable(note->reason));
    }

    void whereNothingRunsThePanelStaysOfUse()
    {
        ServiceStage service;
        const QTemporaryDir dir;
        RunMarker marker(dir.path());
        marker.begin();
        SessionEnd sessionEnd(*service.controller, marker, 10ms);
        QSignalSpy relaunch(&sessionEnd, &SessionEnd::relaunchNeeded);
        sessionEnd.asked();
        QVERIFY(!sessionEnd.hasShutDown());
        QVERIFY(!RunMarker(dir.path()).previous());
        QVERIFY(waitFor([&] { return RunMarker(dir.path()).previous().has_value(); })); // the run goes on
        QVERIFY(relaunch.isEmpty());
        QVERIFY(service.start());
    }
};

QTEST_GUILESS_MAIN(TestSessionEnd)
#include "tst_SessionEnd.moc"
