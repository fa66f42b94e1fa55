#include "core/ports/PortCommands.h"
#include "tests/support/FakeProcessTable.h"
#include "tests/support/StagedProcess.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

/// The commands over a table, with what they printed and asked.
struct Console
{
    explicit Console(std::shared_ptr<const ProcessTable> table)
        : out(&outText)
        , err(&errText)
        , commands(std::move(table), out, err, [this](const QString &question) {
            questions.append(question);
            return answer;
        })
    {
        options.release.times.ask = 200ms;
        options.release.times.settle = 40ms;
        options.release.times.settleSupervised = 40ms;
        options.release.times.poll = 10ms;
    }

    int release(int port)
    {
        options.port = port;
        return commands.release(options);
    }
    /// All that was printed, if it is one JSON object.
    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(outText.toUtf8()).object(); }

    QString outText;
    QString errText;
    QTextStream out;
    QTextStream err;
    QStringList questions;
    bool answer = false;
    PortCommands commands;
    PortCommandOptions options;
};

std::shared_ptr<FakeProcessTable> heldByNode(bool obeys)
{
    auto table = std::make_shared<FakeProcessTable>();
    table->addProcess(4711, "node");
    table->listen(4711, "127.0.0.1", 8765);
    table->setOnEnd([obeys](FakeProcessTable &system, const FakeProcessTable::Signal &signal) {
        if (obeys || signal.request == os::EndRequest::Force)
            system.removeProcess(signal.pid);
        return os::EndOutcome::Sent;
    });
    return table;
}

} // namespace

/// `tickgate port` and `tickgate release` as seen from a terminal.
class tst_PortCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void portAnswersInWordsAndEndsWithZero()
    {
        Console console(heldByNode(true));
        console.options.port = 8765;
        QCOMPARE(console.commands.port(console.options), 0);
        for (const char *part : {"8765: other_process", "node (pid 4711)", "What to do"})
            QVERIFY2(console.outText.contains(QLatin1String(part)), qPrintable(console.outText));
    }

    void portAnswersInJsonWithStableKeys()
    {
        Console console(heldByNode(true));
        console.options.port = 8765;
        console.options.json = true;
        QCOMPARE(console.commands.port(console.options), 0);
        const QJsonObject object = QJsonDocument::fromJson(console.outText.toUtf8()).object();
        const QStringList expected{
            QStringLiteral("action"),        QStringLiteral("address"), QStringLiteral("blocks_start"),
            QStringLiteral("holders"),       QStringLiteral("ipv6"),    QStringLiteral("lingering"),
            QStringLiteral("owner"),         QStringLiteral("port"),    QStringLiteral("remedy"),
            QStringLiteral("seconds_to_go"), QStringLiteral("text"),    QStringLiteral("verdict")};
        QCOMPARE(object.keys(), expected);
        QCOMPARE(object.value(QStringLiteral("verdict")).toString(), QStringLiteral("other_process"));
        const QJsonObject owner = object.value(QStringLiteral("owner")).toObject();
        QCOMPARE(owner.value(QStringLiteral("pid")).toInt(), 4711);
        QCOMPARE(owner.value(QStringLiteral("command")).toString(), QStringLiteral("node --serve"));
        QCOMPARE(object.value(QStringLiteral("holders")).toArray().size(), 1);
    }

    void portWithoutANumberAnswersForBothPorts()
    {
        Console console(std::make_shared<FakeProcessTable>());
        console.options.json = true;
        QCOMPARE(console.commands.port(console.options), 0);
        const QJsonArray array = QJsonDocument::fromJson(console.outText.toUtf8()).array();
        QCOMPARE(array.size(), 2);
        QCOMPARE(array.at(0).toObject().value(QStringLiteral("port")).toInt(), 8765);
        QCOMPARE(array.at(1).toObject().value(QStringLiteral("port")).toInt(), 5555);
        QVERIFY(array.at(1).toObject().contains(QStringLiteral("bus")));
    }

    void aPortOfZeroIsPickedAtStartAndNotLookedAt()
    {
        const auto table = heldByNode(true);
        table->listen(4711, "127.0.0.1", 0);
        table->listen(4711, "::1", 0);
        Console console(table);
        console.options.webSocketPort = 0;
        console.options.zmqPort = 0;
        QCOMPARE(console.commands.port(console.options), 0);
        QCOMPARE(console.outText.count(QLatin1String("0: picked at start")), 2);
        for (const char *part :
             {"WebSocket server picks a free port at every start", "bus picks a free port at every start"})
            QVERIFY2(console.outText.contains(QLatin1String(part)), qPrintable(console.outText));
        for (const char *part : {"node", "0: free"})
            QVERIFY2(!console.outText.contains(QLatin1String(part)), qPrintable(console.outText));

        console.outText.clear();
        console.options.json = true;
        QCOMPARE(console.commands.port(console.options), 0);
        const QJsonArray array = QJsonDocument::fromJson(console.outText.toUtf8()).array();
        QCOMPARE(array.size(), 2);
        const QJsonObject webSocket = array.at(0).toObject();
        const QJsonObject bus = array.at(1).toObject();
        for (const QJsonObject &object : {webSocket, bus}) {
            QCOMPARE(object.value(QStringLiteral("port")).toInt(-1), 0);
            QCOMPARE(object.value(QStringLiteral("verdict")).toString(), QStringLiteral("free"));
            QVERIFY(object.value(QStringLiteral("text")).toString().contains(QLatin1String("at every start")));
            QVERIFY(object.value(QStringLiteral("holders")).toArray().isEmpty());
            QVERIFY(object.contains(QStringLiteral("remedy")) && object.contains(QStringLiteral("seconds_to_go")));
        }
        QVERIFY(!webSocket.contains(QStringLiteral("bus")));
        QVERIFY(bus.contains(QStringLiteral("bus")));
    }

    void onePortOfZeroDoesNotHideTheOther()
    {
        Console console(heldByNode(true));
        console.options.zmqPort = 0;
        QCOMPARE(console.commands.port(console.options), 0);
        QVERIFY2(console.outText.contains(QStringLiteral("8765: other_process")), qPrintable(console.outText));
        QVERIFY2(console.outText.contains(QStringLiteral("0: picked at start")), qPrintable(console.outText));
    }

    void aNumberThatIsNoPortIsAUsageError()
    {
        Console console(std::make_shared<FakeProcessTable>());
        QCOMPARE(console.release(70000), 2);
        QCOMPARE(console.release(0), 2);
        console.options.port = -1;
        QCOMPARE(console.commands.port(console.options), 2);
        console.options.port.reset();
        QCOMPARE(console.commands.release(console.options), 2);
        QVERIFY(!console.errText.isEmpty());
    }

    void releasingAFreePortIsDoneAtOnce()
    {
        Console console(std::make_shared<FakeProcessTable>());
        QCOMPARE(console.release(8765), 0);
        QVERIFY(console.questions.isEmpty());
        QVERIFY(console.outText.contains(QStringLiteral("free")));
    }

    void aDryRunShowsThePlanAndTouchesNothing()
    {
        const auto table = heldByNode(true);
        Console console(table);
        console.options.dryRun = true;
        QCOMPARE(console.release(8765), 0);
        QVERIFY(console.outText.contains(QStringLiteral("This ends node (pid 4711)")));
        QVERIFY(console.outText.contains(QStringLiteral("nothing was done")));
        QVERIFY(table->signalsSent().empty());
        QVERIFY(console.questions.isEmpty());
    }

    void withoutYesItAsksAndNoMeansNothingIsDone()
    {
        const auto table = heldByNode(true);
        Console console(table);
        QCOMPARE(console.release(8765), 4);
        QCOMPARE(console.questions.size(), 1);
        QVERIFY(table->signalsSent().empty());
    }

    void withYesItAsksTheProcessAndNotTheUser()
    {
        const auto table = heldByNode(true);
        Console console(table);
        console.options.yes = true;
        QCOMPARE(console.release(8765), 0);
        QVERIFY(console.questions.isEmpty());
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{4711, os::EndRequest::Ask}}));
        QVERIFY(console.outText.contains(QStringLiteral("Port 8765 is free")));
    }

    void yesAloneNeverForces()
    {
        const auto table = heldByNode(false);
        Console console(table);
        console.options.yes = true;
        QCOMPARE(console.release(8765), 5);
        QCOMPARE(table->signalsSent(), (std::vector<FakeProcessTable::Signal>{{4711, os::EndRequest::Ask}}));
        QVERIFY(console.errText.contains(QStringLiteral("--force")));
    }

    void forceStillAsksPolitelyFirst()
    {
        const auto table = heldByNode(false);
        Console console(table);
        console.options.yes = true;
        console.options.force = true;
        QCOMPARE(console.release(8765), 0);
        QCOMPARE(table->signalsSent(),
                 (std::vector<FakeProcessTable::Signal>{{4711, os::EndRequest::Ask}, {4711, os::EndRequest::Force}}));
    }

    void aRefusalIsFourWithASentence()
    {
        const auto table = heldByNode(true);
        table->denyEnding(4711);
        Console console(table);
        console.options.yes = true;
        console.options.force = true;
        QCOMPARE(console.release(8765), 4);
        QVERIFY(table->signalsSent().empty());
        QVERIFY2(console.errText.contains(QStringLiteral("no right")), qPrintable(console.errText));
        console.errText.clear();
        console.options.dryRun = true;
        QCOMPARE(console.release(8765), 0);
        QVERIFY2(console.outText.contains(QStringLiteral("no right")), qPrintable(console.outText));
        QVERIFY(console.errText.isEmpty());
    }

    void ourselvesAreRefused()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        Console console(std::make_shared<SystemProcessTable>());
        console.options.yes = true;
        QCOMPARE(console.release(server.serverPort()), 4);
        QVERIFY(server.isListening());
    }

    void releaseAnswersInJsonWithStableKeys()
    {
        const auto table = heldByNode(true);
        Console console(table);
        console.options.json = true;
        console.options.yes = true;
        QCOMPARE(console.release(8765), 0);
        const QJsonObject object = console.object();
        const QStringList expected{QStringLiteral("address"), QStringLiteral("after"),       QStringLiteral("before"),
                                   QStringLiteral("dry_run"), QStringLiteral("duration_ms"), QStringLiteral("forced"),
                                   QStringLiteral("freed"),   QStringLiteral("outcome"),     QStringLiteral("port"),
                                   QStringLiteral("remedy"),  QStringLiteral("supervisor"),  QStringLiteral("targets"),
                                   QStringLiteral("text")};
        QCOMPARE(object.keys(), expected);
        QCOMPARE(object.value(QStringLiteral("port")).toInt(), 8765);
        QCOMPARE(object.value(QStringLiteral("outcome")).toString(), QStringLiteral("freed"));
        QCOMPARE(object.value(QStringLiteral("freed")), QJsonValue(true));
        QCOMPARE(object.value(QStringLiteral("forced")), QJsonValue(false));
        QCOMPARE(object.value(QStringLiteral("dry_run")), QJsonValue(false));
        const QJsonObject before = object.value(QStringLiteral("before")).toObject();
        QCOMPARE(before.value(QStringLiteral("verdict")).toString(), QStringLiteral("other_process"));
        QCOMPARE(before.value(QStringLiteral("owner")).toObject().value(QStringLiteral("pid")).toInt(), 4711);
        QCOMPARE(object.value(QStringLiteral("after")).toObject().value(QStringLiteral("verdict")).toString(),
                 QStringLiteral("free"));
        const QJsonArray targets = object.value(QStringLiteral("targets")).toArray();
        QCOMPARE(targets.size(), 1);
        QCOMPARE(targets.at(0).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("node"));
    }

    void aDryRunInJsonTouchesNothing()
    {
        const auto table = heldByNode(true);
        Console console(table);
        console.options.json = true;
        console.options.dryRun = true;
        QCOMPARE(console.release(8765), 0);
        QVERIFY(table->signalsSent().empty());
        const QJsonObject object = console.object();
        QCOMPARE(object.value(QStringLiteral("dry_run")), QJsonValue(true));
        QCOMPARE(object.value(QStringLiteral("outcome")).toString(), QStringLiteral("not_tried"));
        QCOMPARE(object.value(QStringLiteral("freed")), QJsonValue(false));
        QVERIFY(object.value(QStringLiteral("text")).toString().contains(QStringLiteral("This ends node (pid 4711)")));
        QCOMPARE(object.value(QStringLiteral("targets")).toArray().size(), 1);
        QCOMPARE(object.value(QStringLiteral("after")), QJsonValue(QJsonValue::Null));
    }

    void inJsonTheOutcomeAndTheExitCodeSayTheSame()
    {
        const auto outcome = [](Console &console, int expectedExit) {
            console.options.json = true;
            const int exit = console.release(8765);
            const QJsonObject object = console.object();
            if (exit != expectedExit || object.value(QStringLiteral("freed")).toBool() != (exit == 0))
                return QStringLiteral("exit code %1").arg(exit);
            return object.value(QStringLiteral("outcome")).toString();
        };
        Console free(std::make_shared<FakeProcessTable>());
        QCOMPARE(outcome(free, 0), QStringLiteral("already_free"));
        Console unasked(heldByNode(true));
        QCOMPARE(outcome(unasked, 4), QStringLiteral("cancelled"));
        Console stubborn(heldByNode(false));
        stubborn.options.yes = true;
        QCOMPARE(outcome(stubborn, 5), QStringLiteral("still_held"));
        const auto denied = heldByNode(true);
        denied->denyEnding(4711);
        Console refused(denied);
        QCOMPARE(outcome(refused, 4), QStringLiteral("refused"));
        QVERIFY2(refused.errText.contains(QStringLiteral("no right")), qPrintable(refused.errText));
    }

    void aDryRunHasSucceededWhenItHasLooked()
    {
        const auto denied = heldByNode(true);
        denied->denyEnding(4711);
        const auto vanished = std::make_shared<FakeProcessTable>();
        vanished->addProcess(4711, "node");
        vanished->listen(4711, "127.0.0.1", 8765);
        vanished->editProcess(4711, [](os::ProcessIdentity &identity) { identity.exited = true; });
        const auto dryRun = [](const std::shared_ptr<FakeProcessTable> &table, int expectedExit) {
            Console console(table);
            console.options.json = true;
            console.options.dryRun = true;
            if (const int exit = console.release(8765); exit != expectedExit)
                return QStringLiteral("exit code %1").arg(exit);
            const QJsonObject object = console.object();
            return object.value(QStringLiteral("dry_run")).toBool() ? object.value(QStringLiteral("outcome")).toString()
                                                                    : QStringLiteral("no dry run");
        };
        QCOMPARE(dryRun(std::make_shared<FakeProcessTable>(), 0), QStringLiteral("already_free"));
        QCOMPARE(dryRun(denied, 0), QStringLiteral("refused"));
        QCOMPARE(dryRun(vanished, 0), QStringLiteral("refused"));
        denied->breakLooks();
        QCOMPARE(dryRun(denied, 1), QStringLiteral("failed"));
    }

    void aFailureOfTheSystemIsOneWithAReason()
    {
        const auto table = heldByNode(true);
        table->setOnEnd([](FakeProcessTable &, const auto &) { return os::EndOutcome::Failed; });
        Console console(table);
        console.options.yes = true;
        QCOMPARE(console.release(8765), 1);
        QVERIFY(console.errText.contains(QStringLiteral("not permitted")));
    }
};

QTEST_GUILESS_MAIN(tst_PortCommands)
#include "tst_PortCommands.moc"
