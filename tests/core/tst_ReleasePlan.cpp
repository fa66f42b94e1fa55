#include "core/ports/ReleasePlan.h"
#include "tests/support/FakeProcessTable.h"

#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {
const QString kLocal = QStringLiteral("127.0.0.1");
}

/// Who would be hit, what it costs, and who is never touched; against a made-up system.
class tst_ReleasePlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTargetIsNamedWithCommandCostAndTheOtherPortsItHolds()
    {
        FakeProcessTable table;
        table.addProcess(4711, "node");
        table.listen(4711, "127.0.0.1", 8765);
        table.listen(4711, "127.0.0.1", 5555);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QVERIFY(plan.allowed());
        QCOMPARE(plan.targets.size(), std::size_t(1));
        QCOMPARE(plan.targets.front().key.pid, 4711);
        QCOMPARE(plan.targets.front().alsoHolds, std::vector<quint16>{5555});
        for (const char *part : {"node (pid 4711)", "anna", "node --serve", "5555", "lost"})
            QVERIFY2(plan.summary().contains(QLatin1String(part)), qPrintable(plan.summary()));
    }

    void weRefuseToEndOurselves()
    {
        FakeProcessTable table;
        table.addProcess(50, "tickgate");
        table.listen(50, "127.0.0.1", 8765);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.refusal, ReleaseRefusal::Ourselves);
        QVERIFY(!plan.allowed());
        QVERIFY(plan.refusalText.contains(QStringLiteral("Stop")));
    }

    void theRunningInstanceMayBeAsked()
    {
        FakeProcessTable table;
        table.addProcess(60, "tickgate");
        table.listen(60, "127.0.0.1", 8765);
        ProbeOptions options;
        options.ourPids = {60};
        const ReleasePlan plan = planRelease(table, kLocal, 8765, options);
        QVERIFY(plan.allowed());
        QVERIFY(plan.targets.front().facts.ours);
        QVERIFY(plan.summary().contains(QStringLiteral("stops the service of tickgate (pid 60)")));
        QVERIFY(plan.targets.front().parentLabel.isEmpty());
    }

    void systemProcessesAreRefused_data()
    {
        QTest::addColumn<qint64>("pid");
        QTest::addColumn<QString>("name");
        QTest::newRow("init") << qint64(1) << QStringLiteral("init");
        QTest::newRow("the Windows kernel") << qint64(4) << QStringLiteral("System");
        QTest::newRow("launchd") << qint64(1) << QStringLiteral("launchd");
        QTest::newRow("a user's service manager") << qint64(900) << QStringLiteral("systemd");
        QTest::newRow("Windows' services") << qint64(700) << QStringLiteral("services.exe");
    }
    void systemProcessesAreRefused()
    {
        QFETCH(qint64, pid);
        QFETCH(QString, name);
        FakeProcessTable table;
        table.addProcess(pid, name.toStdString(), 0);
        table.listen(pid, "127.0.0.1", 8765);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.refusal, ReleaseRefusal::SystemProcess);
        QVERIFY(!plan.refusalText.isEmpty());
    }

    void anotherUsersProcessIsRefusedWithAnAdvice()
    {
        FakeProcessTable table;
        table.addProcess(800, "python3");
        table.editProcess(800, [](os::ProcessIdentity &identity) {
            identity.user = "bert";
            identity.sameUser = false;
        });
        table.denyEnding(800);
        table.listen(800, "127.0.0.1", 8765);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.refusal, ReleaseRefusal::OtherUser);
        QVERIFY(plan.refusalText.contains(QStringLiteral("bert")));
    }

    void aSocketWhoseProcessIsHiddenIsRefusedToo()
    {
        FakeProcessTable table;
        os::SocketEntry entry;
        entry.localAddress = "127.0.0.1";
        entry.localPort = 8765;
        entry.state = os::TcpState::Listen;
        entry.uid = 0;
        table.addSocket(entry);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.refusal, ReleaseRefusal::OtherUser);
        QVERIFY(!plan.allowed());
    }

    void relaysAreRefusedWithTheRightAdvice_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("advice");
        QTest::newRow("docker") << QStringLiteral("docker-proxy") << QStringLiteral("docker ps");
        QTest::newRow("Docker Desktop") << QStringLiteral("com.docker.backend.exe") << QStringLiteral("container");
        QTest::newRow("podman") << QStringLiteral("rootlessport") << QStringLiteral("podman ps");
        QTest::newRow("WSL") << QStringLiteral("wslrelay.exe") << QStringLiteral("wsl --shutdown");
        QTest::newRow("virtual machine") << QStringLiteral("qemu-system-x86_64") << QStringLiteral("virtual machine");
    }
    void relaysAreRefusedWithTheRightAdvice()
    {
        QFETCH(QString, name);
        QFETCH(QString, advice);
        FakeProcessTable table;
        table.addProcess(900, name.toStdString());
        table.listen(900, "0.0.0.0", 8765);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.refusal, ReleaseRefusal::Relay);
        QVERIFY2(plan.refusalText.contains(advice), qPrintable(plan.refusalText));
    }

    void oneForbiddenHolderForbidsTheWholePlan()
    {
        FakeProcessTable table;
        table.addProcess(900, "node");
        table.addProcess(901, "docker-proxy");
        table.listen(900, "127.0.0.1", 8765);
        table.listen(901, "0.0.0.0", 8765);
        QVERIFY(!planRelease(table, kLocal, 8765).allowed());
    }

    void aTwinIsTheOnlyTargetWhileWeKeepListening()
    {
        FakeProcessTable table;
        table.addProcess(50, "tickgate");
        table.addProcess(900, "node");
        table.listen(50, "127.0.0.1", 8765);
        table.listen(900, "127.0.0.1", 8765);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QVERIFY(plan.allowed());
        QCOMPARE(plan.targets.size(), std::size_t(1));
        QCOMPARE(plan.targets.front().key.pid, 900);
    }

    void ofAParentAndItsWorkersOnlyTheParentIsAskedFirst()
    {
        FakeProcessTable table;
        table.addProcess(900, "gunicorn");
        table.addProcess(901, "gunicorn", 900);
        os::SocketEntry entry;
        entry.localAddress = "127.0.0.1";
        entry.localPort = 8765;
        entry.state = os::TcpState::Listen;
        entry.uid = 1000;
        entry.pids = {900, 901};
        table.addSocket(entry);
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QCOMPARE(plan.targets.size(), std::size_t(2));
        QVERIFY(plan.targets[0].askFirst);
        QVERIFY(!plan.targets[1].askFirst);
    }

    void aFreePortNeedsNothing()
    {
        const FakeProcessTable table;
        const ReleasePlan plan = planRelease(table, kLocal, 8765);
        QVERIFY(plan.nothingToDo);
        QVERIFY(!plan.allowed());
        QCOMPARE(plan.refusal, ReleaseRefusal::None);
    }

    void aSupervisorIsNamedButAPersonsShellIsNot()
    {
        os::ProcessIdentity parent;
        parent.key.pid = 600;
        parent.name = "supervisord";
        parent.arguments = {"supervisord", "-c", "openalgo.conf"};
        QVERIFY(supervisorLabel(parent, {}).contains(QStringLiteral("supervisord (pid 600)")));
        parent.name = "bash";
        parent.arguments = {"bash"};
        QVERIFY(supervisorLabel(parent, {}).isEmpty());
        parent.arguments = {"bash", "keep-running.sh"};
        QVERIFY(supervisorLabel(parent, {}).contains(QStringLiteral("keep-running.sh")));
        parent.key.pid = 1;
        QVERIFY(supervisorLabel(parent, {}).isEmpty());
        QCOMPARE(supervisorLabel(parent, QStringLiteral("openalgo.service")), QStringLiteral("openalgo.service"));
        QVERIFY(supervisorAdvice(QStringLiteral("openalgo.service"), QStringLiteral("openalgo.service"))
                    .contains(QStringLiteral("systemctl stop openalgo.service")));
    }
};

QTEST_GUILESS_MAIN(tst_ReleasePlan)
#include "tst_ReleasePlan.moc"
