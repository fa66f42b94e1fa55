#include "app/CommandLine.h"

#include <QTest>

using namespace tickgate;

namespace {

CommandLineResult parsed(const char *words)
{
    return parseCommandLine(QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts));
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOpensThePanel()
    {
        const CommandLineResult result = parsed("");
        QVERIFY(result.ok());
        QVERIFY(result.value == CommandLine{});
    }

    void everyServingOptionIsUnderstood()
    {
        const CommandLineResult result =
            parsed("--headless --demo --demo-rate 2500.5 --demo-seed 7 --minimized --env-file my.env --ws-port 0 "
                   "--zmq-port=5556 --zmq-host localhost --config-dir /tmp/x --log-level debug --instance two");
        QVERIFY2(result.ok(), qPrintable(result.usageError));
        CommandLine expected;
        expected.headless = true;
        expected.demo = true;
        expected.demoRate = 2500.5;
        expected.demoSeed = 7;
        expected.minimized = true;
        expected.envFile = QStringLiteral("my.env");
        expected.webSocketPort = 0;
        expected.zmqPort = 5556;
        expected.zmqHost = QStringLiteral("localhost");
        expected.configDir = QStringLiteral("/tmp/x");
        expected.logLevel = QStringLiteral("debug");
        expected.instance = QStringLiteral("two");
        QVERIFY(result.value == expected);
        const QHash<QString, QString> settings = result.value.settings();
        QCOMPARE(settings.size(), 4);
        QCOMPARE(settings.value(QStringLiteral("WEBSOCKET_PORT")), QStringLiteral("0"));
        QCOMPARE(settings.value(QStringLiteral("ZMQ_PORT")), QStringLiteral("5556"));
        QCOMPARE(settings.value(QStringLiteral("ZMQ_HOST")), QStringLiteral("localhost"));
        QCOMPARE(settings.value(QStringLiteral("TICKGATE_LOG_LEVEL")), QStringLiteral("debug"));
    }

    void everyCommandIsUnderstood_data()
    {
        QTest::addColumn<int>("verb");
        const auto row = [](const char *words, Verb verb) { QTest::newRow(words) << static_cast<int>(verb); };
        row("status", Verb::Status);
        row("status --json", Verb::Status);
        row("--json status", Verb::Status);
        row("start", Verb::Start);
        row("stop", Verb::Stop);
        row("restart --instance two", Verb::Restart);
        row("quit --config-dir /tmp/x", Verb::Quit);
        row("clients --json", Verb::Clients);
        row("kick 12", Verb::Kick);
        row("tail", Verb::Tail);
        row("tail NSE:RELIANCE", Verb::Tail);
        row("port", Verb::Port);
        row("port 8765 --json", Verb::Port);
        row("release 8765 --dry-run", Verb::Release);
        row("release 8765 --yes --force", Verb::Release);
        row("bundle out.tar", Verb::Bundle);
        row("key add trader", Verb::Key);
        row("key list --json", Verb::Key);
        row("key remove 1", Verb::Key);
        row("doctor", Verb::Doctor);
        row("help", Verb::Help);
        row("status --help", Verb::Help);
        row("--nonsense --help", Verb::Help);
        row("--version", Verb::Version);
    }

    void everyCommandIsUnderstood()
    {
        QFETCH(int, verb);
        const CommandLineResult result = parsed(QTest::currentDataTag());
        QVERIFY2(result.ok(), qPrintable(result.usageError));
        QCOMPARE(static_cast<int>(result.value.verb), verb);
    }

    void operandsArriveWhereTheyBelong()
    {
        QCOMPARE(parsed("kick 12").value.clientId, 12ULL);
        QCOMPARE(parsed("tail NSE:M&M").value.symbol, QStringLiteral("NSE:M&M"));
        QCOMPARE(parsed("port 8765").value.port.value_or(0), 8765);
        QVERIFY(!parsed("port").value.port.has_value());
        QCOMPARE(parsed("bundle out.tar").value.file, QStringLiteral("out.tar"));
        QCOMPARE(parsed("key add trader --config-dir /tmp/x").value.keyArguments,
                 (QStringList{QStringLiteral("add"), QStringLiteral("trader")}));
        QCOMPARE(parsed("key --json list").value.keyArguments,
                 (QStringList{QStringLiteral("list"), QStringLiteral("--json")}));
        const CommandLine release = parsed("release 8765 --dry-run --yes --force").value;
        QVERIFY(release.dryRun && release.yes && release.force);
    }

    void whatIsWrongIsSaidInASentence_data()
    {
        QTest::addColumn<QString>("mentions");
        const auto row = [](const char *words, const char *mentions) {
            QTest::newRow(words) << QString::fromLatin1(mentions);
        };
        row("--nonsense", "--nonsense");
        row("-x", "-x");
        row("frobnicate", "frobnicate");
        row("--ws-port", "--ws-port");
        row("--ws-port=", "--ws-port");
        row("--ws-port 65536", "0 to 65535");
        row("--ws-port -1", "0 to 65535");
        row("--zmq-port abc", "abc");
        row("--zmq-host not-an-address", "IP address");
        row("--log-level loud", "loud");
        row("--instance a/b", "--instance");
        row("--headless=yes", "no value");
        row("--demo-rate 100", "--demo");
        row("--demo --demo-rate 0", "--demo-rate");
        row("--demo --demo-seed -1", "--demo-seed");
        row("status --headless", "--headless");
        row("status --demo", "--demo");
        row("status extra", "tickgate status");
        row("kick", "tickgate kick ID");
        row("kick x", "number");
        row("kick 0", "number");
        row("port 0", "1 to 65535");
        row("port 65536", "1 to 65535");
        row("release", "tickgate release N");
        row("status --yes", "release");
        row("--json", "--json");
        row("bundle", "tickgate bundle FILE");
        row("key", "tickgate key");
    }

    void whatIsWrongIsSaidInASentence()
    {
        QFETCH(QString, mentions);
        const CommandLineResult result = parsed(QTest::currentDataTag());
        QVERIFY(!result.ok());
        QVERIFY2(result.usageError.contains(mentions), qPrintable(result.usageError));
        QVERIFY(result.usageError.endsWith(u'.'));
    }

    void theDesktopsOwnOptionsArePassedOver()
    {
        QVERIFY(parsed("-platform offscreen --demo -session 1_2 -psn_0_1").ok());
        QVERIFY(parsed("-platform offscreen --demo -session 1_2 -psn_0_1").value.demo);
    }

    void theHelpNamesEveryCommandAndExitCode()
    {
        const QString help = commandLineHelp();
        for (const char *word : {"--headless",  "--demo",        "--env-file",   "--ws-port",
                                 "--zmq-port",  "--zmq-host",    "--config-dir", "--log-level",
                                 "--minimized", "--instance",    "status",       "start",
                                 "stop",        "restart",       "quit",         "clients",
                                 "kick ID",     "tail [SYMBOL]", "port [N]",     "release N",
                                 "bundle FILE", "key add USER",  "doctor",       "--json",
                                 "--dry-run",   "--yes",         "--force",      "3 no running instance",
                                 "5 port busy"})
            QVERIFY2(help.contains(QLatin1String(word)), word);
        const QStringList lines = help.split(u'\n');
        for (const QString &line : lines)
            QVERIFY2(line.size() <= 120, qPrintable(line));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_CommandLine.moc"
