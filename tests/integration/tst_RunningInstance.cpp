#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"
#include "tests/support/TickgateProcess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tickgate;
using namespace tickgate::test;
using Answer = TickgateProcess::Answer;

namespace {

bool canBind(int port)
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, static_cast<quint16>(port));
}

} // namespace

class TestRunningInstance : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] Answer ask(const QStringList &words) const { return TickgateProcess::ask(m_dir->path(), words); }
    [[nodiscard]] Answer ask(const char *words) const { return ask(QString::fromLatin1(words).split(u' ')); }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void withoutAnInstanceTheVerbsExitWithThree()
    {
        for (const char *verb : {"status", "status --json", "stop", "clients", "kick 1", "tail", "quit", "doctor"}) {
            const Answer answer = ask(verb);
            QVERIFY2(answer.exitCode == 3, verb);
            QVERIFY2(!answer.err.isEmpty(), verb);
        }
    }

    void statusTellsStateAndPorts()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const Answer answer = ask("status --json");
        QCOMPARE(answer.exitCode, 0);
        const QJsonObject status = answer.object();
        QCOMPARE(status.value(QLatin1String("state")).toString(), QStringLiteral("running"));
        QCOMPARE(status.value(QLatin1String("ws_port")).toInt(), instance.webSocketPort);
        QCOMPARE(status.value(QLatin1String("bus_port")).toInt(), instance.busPort);
        QCOMPARE(status.value(QLatin1String("pid")).toInteger(), instance.processId());
        QVERIFY(status.value(QLatin1String("demo")).toBool());
        QVERIFY(ask("status").out.contains(QLatin1String("running for")));
        QVERIFY(waitFor(
            [this] { return ask("status --json").object().value(QLatin1String("last_tick_seconds")).isDouble(); }));
    }

    void stopFreesThePortAndStartServesItAgain()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const int port = instance.webSocketPort;
        const Answer stopped = ask("stop");
        QCOMPARE(stopped.exitCode, 0);
        QVERIFY2(stopped.out.contains(QLatin1String("Stopped in")), qPrintable(stopped.out));
        QVERIFY(canBind(port));
        QCOMPARE(ask("status --json").object().value(QLatin1String("state")).toString(), QStringLiteral("stopped"));
        QCOMPARE(ask("stop").exitCode, 4);
        QCOMPARE(ask("start").exitCode, 0);
        QVERIFY(instance.waitListening());
        QCOMPARE(instance.webSocketPort, port);
        const Answer again = ask("start --json");
        QCOMPARE(again.exitCode, 4);
        QVERIFY(!again.object().value(QLatin1String("ok")).toBool(true));
    }

    void restartServesTheSamePortsAgain()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const int port = instance.webSocketPort;
        QCOMPARE(ask("restart").exitCode, 0);
        QVERIFY(instance.waitListening());
        QCOMPARE(instance.webSocketPort, port);
        QCOMPARE(ask("status --json").object().value(QLatin1String("restarts_today")).toInt(), 1);
    }

    void clientsAreListedAndKicked()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        QCOMPARE(ask("clients").exitCode, 0);
        ProxyClient client(static_cast<quint16>(instance.webSocketPort));
        QVERIFY(client.logIn());

        const QJsonArray clients = ask("clients --json").array();
        QCOMPARE(clients.size(), 1);
        const QJsonObject row = clients.at(0).toObject();
        QCOMPARE(row.value(QLatin1String("port")).toInt(), client.socket().localPort());
        QVERIFY(!row.value(QLatin1String("key")).toString().contains(QLatin1String("demo-key")));
        QVERIFY(ask("clients").out.contains(QString::number(client.socket().localPort())));

        QCOMPARE(ask("kick 999999").exitCode, 4);
        const QString id = QString::number(row.value(QLatin1String("id")).toInteger());
        QCOMPARE(ask({QStringLiteral("kick"), id}).exitCode, 0);
        QVERIFY(client.waitClosed());
        QCOMPARE(client.closeCode(), 4403);
    }

    void tailPrintsTheTicksOfOneSymbol()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        QProcess tail;
        tail.start(TickgateProcess::program(),
                   {QStringLiteral("tail"), QStringLiteral("NSE:RELIANCE"), QStringLiteral("--json"),
                    QStringLiteral("--config-dir"), m_dir->path()});
        QByteArray out;
        const bool ticked = waitFor(
            [&] {
                out += tail.readAllStandardOutput();
                return out.count('\n') >= 2;
            },
            TickgateProcess::kPatienceMs);
        tail.kill();
        tail.waitForFinished(TickgateProcess::kPatienceMs);
        QVERIFY(ticked);
        for (const QByteArray &line : out.left(out.lastIndexOf('\n')).split('\n')) {
            const QJsonObject tick = QJsonDocument::fromJson(line).object();
            QCOMPARE(tick.value(QLatin1String("symbol")).toString(), QStringLiteral("RELIANCE"));
            QCOMPARE(tick.value(QLatin1String("exchange")).toString(), QStringLiteral("NSE"));
            QVERIFY(tick.value(QLatin1String("data"))[QLatin1String("ltp")].toDouble() > 0);
        }
    }

    void quitEndsTheProcessCleanly()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        QCOMPARE(ask("quit").exitCode, 0);
        QCOMPARE(instance.waitEnd(), 0);
        QVERIFY(canBind(instance.webSocketPort));
        QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("run.json"))));
        QCOMPARE(ask("status").exitCode, 3);
    }

    void aSecondHeadlessStartIsRefused()
    {
        TickgateProcess first(m_dir->path());
        QVERIFY(first.waitListening());
        TickgateProcess second(m_dir->path());
        QCOMPARE(second.waitEnd(), 4);
        QVERIFY(second.readAllStandardError().contains(QByteArray::number(first.processId())));
        TickgateProcess samePort(m_dir->path(), {QStringLiteral("--headless"), QStringLiteral("--ws-port"),
                                                 QString::number(first.webSocketPort)});
        QCOMPARE(samePort.waitEnd(), 5);
        QCOMPARE(ask("status").exitCode, 0);
    }

    void namedInstancesRunSideBySide()
    {
        TickgateProcess nameless(m_dir->path());
        TickgateProcess named(m_dir->path(),
                              {QStringLiteral("--headless"), QStringLiteral("--instance"), QStringLiteral("two")});
        QVERIFY(nameless.waitListening());
        QVERIFY(named.waitListening());
        const QJsonObject status = ask("status --json --instance two").object();
        QCOMPARE(status.value(QLatin1String("instance")).toString(), QStringLiteral("two"));
        QCOMPARE(status.value(QLatin1String("ws_port")).toInt(), named.webSocketPort);
        QCOMPARE(ask("quit --instance two").exitCode, 0);
        QCOMPARE(ask("status --instance two").exitCode, 3);
        QCOMPARE(ask("status").exitCode, 0);
    }

    void aSecondPanelRaisesTheFirst()
    {
        TickgateProcess first(m_dir->path(), {});
        QVERIFY(first.waitListening());
        TickgateProcess second(m_dir->path(), {});
        QCOMPARE(second.waitEnd(), 0);
        QCOMPARE(ask("quit").exitCode, 0);
        QCOMPARE(first.waitEnd(), 0);
    }

    void aKilledProcessIsSpokenOfAndReplaced()
    {
        int port = 0;
        {
            TickgateProcess killed(m_dir->path());
            QVERIFY(killed.waitListening());
            port = killed.webSocketPort;
        } // its destructor kills it
        QVERIFY(QFile::exists(m_dir->filePath(QStringLiteral("run.json"))));
        TickgateProcess next(m_dir->path(),
                             {QStringLiteral("--headless"), QStringLiteral("--ws-port"), QString::number(port)});
        QVERIFY(next.waitListening());
        QCOMPARE(next.webSocketPort, port);
        QVERIFY(waitFor([this] {
            QFile log(m_dir->filePath(QStringLiteral("tickgate.log")));
            return log.open(QIODevice::ReadOnly) && log.readAll().contains("ended unexpectedly at");
        }));
        QCOMPARE(ask("status").exitCode, 0);
    }

    void portsAreJudgedWithAndWithoutAnInstance()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        const QString number = QString::number(other.serverPort());
        const Answer held = ask({QStringLiteral("port"), number, QStringLiteral("--json")});
        QCOMPARE(held.exitCode, 0);
        QVERIFY2(held.out.contains(QString::number(QCoreApplication::applicationPid())), qPrintable(held.out));
        const Answer release = ask({QStringLiteral("release"), number, QStringLiteral("--dry-run")});
        QVERIFY2(release.out.contains(QString::number(QCoreApplication::applicationPid())), qPrintable(release.out));
        QVERIFY(other.isListening());

        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const Answer ours = ask({QStringLiteral("port"), QString::number(instance.webSocketPort)});
        QVERIFY2(ours.out.contains(QLatin1String("ours")), qPrintable(ours.out));
    }

    void theDoctorLooksAtEverything()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const QJsonObject doctor = ask("doctor --json").object();
        QVERIFY(doctor.value(QLatin1String("settings")).isArray());
        QCOMPARE(doctor.value(QLatin1String("ports")).toArray().size(), 3);
        const QJsonObject seen = doctor.value(QLatin1String("instance")).toObject();
        const QJsonObject testTick = seen.value(QLatin1String("checks")).toArray().last().toObject();
        QCOMPARE(seen.value(QLatin1String("checks")).toArray().size(), 9);
        QCOMPARE(testTick.value(QLatin1String("link")).toString(), QStringLiteral("loop_tick"));
        QCOMPARE(testTick.value(QLatin1String("result")).toString(), QStringLiteral("ok"));
        QVERIFY(seen.value(QLatin1String("test_tick_us")).toInt() > 0);
        // Nobody is connected, which is the first thing that is wrong, in one sentence.
        QCOMPARE(seen.value(QLatin1String("broken")).toString(), QStringLiteral("client_subscribed"));
        QVERIFY(seen.value(QLatin1String("sentence")).toString().contains(QLatin1String("no program is connected")));
        QVERIFY(ask("doctor").out.contains(QLatin1String("Running instance")));
    }

    void aBundleIsWritten()
    {
        TickgateProcess instance(m_dir->path());
        QVERIFY(instance.waitListening());
        const QString file = m_dir->filePath(QStringLiteral("out.zip"));
        QCOMPARE(ask({QStringLiteral("bundle"), file}).exitCode, 0);
        QFile archive(file);
        QVERIFY(archive.open(QIODevice::ReadOnly));
        QVERIFY(archive.read(4) == QByteArray("PK\3\4"));
        QCOMPARE(ask("bundle /no/such/folder/x.zip").exitCode, 1);
    }

    void wrongUsageExitsWithTwo()
    {
        for (const char *words : {"frobnicate", "kick", "kick x", "port 0", "--ws-port 70000", "status --headless"}) {
            const Answer answer = ask(words);
            QVERIFY2(answer.exitCode == 2, words);
            QVERIFY2(answer.out.isEmpty() && !answer.err.isEmpty(), words);
        }
    }
};

QTEST_GUILESS_MAIN(TestRunningInstance)
#include "tst_RunningInstance.moc"
