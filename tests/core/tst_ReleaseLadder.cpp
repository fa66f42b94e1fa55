#include "core/ports/PortInspector.h"
#include "core/ports/ReleaseLadder.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"
#include "tests/support/WillingLadder.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

QString at(quint16 port)
{
    return QStringLiteral("127.0.0.1,%1").arg(port);
}

#define REQUIRE_STAGED(started)                                                                                        \
    if (python().isEmpty())                                                                                            \
        QSKIP("targets are staged with Python 3");                                                                     \
    QVERIFY(started)

} // namespace

/// The ladder over real processes.
class tst_ReleaseLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_listener = writeFile(m_folder.path(), QStringLiteral("listener.py"), listenerScript());
        m_system = std::make_shared<SystemProcessTable>();
    }

    void aProcessThatObeysIsAskedAndThePortProvedFree()
    {
        StagedProcess target;
        const quint16 port = freshPort();
        REQUIRE_STAGED(target.start(python(), {m_listener, at(port)}));
        const qint64 pid = target.pid();
        Willing willing(m_system, port, quick());
        QSignalSpy asked(&willing.ladder, &ReleaseLadder::asked);
        QSignalSpy verifying(&willing.ladder, &ReleaseLadder::verifying);
        QSignalSpy forced(&willing.ladder, &ReleaseLadder::forced);
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.at(0).at(0).value<PortHolder>().pid, pid);
        QCOMPARE(verifying.count(), 1);
        QCOMPARE(forced.count(), 0);
        QCOMPARE(os::proveFree("127.0.0.1", port), 0);
    }

    void nothingHappensToTheProcessBeforeConsent()
    {
        StagedProcess target;
        const quint16 port = freshPort();
        REQUIRE_STAGED(target.start(python(), {m_listener, at(port)}));
        ReleaseLadder ladder(m_system, kLocal, port, quick());
        QSignalSpy planned(&ladder, &ReleaseLadder::planned);
        ladder.examine();
        QVERIFY(waitFor([&] { return planned.count() == 1; }));
        QVERIFY(planned.at(0).at(0).value<ReleasePlan>().summary().contains(QString::number(target.pid())));
        ladder.force();
        ladder.cancel();
        QCOMPARE(ladder.report().outcome, ReleaseOutcome::Cancelled);
        QVERIFY(target.running());
        QVERIFY(inspectPort(kLocal, port).blocksStart);
    }

    void theTimeThatConsentTookIsNotCounted()
    {
        StagedProcess target;
        const quint16 port = freshPort();
        REQUIRE_STAGED(target.start(python(), {m_listener, at(port)}));
        ReleaseLadder ladder(m_system, kLocal, port, quick());
        ladder.examine();
        QVERIFY(waitFor([&] { return ladder.step() == ReleaseStep::AwaitingConsent; }));
        QTest::qWait(20); // somebody reads and decides
        QElapsedTimer sinceConsent;
        sinceConsent.start();
        ladder.proceed();
        QVERIFY(waitFor([&] { return ladder.step() == ReleaseStep::Finished; }, 20'000));
        QCOMPARE(ladder.report().outcome, ReleaseOutcome::Freed);
        QVERIFY(ladder.report().durationMs <= sinceConsent.elapsed());
    }

    void aProcessThatIgnoresTheRequestIsEndedOnlyWithConsent()
    {
        StagedProcess target;
        const quint16 port = freshPort();
        REQUIRE_STAGED(target.start(python(), {m_listener, at(port), QStringLiteral("--ignore-term")}));
        Willing polite(m_system, port, quick(), false);
        QCOMPARE(polite.run(), ReleaseOutcome::StillHeld);
        QVERIFY(target.running());
        QVERIFY(polite.ladder.report().remedy.contains(QStringLiteral("--force")));

        Willing firm(m_system, port, quick());
        QSignalSpy waiting(&firm.ladder, &ReleaseLadder::waiting);
        QSignalSpy forced(&firm.ladder, &ReleaseLadder::forced);
        QCOMPARE(firm.run(), ReleaseOutcome::Freed);
        QVERIFY(firm.ladder.report().forced);
        QCOMPARE(forced.count(), 1);
        QVERIFY(waiting.count() >= 2);
        QCOMPARE(os::proveFree("127.0.0.1", port), 0);
    }

    void aProcessThatHoldsBothPortsFreesBoth()
    {
        StagedProcess target;
        const quint16 first = freshPort();
        const quint16 second = freshPort();
        QVERIFY(first != second);
        REQUIRE_STAGED(target.start(python(), {m_listener, at(first), at(second)}));
        Willing willing(m_system, first, quick());
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(willing.ladder.plan().targets.at(0).alsoHolds, std::vector<quint16>{second});
        QCOMPARE(os::proveFree("127.0.0.1", first), 0);
        QCOMPARE(os::proveFree("127.0.0.1", second), 0);
    }

    void aRespawnIsNoticedAndItsSupervisorNamed()
    {
        const QString supervisor = writeFile(m_folder.path(), QStringLiteral("keeper.py"), R"PY(import signal
import subprocess
import sys

child = None


def stop(number, frame):
    child.kill()
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
first = True
while True:
    child = subprocess.Popen([sys.executable] + sys.argv[1:], stdout=None if first else subprocess.DEVNULL)
    first = False
    child.wait()
)PY");
        StagedProcess keeper;
        const quint16 port = freshPort();
        REQUIRE_STAGED(keeper.start(python(), {supervisor, m_listener, at(port)}));
        ReleaseOptions options = quick();
        options.times.settleSupervised = 20s; // however slow the machine, the respawn comes first
        Willing willing(m_system, port, options);
        QCOMPARE(willing.run(), ReleaseOutcome::Respawned);
        const ReleaseReport &report = willing.ladder.report();
        QVERIFY2(report.text.contains(QStringLiteral("keeper.py")), qPrintable(report.text));
        QVERIFY(report.supervisor.contains(QString::number(keeper.pid())));
        QVERIFY(report.remedy.contains(QStringLiteral("keeper.py")));
        QVERIFY(keeper.running());
        keeper.process().terminate(); // it takes its child along
        QVERIFY(keeper.process().waitForFinished());
        QVERIFY(waitFor([&] { return os::proveFree("127.0.0.1", port) == 0; }));
    }

private:
    QTemporaryDir m_folder;
    QString m_listener;
    std::shared_ptr<const ProcessTable> m_system;
};

QTEST_GUILESS_MAIN(tst_ReleaseLadder)
#include "tst_ReleaseLadder.moc"
