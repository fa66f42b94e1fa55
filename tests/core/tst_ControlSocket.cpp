#include "app/ClientVerbs.h"
#include "app/ControlClient.h"
#include "app/ControlServer.h"
#include "app/SingleInstance.h"
#include "tests/support/DescriptorDrought.h"
#include "tests/support/TestSupport.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

/// Answers by the verb's name, so that each test asks for what it needs.
class FakeHandler : public ControlHandler
{
public:
    void handle(const QString &verb, const QJsonObject &arguments, ControlPeer &peer) override
    {
        ++handled;
        if (verb == QLatin1String("status")) {
            peer.finish({ExitCode::Done, {}, QJsonObject{{QStringLiteral("state"), QStringLiteral("running")}}});
        } else if (verb == QLatin1String("kick")) {
            peer.finish({ExitCode::Refused,
                         QStringLiteral("There is no client %1.").arg(arguments.value(QLatin1String("id")).toInt()),
                         {}});
        } else if (verb == QLatin1String("tail")) {
            for (int i = 1; i <= 3; ++i)
                peer.sendItem({{QStringLiteral("exchange"), QStringLiteral("NSE")},
                               {QStringLiteral("symbol"), arguments.value(QLatin1String("symbol"))},
                               {QStringLiteral("mode"), i},
                               {QStringLiteral("payload"), QStringLiteral("{\"ltp\":1.50}")}});
            peer.finish({});
        } else if (verb == QLatin1String("quit")) {
            peer.sendItem({});
            leaving = &peer;
        } else if (verb == QLatin1String("clients")) {
            waiting = &peer; // never answered
        } else {
            peer.finish({});
            peer.finish({ExitCode::Failed, QStringLiteral("a second answer"), {}});
        }
    }

    int handled = 0;
    QPointer<ControlPeer> leaving;
    QPointer<ControlPeer> waiting;
};

/// Runs something that blocks on a thread of its own while this thread's event loop serves it.
template <typename Function>
auto served(Function function)
{
    decltype(function()) result;
    std::atomic<bool> done = false;
    std::jthread thread([&] {
        result = function();
        done = true;
    });
    if (!test::waitFor([&done] { return done.load(); }))
        qFatal("the call did not come back");
    return result;
}

} // namespace

class TestControlSocket : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeHandler> m_handler;
    std::unique_ptr<ControlServer> m_server;
    std::unique_ptr<QTimer> m_poll;

    [[nodiscard]] QString name() const { return controlSocketName(m_dir->path()); }

    ExitCode run(const QStringList &arguments, QString &out, QString &err)
    {
        return served([&] {
            QTextStream outStream(&out);
            QTextStream errStream(&err);
            return runClientVerb(parseCommandLine(arguments).value, PlatformFolders::under(m_dir->path()), outStream,
                                 errStream);
        });
    }

    /// What the server does after these bytes: the answer, or the connection's end.
    QByteArray answerTo(const QByteArray &bytes)
    {
        QLocalSocket socket;
        socket.connectToServer(name());
        socket.write(bytes);
        if (!test::waitFor([&socket] { return socket.state() == QLocalSocket::UnconnectedState; }))
            return "(still open)";
        return socket.readAll();
    }

    /// The server goes, as it does with its process, as soon as the handler has this peer.
    void endServerOnce(QPointer<ControlPeer> FakeHandler::*peer)
    {
        m_poll = std::make_unique<QTimer>();
        connect(m_poll.get(), &QTimer::timeout, this, [this, peer] {
            if (m_server && !((*m_handler).*peer).isNull())
                m_server.reset();
        });
        m_poll->start(1ms);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_handler = std::make_unique<FakeHandler>();
        m_server = std::make_unique<ControlServer>(*m_handler);
        QCOMPARE(m_server->listen(name()), QString());
    }

    void cleanup()
    {
        m_poll.reset();
        m_server.reset();
    }

    void framesSurviveAnyCutting()
    {
        const QJsonObject first{{QStringLiteral("a"), 1}};
        const QJsonObject second{{QStringLiteral("b"), QStringLiteral("\u20B9")}};
        const QByteArray bytes = controlFrame(first) + controlFrame(second);
        ControlFrameReader reader(kLargestRequest);
        QList<QJsonObject> seen;
        for (const char byte : bytes) {
            reader.feed(QByteArray(1, byte));
            QJsonObject message;
            const auto result = reader.next(message);
            if (result == ControlFrameReader::Result::Message)
                seen.append(message);
            else
                QVERIFY(result == ControlFrameReader::Result::Incomplete);
        }
        QCOMPARE(seen, (QList<QJsonObject>{first, second}));
    }

    void badFramesAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("expected");
        using Result = ControlFrameReader::Result;
        const auto row = [](const char *name, const QByteArray &bytes, Result result) {
            QTest::newRow(name) << bytes << static_cast<int>(result);
        };
        QByteArray other = controlFrame({});
        other[4] = 9;
        row("nothing", {}, Result::Incomplete);
        row("half a length", QByteArray(3, '\0'), Result::Incomplete);
        row("length 0", QByteArray(4, '\0'), Result::Malformed);
        row("too long", QByteArray("\x7f\xff\xff\xff", 4), Result::Malformed);
        row("other version", other, Result::OtherVersion);
        row("other version, cut off", other.left(5), Result::OtherVersion);
        row("no JSON", QByteArray("\0\0\0\4\1abc", 8), Result::Malformed);
        row("an array", QByteArray("\0\0\0\3\1[]", 7), Result::Malformed);
    }

    void badFramesAreToldApart()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, expected);
        ControlFrameReader reader(kLargestRequest);
        reader.feed(bytes);
        QJsonObject message;
        QCOMPARE(static_cast<int>(reader.next(message)), expected);
    }

    void onlyTheUserMayOpenTheSocket()
    {
#ifdef Q_OS_WIN
        QSKIP("Pipes have no permissions to look at");
#else
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(QFileInfo::exists(name()));
        QVERIFY(!(QFileInfo(name()).permissions() & others));
#endif
    }

    void aVerbIsAnsweredAsTextAndAsJson()
    {
        QString out;
        QString err;
        QVERIFY(run({QStringLiteral("status"), QStringLiteral("--json")}, out, err) == ExitCode::Done);
        QCOMPARE(QJsonDocument::fromJson(out.toUtf8()).object().value(QLatin1String("state")).toString(),
                 QStringLiteral("running"));
        out.clear();
        QVERIFY(run({QStringLiteral("status")}, out, err) == ExitCode::Done);
        QVERIFY(out.contains(QLatin1String("running")));
        QCOMPARE(err, QString());
    }

    void aRefusalGoesToStderrWithItsExitCode()
    {
        QString out;
        QString err;
        QVERIFY(run({QStringLiteral("kick"), QStringLiteral("7")}, out, err) == ExitCode::Refused);
        QCOMPARE(out, QString());
        QCOMPARE(err, QStringLiteral("There is no client 7.\n"));
    }

    void onlyTheFirstAnswerCounts()
    {
        QString out;
        QString err;
        QVERIFY(run({QStringLiteral("start")}, out, err) == ExitCode::Done);
        QCOMPARE(err, QString());
    }

    void aStreamComesItemByItem()
    {
        QString out;
        QString err;
        QVERIFY(run({QStringLiteral("tail"), QStringLiteral("SBIN"), QStringLiteral("--json")}, out, err) ==
                ExitCode::Done);
        const QStringList lines = out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.constFirst().contains(QLatin1String("\"data\":{\"ltp\":1.50}")));
        const QJsonObject tick = QJsonDocument::fromJson(lines.constLast().toUtf8()).object();
        QCOMPARE(tick.value(QLatin1String("mode")).toInt(), 3);
        QCOMPARE(tick.value(QLatin1String("symbol")).toString(), QStringLiteral("SBIN"));
        out.clear();
        QVERIFY(run({QStringLiteral("tail"), QStringLiteral("SBIN")}, out, err) == ExitCode::Done);
        QVERIFY(out.startsWith(QLatin1String("NSE:SBIN LTP {\"ltp\":1.50}\n")));
    }

    void withoutAnInstanceTheExitCodeIsThree()
    {
        m_server.reset();
        QString out;
        QString err;
        for (const char *verb : {"status", "start", "stop", "restart", "quit", "clients", "tail"})
            QVERIFY2(run({QString::fromLatin1(verb)}, out, err) == ExitCode::NoInstance, verb);
        QVERIFY(err.contains(QLatin1String("No running Tickgate")));
    }

    void theEndOfTheProcessIsTheAnswerToQuit()
    {
        QString out;
        QString err;
        endServerOnce(&FakeHandler::leaving);
        QVERIFY(run({QStringLiteral("quit")}, out, err) == ExitCode::Done);
        QCOMPARE(err, QString());
    }

    void anEndWithoutAnAnswerIsAFailure()
    {
        QString out;
        QString err;
        endServerOnce(&FakeHandler::waiting);
        QVERIFY(run({QStringLiteral("clients")}, out, err) == ExitCode::Failed);
        QVERIFY(!err.isEmpty());
    }

    void nonsenseIsAnsweredAndEndsTheConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("huge") << QByteArray("\x7f\xff\xff\xff", 4);
        QTest::newRow("no JSON") << QByteArray("\0\0\0\4\1abc", 8);
        QTest::newRow("other version") << QByteArray("\0\0\0\3\2{}", 7);
    }

    void nonsenseIsAnsweredAndEndsTheConnection()
    {
        QFETCH(QByteArray, bytes);
        ControlFrameReader reader(kLargestAnswer);
        reader.feed(answerTo(bytes));
        QJsonObject message;
        QVERIFY(reader.next(message) == ControlFrameReader::Result::Message);
        QVERIFY(ControlReply::fromJson(message).exit != ExitCode::Done);
        QCOMPARE(m_handler->handled, 0);
    }

    void aCallerThatGoesTakesItsPeerAlong()
    {
        {
            QLocalSocket socket;
            socket.connectToServer(name());
            socket.write(controlFrame({{QStringLiteral("verb"), QStringLiteral("clients")}}));
            QVERIFY(test::waitFor([this] { return !m_handler->waiting.isNull(); }));
        }
        QVERIFY(test::waitFor([this] { return m_handler->waiting.isNull(); }));
    }

    void moreThanThirtyTwoCallersAreTurnedAway()
    {
        std::vector<std::unique_ptr<QLocalSocket>> sockets;
        for (int i = 0; i < 40; ++i) {
            sockets.push_back(std::make_unique<QLocalSocket>());
            sockets.back()->connectToServer(name());
        }
        const auto open = [&sockets] {
            return std::count_if(sockets.begin(), sockets.end(),
                                 [](const auto &socket) { return socket->state() == QLocalSocket::ConnectedState; });
        };
        QVERIFY(test::waitFor([&open] { return open() == 32; }));
    }

    void aLostSocketIsOpenedAgain()
    {
        if (!test::DescriptorDrought::possible())
            QSKIP("Descriptors cannot be used up here.");
        test::DescriptorDrought drought(1); // which the caller takes
        QLocalSocket caller;
        caller.connectToServer(name());
        QVERIFY(test::waitFor([this] { return !QFileInfo::exists(name()); }));
        drought.end();
        QString out;
        QString err;
        QVERIFY(test::waitFor([&] {
            return run({QStringLiteral("status"), QStringLiteral("--json")}, out, err) == ExitCode::Done;
        }));
    }

    void aLeftoverSocketIsTakenAway()
    {
        // What a killed process leaves: the file is there and nobody listens.
        ControlServer second(*m_handler);
        QCOMPARE(second.listen(name()), QString());
        QString out;
        QString err;
        QVERIFY(run({QStringLiteral("status")}, out, err) == ExitCode::Done);
    }

    void longFoldersGetAShortName()
    {
        const QString deep = m_dir->filePath(QString(200, u'x'));
        QVERIFY(controlSocketName(deep).size() < 50);
        QVERIFY(controlSocketName(deep) != controlSocketName(deep + u'y'));
        QVERIFY(controlSocketName(m_dir->path()) != controlSocketName(deep));
    }

    void onlyOneProcessHoldsAFolder()
    {
        SingleInstance first(m_dir->path());
        QVERIFY(first.acquire().outcome == SingleInstance::Outcome::First);
        SingleInstance second(m_dir->path());
        const SingleInstance::Result refused = second.acquire();
        QVERIFY(refused.outcome == SingleInstance::Outcome::AlreadyRunning);
        QCOMPARE(refused.pid, QCoreApplication::applicationPid());
        QVERIFY(refused.text.contains(QString::number(refused.pid)));
        first.release();
        QVERIFY(second.acquire().outcome == SingleInstance::Outcome::First);
    }

    void aFolderThatCannotBeWrittenIsSaid()
    {
        SingleInstance instance(m_dir->filePath(QStringLiteral("missing/folder")));
        const SingleInstance::Result result = instance.acquire();
        QVERIFY(result.outcome == SingleInstance::Outcome::Unusable);
        QVERIFY(result.text.contains(QLatin1String("--config-dir")));
    }
};

QTEST_GUILESS_MAIN(TestControlSocket)
#include "tst_ControlSocket.moc"
