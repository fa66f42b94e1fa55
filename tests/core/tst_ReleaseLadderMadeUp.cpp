#include "core/ports/ReleaseLadder.h"
#include "tests/support/FakeProcessTable.h"
#include "tests/support/TestSupport.h"
#include "tests/support/WillingLadder.h"

#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <semaphore>
#include <stdexcept>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

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

std::shared_ptr<FakeProcessTable> parentAndChildOnOnePort()
{
    auto table = std::make_shared<FakeProcessTable>();
    table->addProcess(900, "gunicorn");
    table->addProcess(901, "gunicorn", 900);
    os::SocketEntry shared = namelessListener(8765, table->ownUid());
    shared.pids = {900, 901};
    table->addSocket(shared);
    return table;
}

} // namespace

/// The ladder over a made-up system: what cannot be staged with processes.
class tst_ReleaseLadderMadeUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        QVERIFY(willing.ladder.report().remedy.startsWith(QStringLiteral("Try again")));
        QCOMPARE(willing.ladder.report().verdict.port, quint16(8765));
        QVERIFY(willing.ladder.report().verdict.blocksStart);
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

    void nobodyIsSignalledAnyMoreOnceItIsCancelled()
    {
        auto table = std::make_shared<FakeProcessTable>();
        table->addProcess(60, "tickgate");
        table->listen(60, "127.0.0.1", 8765);
        ReleaseOptions options = quick();
        std::binary_semaphore asking(0);
        std::binary_semaphore silent(0);
        options.askInstance = [&](qint64) {
            asking.release();
            silent.acquire(); // a stopped program does not answer for seconds
            return false;
        };
        {
            Willing willing(table, 8765, options);
            ReleaseLadder &ladder = willing.ladder;
            ladder.examine();
            QVERIFY(waitFor([&] { return asking.try_acquire(); }));
            QCOMPARE(ladder.step(), ReleaseStep::Asking);
            ladder.cancel();
            QCOMPARE(ladder.report().outcome, ReleaseOutcome::StillHeld);
            QVERIFY2(ladder.report().text.contains(QLatin1String("being asked")), qPrintable(ladder.report().text));
            silent.release();
        }
        QThreadPool::globalInstance()->waitForDone(); // which the job was left to
        QVERIFY(table->signalsSent().empty());
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

    void aChildThatOutlivesItsParentIsAskedBeforeForceIsOffered()
    {
        const auto table = parentAndChildOnOnePort();
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            system.removeProcess(signal.pid);
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick());
        QSignalSpy forceOffered(&willing.ladder, &ReleaseLadder::forceOffered);
        QCOMPARE(willing.run(), ReleaseOutcome::Freed);
        QCOMPARE(forceOffered.count(), 0);
        QCOMPARE(table->signalsSent(),
                 (std::vector<FakeProcessTable::Signal>{{900, os::EndRequest::Ask}, {901, os::EndRequest::Ask}}));
    }

    void onlyWhoWasAskedAndIsStillThereIsSaidToBe()
    {
        const auto table = parentAndChildOnOnePort();
        table->setOnEnd([](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
            if (signal.pid == 900)
                system.removeProcess(900);
            return os::EndOutcome::Sent;
        });
        Willing willing(table, 8765, quick(), false);
        QCOMPARE(willing.run(), ReleaseOutcome::StillHeld);
        QCOMPARE(table->signalsSent().size(), std::size_t(2));
        const QString text = willing.ladder.report().text;
        QVERIFY2(text.startsWith(QStringLiteral("gunicorn (pid 901) was asked to stop")), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("pid 900")), qPrintable(text));
    }

    void aChildWhoseParentStaysIsLeftToIt()
    {
        const auto table = parentAndChildOnOnePort();
        table->setOnEnd([](FakeProcessTable &, const auto &) { return os::EndOutcome::Sent; });
        Willing willing(table, 8765, quick(), false);
        QCOMPARE(willing.run(), ReleaseOutcome::StillHeld);
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{900, os::EndRequest::Ask}}));
        const QString text = willing.ladder.report().text;
        QVERIFY2(text.startsWith(QStringLiteral("gunicorn (pid 900) was asked to stop")), qPrintable(text));
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
};

QTEST_GUILESS_MAIN(tst_ReleaseLadderMadeUp)
#include "tst_ReleaseLadderMadeUp.moc"
