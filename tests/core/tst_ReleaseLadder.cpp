#include "core/ports/PortInspector.h"
#include "core/ports/ReleaseLadder.h"
#include "tests/support/FakeProcessTable.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <stdexcept>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

const QString kLocal = QStringLiteral("127.0.0.1");

QString at(quint16 port)
{
    return QStringLiteral("127.0.0.1,%1").arg(port);
}

/// A listener that no process shows: what Linux says of one whose process is ending at this moment.
os::SocketEntry namelessListener(std::uint16_t port, std::int64_t uid)
{
    os::SocketEntry entry;
    entry.localAddress = "127.0.0.1";
    entry.localPort = port;
    entry.state = os::TcpState::Listen;
    entry.uid = uid;
    return entry;
}

ReleaseOptions quick()
{
    ReleaseOptions options;
    options.times.ask = 400ms;
    options.times.force = 3000ms;
    options.times.settle = 60ms;
    options.times.settleSupervised = 100ms;
    options.times.poll = 20ms;
    return options;
}

#define REQUIRE_STAGED(started)                                                                                        \
    if (python().isEmpty())                                                                                            \
        QSKIP("targets are staged with Python 3");                                                                     \
    QVERIFY(started)

/// A ladder that is given every consent as soon as it asks for it.
struct Willing
{
    Willing(std::shared_ptr<const ProcessTable> table, quint16 port, ReleaseOptions options, bool allowForce = true)
        : ladder(std::move(table), kLocal, port, std::move(options))
    {
        QObject::connect(&ladder, &ReleaseLadder::planned, &ladder, &ReleaseLadder::proceed);
        QObject::connect(&ladder, &ReleaseLadder::forceOffered, &ladder,
                         allowForce ? &ReleaseLadder::force : &ReleaseLadder::cancel);
    }

    [[nodiscard]] ReleaseOutcome run()
    {
        ladder.examine();
        if (!waitFor([this] { return ladder.step() == ReleaseStep::Finished; }, 20'000))
            return ReleaseOutcome::Failed;
        return ladder.report().outcome;
    }

    ReleaseLadder ladder;
};

} // namespace

/// The ladder over real processes where they can be staged, over a made-up system where they cannot.
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

    void aProcessWhosePidWasTakenOverByAnotherIsNeverSignalled()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        ReleaseLadder ladder(table, kLocal, 8765, quick());
        QSignalSpy planned(&ladder, &ReleaseLadder::planned);
        ladder.examine();
        QVERIFY(waitFor([&] { return planned.count() == 1; }));
        // While the question is on screen it ends, and an unrelated program gets its pid.
        table->removeProcess(4711);
        table->addProcess(4711, "bank-software", 1, 2000);
        ladder.proceed();
        QVERIFY(waitFor([&] { return ladder.step() == ReleaseStep::Finished; }));
        QCOMPARE(ladder.report().outcome, ReleaseOutcome::Freed);
        QVERIFY(table->signalsSent().empty());
    }

    void aPidTakenOverBetweenAskingAndForcingIsNotForced()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        ReleaseLadder ladder(table, kLocal, 8765, quick());
        connect(&ladder, &ReleaseLadder::planned, &ladder, &ReleaseLadder::proceed);
        connect(&ladder, &ReleaseLadder::forceOffered, &ladder, [&] {
            table->removeProcess(4711);
            table->addProcess(4711, "bank-software", 1, 2000);
            table->listen(4711, "127.0.0.1", 8765);
            ladder.force();
        });
        ladder.examine();
        QVERIFY(waitFor([&] { return ladder.step() == ReleaseStep::Finished; }));
        QCOMPARE(ladder.report().outcome, ReleaseOutcome::TakenByOther);
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{4711, os::EndRequest::Ask}}));
        QVERIFY(ladder.report().text.contains(QStringLiteral("bank-software")));
    }

    void aProcessStillOnItsWayOutIsNotAnotherProgram()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([&](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            system.removeProcess(signal.pid);
            system.addSocket(namelessListener(8765, system.ownUid()));
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        connect(&willing.ladder, &ReleaseLadder::verifying, &willing.ladder, [&] { table->removeSockets(8765); });
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
    }

    void whereTheSystemCannotBeAskedTheLadderEndsAndSaysSo_data()
    {
        QTest::addColumn<QString>("when");
        QTest::newRow("before the plan") << QStringLiteral("examine");
        QTest::newRow("asking") << QStringLiteral("ask");
        QTest::newRow("watching") << QStringLiteral("watch");
    }

    void whereTheSystemCannotBeAskedTheLadderEndsAndSaysSo()
    {
        QFETCH(QString, when);
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([&](FakeProcessTable &system, const FakeProcessTable::Signal &) {
            if (when == QStringLiteral("ask"))
                throw std::runtime_error("no memory");
            system.breakLooks();
            return os::EndOutcome::Sent;
        });
        if (when == QStringLiteral("examine"))
            table->breakLooks();
        Willing willing(table, 8765, quick());
        willing.ladder.examine();
        QVERIFY(waitFor([&] { return willing.ladder.step() == ReleaseStep::Finished; }));
        QCOMPARE(willing.ladder.report().outcome, ReleaseOutcome::Failed);
        QVERIFY(willing.ladder.report().text.contains(QStringLiteral("no memory")));
    }

    void aPortThatAnotherUserTookIsSaidToBeTheirs()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([&](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            system.removeProcess(signal.pid);
            system.addSocket(namelessListener(8765, system.ownUid() + 1));
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        QSignalSpy verifying(&willing.ladder, &ReleaseLadder::verifying);
        QCOMPARE(willing.run(), ReleaseOutcome::TakenByOther);
        QCOMPARE(verifying.count(), 0);
        QVERIFY(willing.ladder.report().text.contains(QStringLiteral("user1001")));
    }

    void aRefusedPlanSendsNothing()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(50, "tickgate");
        table->listen(50, "127.0.0.1", 8765);
        Willing willing(table, 8765, quick());
        QCOMPARE(willing.run(), ReleaseOutcome::Refused);
        QVERIFY(table->signalsSent().empty());
        QVERIFY(!willing.ladder.report().text.isEmpty());
    }

    void rightsThatAreLostMeanwhileEndInAReason()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([](FakeProcessTable &, const auto &) { return os::EndOutcome::NoRights; });
        Willing willing(table, 8765, quick());
        QCOMPARE(willing.run(), ReleaseOutcome::Failed);
        QVERIFY(willing.ladder.report().text.contains(QStringLiteral("not permitted")));
        QVERIFY(!willing.ladder.report().remedy.isEmpty());
    }

    void whereThereIsNoWayToAskForceIsOfferedAtOnce()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "excel.exe");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            if (signal.request == os::EndRequest::Ask)
                return os::EndOutcome::NoWayToAsk;
            system.removeProcess(signal.pid);
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        QSignalSpy asked(&willing.ladder, &ReleaseLadder::asked);
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(asked.count(), 0);
        QVERIFY(willing.ladder.report().forced);
    }

    void ourOwnInstanceIsAskedByItsControlSocketAndNotBySignal()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(60, "tickgate");
        table->listen(60, "127.0.0.1", 8765);
        ReleaseOptions options = quick();
        options.probe.ourPids = {60};
        std::atomic<qint64> askedPid = 0;
        options.askInstance = [&](qint64 pid) {
            askedPid = pid;
            table->removeProcess(60);
            return true;
        };
        Willing willing(table, 8765, options);
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(askedPid.load(), 60);
        QVERIFY(table->signalsSent().empty());
    }

    void anOrphanThatDoesNotAnswerOnItsControlSocketIsAskedBySignal()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(60, "tickgate");
        table->listen(60, "127.0.0.1", 8765);
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            system.removeProcess(signal.pid);
            return os::EndOutcome::Sent;
        });
        ReleaseOptions options = quick();
        options.askInstance = [](qint64) { return false; };
        Willing willing(table, 8765, options);
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{60, os::EndRequest::Ask}}));
    }

    void aTwinIsSentAwayWhileWeKeepListening()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(50, "tickgate");
        table->addProcess(900, "node");
        table->listen(50, "127.0.0.1", 8765);
        table->listen(900, "127.0.0.1", 8765);
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            system.removeProcess(signal.pid);
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{900, os::EndRequest::Ask}}));
        QCOMPARE(willing.ladder.report().verdict.kind, PortVerdictKind::Ours);
    }

    void aServerThatDrainsItsClientsCountsAsHoldingThePort()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(4711, "python3");
        table->listen(4711, "127.0.0.1", 8765);
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            if (signal.request == os::EndRequest::Force) {
                system.removeProcess(signal.pid);
                return os::EndOutcome::Sent;
            }
            // It closes its listener at once, yet not its connections: no use to us.
            system.removeProcess(signal.pid);
            system.addProcess(4711, "python3");
            os::SocketEntry connection;
            connection.localAddress = "127.0.0.1";
            connection.localPort = 8765;
            connection.remoteAddress = "127.0.0.1";
            connection.remotePort = 50000;
            connection.state = os::TcpState::Established;
            connection.pids = {4711};
            system.addSocket(connection);
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QVERIFY(willing.ladder.report().forced);
    }

private:
    QTemporaryDir m_folder;
    QString m_listener;
    std::shared_ptr<const ProcessTable> m_system;
};

QTEST_GUILESS_MAIN(tst_ReleaseLadder)
#include "tst_ReleaseLadder.moc"
