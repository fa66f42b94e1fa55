#include "core/config/OpenAlgoFolder.h"
#include "core/feed/AdapterHost.h"
#include "core/feed/AdapterHostScript.h"
#include "core/feed/HostLog.h"
#include "core/feed/JsonLines.h"
#include "tests/support/OpenAlgoTree.h"
#include "tests/support/TestSupport.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tickgate;
using namespace std::chrono_literals;
using test::waitFor;

using State = AdapterHost::State;

namespace {

/// Says it is ready, then answers every request with its own line number, until something in the request says
/// otherwise.
const QByteArray kEcho = R"(
import json, os, signal, sys, time
print('{"event":"ready"}', flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("op") == "garbage":
        sys.stdout.write('not json\n[1,2]\n"x"\n\n')
    if request.get("op") == "split":
        sys.stdout.write('{"id":%d,' % request["id"]); sys.stdout.flush(); time.sleep(0.1)
        sys.stdout.write('"status":"success"}\n'); sys.stdout.flush()
        continue
    if request.get("op") == "die":
        sys.stderr.write("ValueError: enough\n"); sys.stderr.flush()
        os._exit(9)
    if request.get("op") == "freeze":
        os.kill(os.getpid(), signal.SIGSTOP)
    print(json.dumps({"id": request["id"], "status": "success", "op": request.get("op")}), flush=True)
if os.environ.get("LINGER"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    open(os.environ["LINGER"], "w").close()
    time.sleep(1000)
)";

bool isAlive(qint64 pid)
{
#ifdef Q_OS_WIN
    Q_UNUSED(pid)
    return false;
#else
    return ::kill(static_cast<pid_t>(pid), 0) == 0;
#endif
}

} // namespace

class TestAdapterHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::pythonForTests().isEmpty())
            QSKIP("needs a Python with argon2, zmq and websockets");
        m_times.firstPause = 20ms;
        m_times.longestPause = 50ms;
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_setup = {};
        m_setup.python = test::pythonForTests();
        m_setup.folder = m_dir->path();
        useScript(kEcho);
    }

    void requestsAreAnsweredByTheirId()
    {
        AdapterHost host(m_setup, m_times);
        QSignalSpy replies(&host, &AdapterHost::replied);
        QCOMPARE(host.request({}), 0U); // not ready yet
        host.start();
        QVERIFY(waitFor([&] { return host.state() == State::Ready; }));
        const quint64 first = host.request({{QStringLiteral("op"), QStringLiteral("a")}});
        const quint64 second = host.request({{QStringLiteral("op"), QStringLiteral("b")}});
        QVERIFY(first != 0 && second != 0 && first != second);
        QVERIFY(waitFor([&] { return replies.size() == 2; }));
        QCOMPARE(replies.at(1).at(0).toULongLong(), second);
        QCOMPARE(replies.at(1).at(1).toJsonObject()[QLatin1String("op")].toString(), QStringLiteral("b"));
    }

    void aReplyMayComeInPiecesAndBetweenGarbage()
    {
        AdapterHost host(m_setup, m_times);
        QSignalSpy replies(&host, &AdapterHost::replied);
        startAndWait(host);
        static_cast<void>(host.request({{QStringLiteral("op"), QStringLiteral("garbage")}}));
        const quint64 split = host.request({{QStringLiteral("op"), QStringLiteral("split")}});
        QVERIFY(waitFor([&] { return replies.size() == 2; }));
        QCOMPARE(replies.at(1).at(0).toULongLong(), split);
        QCOMPARE(host.state(), State::Ready);
    }

    void anUnexpectedEndIsExplainedAndFollowedByANewStart()
    {
        AdapterHost host(m_setup, m_times);
        startAndWait(host);
        const qint64 firstPid = describe(host).pid;
        static_cast<void>(host.request({{QStringLiteral("op"), QStringLiteral("die")}}));
        QVERIFY(waitFor([&] { return host.state() == State::Waiting; }));
        QCOMPARE(host.request({}), 0U);
        QVERIFY(host.reason().contains(QStringLiteral("code 9")));
        QVERIFY(host.reason().contains(QStringLiteral("ValueError: enough")));
        QVERIFY(waitFor([&] { return host.state() == State::Ready; }));
        QCOMPARE(describe(host).restarts, 1);
        QVERIFY(describe(host).pid != firstPid);
    }

    void thePausesBetweenStartsGrowToALimit()
    {
        useScript("raise SystemExit(3)");
        AdapterHostTimes times = m_times;
        times.firstPause = 10ms;
        times.longestPause = 40ms;
        AdapterHost host(m_setup, times);
        std::vector<std::chrono::milliseconds> pauses;
        connect(&host, &AdapterHost::stateChanged, this, [&](State state) {
            if (state == State::Waiting)
                pauses.push_back(describe(host).restartIn);
        });
        host.start();
        QVERIFY(waitFor([&] { return pauses.size() >= 4; }));
        // Qt's coarse timers may be late by a twentieth, rounded up.
        QVERIFY(pauses[0] < 20ms);
        QVERIFY(pauses[2] > 20ms);
        QVERIFY(pauses[3] < 60ms);
    }

    void anInterpreterThatIsNotThereIsTheReason()
    {
        m_setup.python = m_dir->filePath(QStringLiteral("no-python"));
        AdapterHost host(m_setup, m_times);
        host.start();
        QVERIFY(waitFor([&] { return host.state() == State::Waiting; }));
        QVERIFY(host.reason().contains(QStringLiteral("no-python")));
    }

    void whatCannotBeImportedIsTheReason()
    {
        m_setup.script =
            std::make_shared<AdapterHostScript>(test::sourcePath(QStringLiteral("resources/adapter_host.py")));
        AdapterHost host(m_setup, m_times); // an empty folder is no OpenAlgo
        host.start();
        QVERIFY(waitFor([&] { return host.state() == State::Waiting; }));
        QVERIFY2(host.reason().contains(QStringLiteral("No module named 'websocket_proxy'")),
                 qPrintable(host.reason()));
    }

    void whoIsNotReadyInTimeIsEnded()
    {
        useScript("import time; time.sleep(1000)");
        AdapterHostTimes times = m_times;
        times.readyWithin = 200ms;
        AdapterHost host(m_setup, times);
        host.start();
        QVERIFY(waitFor([&] { return host.state() == State::Waiting; }));
        QVERIFY(host.reason().contains(QStringLiteral("not ready")));
    }

    void aFrozenHostIsNoticedAndReplaced()
    {
#ifdef Q_OS_WIN
        QSKIP("no SIGSTOP on Windows");
#endif
        AdapterHostTimes times = m_times;
        times.pingEvery = 50ms;
        times.pongWithin = 2s;
        AdapterHost host(m_setup, times);
        startAndWait(host);
        const qint64 frozen = describe(host).pid;
        static_cast<void>(host.request({{QStringLiteral("op"), QStringLiteral("freeze")}}));
        QVERIFY(waitFor([&] { return describe(host).restarts == 1 && host.state() == State::Ready; }, 20'000));
        QVERIFY(host.reason().contains(QStringLiteral("did not answer")));
        QVERIFY(!isAlive(frozen));
    }

    void theEndOfStdinIsEnoughToStop()
    {
        AdapterHost host(m_setup, m_times);
        startAndWait(host);
        const qint64 pid = describe(host).pid;
        QSignalSpy stopped(&host, &AdapterHost::stopped);
        host.stop();
        QCOMPARE(host.state(), State::Stopping);
        QVERIFY(waitFor([&] { return stopped.size() == 1; }));
        QCOMPARE(host.state(), State::Stopped);
        QVERIFY(!isAlive(pid));
        host.stop();
        QCOMPARE(stopped.size(), 2); // at once when there is nothing to stop
    }

    void whoDoesNotLeaveIsTerminatedAndThenKilled()
    {
        const QString sign = m_dir->filePath(QStringLiteral("lingers"));
        m_setup.environment.insert(QStringLiteral("LINGER"), sign);
        AdapterHostTimes times = m_times;
        times.leaveWithin = 1s;
        times.terminateWithin = 100ms;
        AdapterHost host(m_setup, times);
        startAndWait(host);
        const qint64 pid = describe(host).pid;
        QSignalSpy stopped(&host, &AdapterHost::stopped);
        host.stop();
        QVERIFY(waitFor([&] { return QFile::exists(sign); })); // it ignores the end of stdin, and SIGTERM
        QVERIFY(waitFor([&] { return stopped.size() == 1; }));
        QVERIFY(!isAlive(pid));
    }

    void aHurriedStopWaitsForNobody()
    {
        const QString sign = m_dir->filePath(QStringLiteral("lingers"));
        m_setup.environment.insert(QStringLiteral("LINGER"), sign);
        AdapterHostTimes times = m_times;
        times.leaveWithin = 1h;
        AdapterHost host(m_setup, times);
        startAndWait(host);
        const qint64 pid = describe(host).pid;
        QSignalSpy stopped(&host, &AdapterHost::stopped);
        host.hurry(); // nothing is being stopped yet
        QCOMPARE(host.state(), State::Ready);
        host.stop();
        QVERIFY(waitFor([&] { return QFile::exists(sign); }));
        QCOMPARE(stopped.size(), 0);
        host.hurry();
        QVERIFY(waitFor([&] { return stopped.size() == 1; }));
        QVERIFY(!isAlive(pid));
    }

    void destructionLeavesNoProcessBehind()
    {
        auto host = std::make_unique<AdapterHost>(m_setup, m_times);
        startAndWait(*host);
        const qint64 pid = describe(*host).pid;
        host.reset();
        QVERIFY(!isAlive(pid));
    }

    void theScriptIsFoundOrUnpacked()
    {
        const AdapterHostScript script;
        QFile file(script.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QFile source(test::sourcePath(QStringLiteral("resources/adapter_host.py")));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), source.readAll());
    }

    void anUnpackedScriptGoesWithItsOwner()
    {
        QString path;
        {
            const AdapterHostScript script(AdapterHostScript::Source::Unpacked);
            path = script.path();
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().contains("create_broker_adapter"));
        }
        QVERIFY(!QFile::exists(path));
    }

    void openAlgosOwnInterpreterComesFirst()
    {
        const QString own = m_dir->filePath(QStringLiteral(".venv/bin/python"));
        QVERIFY(QDir().mkpath(QFileInfo(own).path()));
        QVERIFY(QFile::link(test::pythonForTests(), own));
        ProxyConfig config;
        config.openAlgoHome = m_dir->path();
        QCOMPARE(openAlgoPython(config), own);
        config.openAlgoPython = QStringLiteral("/opt/python");
        QCOMPARE(openAlgoPython(config), QStringLiteral("/opt/python"));
    }

    void linesArePutTogetherAndGarbageIsCounted()
    {
        JsonLines lines;
        QVERIFY(lines.feed("{\"a\":").empty());
        const auto objects = lines.feed("1}\r\nnoise\n\n{\"b\":2}\n[3]\n{\"c\"");
        QCOMPARE(objects.size(), 2U);
        QCOMPARE(objects[1], (QJsonObject{{QStringLiteral("b"), 2}}));
        QCOMPARE(lines.takeGarbage().lines, 2);
        QCOMPARE(lines.takeGarbage().lines, 0);
        QCOMPARE(lines.feed(":3}\n").size(), 1U);
    }

    void aLineWithoutEndIsDroppedAndTheNextOneRead()
    {
        JsonLines lines;
        for (int i = 0; i < 10; ++i)
            QVERIFY(lines.feed(QByteArray(1024 * 1024, 'x')).empty());
        QCOMPARE(lines.takeGarbage().lines, 1);
        QCOMPARE(lines.feed("xxx\n{\"a\":1}\n").size(), 1U);
    }

    void theLastErrorOfTheLogIsKept()
    {
        HostLog log;
        const auto now = std::chrono::steady_clock::now();
        log.feed("INFO all is well\n\x1b[31mERROR login\x1b[0m refused\nINFO going", now);
        QCOMPARE(log.lastError(), QByteArray("ERROR login refused"));
        log.feed(" on\nRuntimeError: no", now);
        log.finish(now);
        QCOMPARE(log.lastError(), QByteArray("RuntimeError: no"));
    }

private:
    void useScript(const QByteArray &text)
    {
        m_setup.script = std::make_shared<AdapterHostScript>(m_dir->filePath(QStringLiteral("host.py")));
        QFile file(m_setup.script->path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    static void startAndWait(AdapterHost &host)
    {
        host.start();
        QVERIFY(waitFor([&] { return host.state() == State::Ready; }));
    }

    static FeedSnapshot describe(const AdapterHost &host)
    {
        FeedSnapshot snapshot;
        host.describe(snapshot);
        return snapshot;
    }

    AdapterHostTimes m_times;
    AdapterHostSetup m_setup;
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestAdapterHost)
#include "tst_AdapterHost.moc"
