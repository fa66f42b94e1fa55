#include "core/ports/PortInspector.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTextStream>

using namespace tickgate;
using namespace tickgate::test;

namespace {

const QString kLocal = QStringLiteral("127.0.0.1");
const QString kLocal6 = QStringLiteral("::1");

QString at(const QString &address, quint16 port)
{
    return QStringLiteral("%1,%2").arg(address).arg(port);
}

bool hasIpv6()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHostIPv6);
}

#define REQUIRE_IPV6()                                                                                                 \
    if (!hasIpv6())                                                                                                    \
    QSKIP("this machine has no IPv6 loopback")

} // namespace

/// The verdicts that can be staged for real: holders are real processes, sockets and leftovers.
class tst_PortProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("staged with the means of Linux");
#endif
        if (python().isEmpty())
            QSKIP("holders are staged with Python 3");
        QVERIFY(m_folder.isValid());
        // Readable by everybody: some holders run as another user.
        QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                   QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther |
                                                   QFile::ExeOther);
        m_listener = writeFile(m_folder.path(), QStringLiteral("listener.py"), listenerScript());
    }

    void aPortNobodyHoldsIsFree()
    {
        const PortVerdict verdict = inspectPort(kLocal, freshPort());
        QCOMPARE(verdict.kind, PortVerdictKind::Free);
        QVERIFY(!verdict.blocksStart);
    }

    void ourOwnListenerIsOurs()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const PortVerdict verdict = inspectPort(kLocal, server.serverPort());
        QCOMPARE(verdict.kind, PortVerdictKind::Ours);
        QCOMPARE(verdict.holders.at(0).pid, QCoreApplication::applicationPid());
    }

    void theRunningInstancesListenerIsOursToo()
    {
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(kLocal, port)}));
        ProbeOptions options;
        options.ourPids.push_back(other.pid());
        QCOMPARE(inspectPort(kLocal, port, options).kind, PortVerdictKind::Ours);
    }

    void anotherProcessOnTheSameAddressIsNamed()
    {
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(kLocal, port), QStringLiteral("--api-key=s3cr3t")}));
        const PortVerdict verdict = inspectPort(QStringLiteral("localhost"), port);
        QCOMPARE(verdict.kind, PortVerdictKind::OtherProcess);
        QVERIFY(verdict.blocksStart);
        QCOMPARE(verdict.holders.size(), std::size_t(1));
        const PortHolder &holder = verdict.holders.front();
        QCOMPARE(holder.pid, other.pid());
        QVERIFY(holder.name.startsWith(QLatin1String("python3")));
        QVERIFY(holder.executable.startsWith(u'/'));
        QVERIFY(holder.command.contains(m_listener));
        QVERIFY(!holder.command.contains(QStringLiteral("s3cr3t")));
        QVERIFY(holder.sameUser);
        QVERIFY(!holder.user.isEmpty());
        QCOMPARE(holder.address, kLocal);
        QVERIFY(holder.startedAt.isValid());
        QVERIFY(qAbs(holder.startedAt.secsTo(QDateTime::currentDateTime())) < 600);
        QVERIFY(!verdict.text.contains(QStringLiteral("s3cr3t")));
    }

    void aListenerOnEveryIpv4AddressBlocks()
    {
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(QStringLiteral("0.0.0.0"), port)}));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QVERIFY(verdict.blocksStart);
        QCOMPARE(verdict.holders.at(0).address, QStringLiteral("0.0.0.0"));
    }

    void aListenerOnIpv6LoopbackOnlyDoesNotBlockButIsTold()
    {
        REQUIRE_IPV6();
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(kLocal6, port)}));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QVERIFY(!verdict.blocksStart);
        QCOMPARE(verdict.holders.at(0).pid, other.pid());
        QCOMPARE(inspectPort(kLocal6, port).kind, PortVerdictKind::OtherProcess);
    }

    void aListenerOnEveryAddressOfBothFamiliesBlocks()
    {
        REQUIRE_IPV6();
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(QStringLiteral("::"), port), QStringLiteral("--dual")}));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QVERIFY(verdict.blocksStart);
        QCOMPARE(verdict.holders.at(0).address, QStringLiteral("::"));
    }

    void aListenerOnEveryIpv6AddressOnlyDoesNotBlock()
    {
        REQUIRE_IPV6();
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(python(), {m_listener, at(QStringLiteral("::"), port)}));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QVERIFY(!verdict.blocksStart);
    }

    void openAlgosProxyIsRecognised_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("wholeApp");
        QTest::newRow("script") << QStringList{QStringLiteral("websocket_proxy/server.py")} << false;
        QTest::newRow("module") << QStringList{QStringLiteral("-m"), QStringLiteral("websocket_proxy.server")} << false;
        QTest::newRow("inside app.py") << QStringList{QStringLiteral("app.py")} << true;
    }
    void openAlgosProxyIsRecognised()
    {
        QFETCH(QStringList, arguments);
        QFETCH(bool, wholeApp);
        const QTemporaryDir openAlgo;
        writeFile(openAlgo.path(), QStringLiteral("app.py"), listenerScript());
        writeFile(openAlgo.path(), QStringLiteral("websocket_proxy/__init__.py"), {});
        writeFile(openAlgo.path(), QStringLiteral("websocket_proxy/server.py"), listenerScript());
        const quint16 port = freshPort();
        StagedProcess proxy;
        QVERIFY(proxy.start(python(), arguments + QStringList{at(kLocal, port)}, openAlgo.path()));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::OpenAlgoProxy);
        QCOMPARE(verdict.remedy.contains(QStringLiteral("APP_MODE")), wholeApp);
    }

    void anAppPyElsewhereIsNotOpenAlgo()
    {
        const QTemporaryDir folder;
        writeFile(folder.path(), QStringLiteral("app.py"), listenerScript());
        const quint16 port = freshPort();
        StagedProcess app;
        QVERIFY(app.start(python(), {QStringLiteral("app.py"), at(kLocal, port)}, folder.path()));
        QCOMPARE(inspectPort(kLocal, port).kind, PortVerdictKind::OtherProcess);
    }

    void aTickgateWhoseParentWasKilledIsOurOrphan()
    {
        // Any program under our name will do: the interpreter, copied.
        const QString tickgate = m_folder.path() + QStringLiteral("/tickgate");
        QVERIFY(QFile::copy(QFileInfo(python()).canonicalFilePath(), tickgate));
        const quint16 port = freshPort();
        StagedProcess shell; // waits for its child until it is killed
        QVERIFY(
            shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("\"$0\" \"$1\" \"$2\" & wait"),
                                                    tickgate, m_listener, at(kLocal, port)}));
        const PortVerdict before = inspectPort(kLocal, port);
        QCOMPARE(before.kind, PortVerdictKind::OurOrphan);
        const qint64 orphan = before.holders.at(0).pid;
        QVERIFY(orphan != shell.pid());
        shell.process().kill();
        QVERIFY(shell.process().waitForFinished());
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::OurOrphan);
        QCOMPARE(verdict.holders.at(0).pid, orphan);
        const SystemProcessTable system;
        const auto identity = system.identify(orphan);
        QVERIFY(identity.ok());
        QVERIFY(identity.value().parentPid != shell.pid());
        QCOMPARE(system.end(identity.value().key, os::EndRequest::Force).outcome, os::EndOutcome::Sent);
        QVERIFY(waitFor([&] { return inspectPort(kLocal, port).kind == PortVerdictKind::Free; }));
    }

    void aSecondListenerThroughReusePortIsATwin()
    {
        const os::ListenResult ours = os::openListener("127.0.0.1", 0, os::Reuse::AddressAndPort);
        QVERIFY(ours.ok());
        StagedProcess other;
        const bool started = other.start(python(), {m_listener, at(kLocal, ours.port), QStringLiteral("--reuse-port")});
        const PortVerdict verdict = inspectPort(kLocal, ours.port);
        os::closeSocket(ours.socket);
        QVERIFY(started);
        QCOMPARE(verdict.kind, PortVerdictKind::TwinListener);
        QVERIFY(verdict.text.contains(QString::number(other.pid())));
    }

    void aProcessOfAnotherUserWithoutRightsSaysWhomToAsk()
    {
        const QStringList nobody = asNobody();
        if (nobody.isEmpty())
            QSKIP("needs root and setpriv to become another user");
        QTcpServer server; // root's, looked at by nobody
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QStringList answer = probeAs(nobody, kLocal, server.serverPort());
        QCOMPARE(answer.value(0), QStringLiteral("other_user"));
        QVERIFY2(answer.value(1).contains(QStringLiteral("root")), qPrintable(answer.value(1)));
    }

    void aProcessOfTheSameUserIsFoundWithoutRoot()
    {
        const QStringList nobody = asNobody();
        if (nobody.isEmpty())
            QSKIP("needs root and setpriv to become another user");
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(nobody.first(), nobody.mid(1) + QStringList{python(), m_listener, at(kLocal, port)}));
        const QStringList answer = probeAs(nobody, kLocal, port);
        QCOMPARE(answer.value(0), QStringLiteral("other_process"));
        QVERIFY2(answer.value(1).contains(QString::number(other.pid())), qPrintable(answer.value(1)));
    }

    void aPrivilegedPortWithoutRightsIsReserved()
    {
        QFile limit(QStringLiteral("/proc/sys/net/ipv4/ip_unprivileged_port_start"));
        if (limit.open(QIODevice::ReadOnly) && limit.readAll().trimmed().toInt() <= 81)
            QSKIP("every user may use low ports here");
        const QStringList nobody = asNobody();
        if (nobody.isEmpty())
            QSKIP("needs root and setpriv to become another user");
        QCOMPARE(probeAs(nobody, kLocal, 81).value(0), QStringLiteral("system_reserved"));
    }

    void aTimeWaitRemainderOfAServerThatReusedItsAddressDoesNotBlock()
    {
        const quint16 port = leaveTimeWait({});
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::Lingering);
        QVERIFY(!verdict.blocksStart);
        QCOMPARE(verdict.lingering, 1);
        QVERIFY(verdict.secondsToGo > 0 && verdict.secondsToGo <= 60);
    }

    void aTimeWaitRemainderOfAServerThatDidNotReuseItBlocks()
    {
        const quint16 port = leaveTimeWait({QStringLiteral("--no-reuse")});
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::Lingering);
        QVERIFY(verdict.blocksStart);
        QCOMPARE(verdict.action, PortAction::WaitAndRetry);
        QVERIFY(verdict.secondsToGo > 0);
    }

    void aPortThatIsBoundWithoutListeningHasNoVisibleOwner()
    {
        const quint16 port = freshPort();
        StagedProcess other;
        QVERIFY(other.start(
            python(), {m_listener, at(kLocal, port), QStringLiteral("--bind-only"), QStringLiteral("--no-reuse")}));
        const PortVerdict verdict = inspectPort(kLocal, port);
        QCOMPARE(verdict.kind, PortVerdictKind::HeldByVanishedOwner);
        QVERIFY(verdict.blocksStart);
    }

    void anAddressThatIsNotLocalIsBad()
    {
        QCOMPARE(inspectPort(QStringLiteral("203.0.113.7"), freshPort()).kind, PortVerdictKind::BadAddress);
        QCOMPARE(inspectPort(QStringLiteral("no-such-host.example"), freshPort()).kind, PortVerdictKind::BadAddress);
    }

    void theNextFreePortSkipsTakenOnes()
    {
        const SystemProcessTable system;
        QTcpServer first;
        QVERIFY(first.listen(QHostAddress::LocalHost));
        const auto next = nextFreePort(system, kLocal, first.serverPort());
        QVERIFY(next.has_value());
        QVERIFY(*next > first.serverPort());
        QTcpServer second;
        QVERIFY(second.listen(QHostAddress::LocalHost, *next));
    }

private:
    /// Runs this very program as another user, see main(): verdict name, then text.
    static QStringList probeAs(const QStringList &prefix, const QString &address, quint16 port)
    {
        QProcess probe;
        probe.start(prefix.first(),
                    prefix.mid(1) + QStringList{QCoreApplication::applicationFilePath(), QStringLiteral("--probe"),
                                                address, QString::number(port)});
        if (!probe.waitForFinished())
            return {};
        return QString::fromUtf8(probe.readAllStandardOutput()).split(u'\n');
    }

    /// A server that closes a connection first and then ends leaves its port in TIME_WAIT.
    quint16 leaveTimeWait(const QStringList &flags)
    {
        const QByteArray script = R"PY(import socket
import sys

s = socket.socket()
if "--no-reuse" not in sys.argv:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 0))
s.listen()
port = s.getsockname()[1]
client = socket.create_connection(("127.0.0.1", port))
peer = s.accept()[0]
peer.close()
client.recv(1)
client.close()
print(port)
)PY";
        QProcess server;
        server.start(python(), QStringList{QStringLiteral("-c"), QString::fromUtf8(script)} + flags);
        server.waitForFinished();
        return server.readAllStandardOutput().trimmed().toUShort();
    }

    QTemporaryDir m_folder;
    QString m_listener;
};

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--probe")) {
        const PortVerdict verdict = inspectPort(arguments.value(2), arguments.value(3).toUShort());
        QTextStream(stdout) << portVerdictName(verdict.kind) << '\n' << verdict.text << '\n';
        return 0;
    }
    tst_PortProbe test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_PortProbe.moc"
