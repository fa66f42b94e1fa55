#include "core/config/SettingTable.h"
#include "core/config/SettingValue.h"

#include <QSet>
#include <QTest>

using namespace tickgate;

namespace {

const SettingRow &rowOf(const char *key)
{
    const SettingRow *row = findSetting(QString::fromLatin1(key));
    if (row == nullptr)
        qFatal("no setting %s", key);
    return *row;
}

bool applied(const char *key, const QString &text, ProxyConfig &config)
{
    return applySetting(rowOf(key), text, config);
}

} // namespace

class TestSettingTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySettingOfTheSpecificationIsThereWithItsDefault_data()
    {
        QTest::addColumn<QString>("fallback");
        const QString specification = QStringLiteral(
            "WEBSOCKET_HOST=127.0.0.1 WEBSOCKET_PORT=8765 ZMQ_HOST=127.0.0.1 ZMQ_PORT=5555 WS_MAX_QUEUE=1024 "
            "WS_PING_INTERVAL=20 WS_PING_TIMEOUT=20 WS_AUTH_GRACE_SECONDS=15 WS_STALE_TICK_WARN_SECONDS=120 "
            "WS_PROXY_STATS_FILE= VALID_BROKERS= DATABASE_URL= API_KEY_PEPPER= TICKGATE_AUTH=auto TICKGATE_KEYS_FILE= "
            "TICKGATE_BUS=auto TICKGATE_DUAL_LOOPBACK=on TICKGATE_REUSE_PORT=off TICKGATE_ALLOW_REMOTE=off "
            "TICKGATE_ALLOWED_ORIGINS= TICKGATE_MAX_CLIENTS=1000 TICKGATE_SLOW_CLIENT=conflate "
            "TICKGATE_ADAPTER_HOST=off OPENALGO_HOME= OPENALGO_PYTHON= TICKGATE_AUTOSTART=on TICKGATE_AUTORESTART=on "
            "TICKGATE_LOG_LEVEL=info");
        const QStringList pairs = specification.split(u' ');
        for (const QString &pair : pairs)
            QTest::newRow(qPrintable(pair.section(u'=', 0, 0))) << pair.section(u'=', 1);
        QCOMPARE(settingTable().size(), pairs.size());
    }

    void everySettingOfTheSpecificationIsThereWithItsDefault()
    {
        QFETCH(QString, fallback);
        const SettingRow &row = rowOf(QTest::currentDataTag());
        QCOMPARE(settingText(row, ProxyConfig{}), fallback);
        QVERIFY(row.help.endsWith(u'.'));
    }

    void aDefaultSetAgainChangesNothing()
    {
        for (const SettingRow &row : settingTable()) {
            ProxyConfig config;
            QVERIFY2(applySetting(row, settingText(row, config), config), qPrintable(row.key));
            QVERIFY2(config == ProxyConfig{}, qPrintable(row.key));
        }
    }

    void aValueWrittenAsTextIsReadBackTheSame()
    {
        ProxyConfig config;
        config.webSocketHost = QStringLiteral("::1");
        config.zmqPort = 0;
        config.pingInterval = std::chrono::seconds(0);
        config.validBrokers = {QStringLiteral("zerodha"), QStringLiteral("angel")};
        config.apiKeyPepper = QStringLiteral("  blanks count in a secret ");
        config.auth = AuthKind::Demo;
        config.busTopology = BusTopology::Connect;
        config.slowClient = SlowClientPolicy::Disconnect;
        config.logLevel = LogLevel::Error;
        config.reusePort = true;
        ProxyConfig again;
        for (const SettingRow &row : settingTable())
            QVERIFY2(applySetting(row, settingText(row, config), again), qPrintable(row.key));
        QVERIFY(again == config);
    }

    void hostsAreAddressesAndLocalhostIsResolvedByUs()
    {
        ProxyConfig config;
        QVERIFY(applied("WEBSOCKET_HOST", QStringLiteral("localhost"), config));
        QCOMPARE(config.webSocketHost, QStringLiteral("127.0.0.1"));
        QVERIFY(applied("ZMQ_HOST", QStringLiteral(" LocalHost "), config));
        QCOMPARE(config.zmqHost, QStringLiteral("127.0.0.1"));
        QVERIFY(applied("WEBSOCKET_HOST", QStringLiteral("[::1]"), config));
        QCOMPARE(config.webSocketHost, QStringLiteral("::1"));
        for (const char *bad : {"example.invalid", "127.1", "8765", "256.0.0.1", "127.0.0.1:8765", "http://127.0.0.1"})
            QVERIFY2(!applied("WEBSOCKET_HOST", QString::fromLatin1(bad), config), bad);
        QCOMPARE(config.webSocketHost, QStringLiteral("::1"));
    }

    void portsAreWholeNumbersInRange()
    {
        ProxyConfig config;
        QVERIFY(applied("WEBSOCKET_PORT", QStringLiteral(" 65535 "), config));
        QCOMPARE(config.webSocketPort, 65535);
        QVERIFY(applied("WEBSOCKET_PORT", QStringLiteral("0"), config));
        for (const char *bad : {"65536", "-1", "+1", "8765x", "0x10", "87 65", "1e3", "99999999999999999999", "80.0"})
            QVERIFY2(!applied("WEBSOCKET_PORT", QString::fromLatin1(bad), config), bad);
        QCOMPARE(config.webSocketPort, 0);
    }

    void switchesAndChoicesDoNotMindCase()
    {
        ProxyConfig config;
        for (const char *off : {"off", "FALSE", "No", "0"}) {
            config.dualLoopback = true;
            QVERIFY2(applied("TICKGATE_DUAL_LOOPBACK", QString::fromLatin1(off), config), off);
            QVERIFY2(!config.dualLoopback, off);
        }
        for (const char *on : {"ON", "true", "Yes", "1"}) {
            config.dualLoopback = false;
            QVERIFY2(applied("TICKGATE_DUAL_LOOPBACK", QString::fromLatin1(on), config), on);
            QVERIFY2(config.dualLoopback, on);
        }
        QVERIFY(!applied("TICKGATE_DUAL_LOOPBACK", QStringLiteral("maybe"), config));
        QVERIFY(applied("TICKGATE_BUS", QStringLiteral("Connect"), config));
        QVERIFY(config.busTopology == BusTopology::Connect);
        QVERIFY(!applied("TICKGATE_BUS", QStringLiteral("both"), config));
    }

    void anEmptyValueGivesTheDefaultBack()
    {
        ProxyConfig config;
        config.webSocketPort = 9000;
        config.reusePort = true;
        QVERIFY(applied("WEBSOCKET_PORT", QStringLiteral("  "), config));
        QVERIFY(applied("TICKGATE_REUSE_PORT", QString(), config));
        QVERIFY(config == ProxyConfig{});
    }

    void listsAreTrimmedAndWithoutRepeats()
    {
        ProxyConfig config;
        QVERIFY(applied("VALID_BROKERS", QStringLiteral(" zerodha, ,angel,zerodha "), config));
        QCOMPARE(config.validBrokers, (QStringList{QStringLiteral("zerodha"), QStringLiteral("angel")}));
    }

    void originsAreTakenAsBrowsersSendThem()
    {
        ProxyConfig config;
        QVERIFY(
            applied("TICKGATE_ALLOWED_ORIGINS",
                    QStringLiteral("https://Charts.example/, https://b.example:443, http://c.example:8080, null, *, "
                                   "chrome-extension://abcdef"),
                    config));
        QCOMPARE(config.allowedOrigins,
                 (QStringList{QStringLiteral("https://charts.example"), QStringLiteral("https://b.example"),
                              QStringLiteral("http://c.example:8080"), QStringLiteral("null"), QStringLiteral("*"),
                              QStringLiteral("chrome-extension://abcdef")}));
        for (const char *bad : {"charts.example", "foo", "https://*.charts.example", "https://charts.example/page",
                                "https://charts.example?a", "https://me@charts.example", "https://"})
            QVERIFY2(!applied("TICKGATE_ALLOWED_ORIGINS", QLatin1String(bad), config), bad);
    }

    void secretsAreShownAsStars()
    {
        QCOMPARE(maskedSettingText(rowOf("API_KEY_PEPPER"), QStringLiteral("abcdef")), QStringLiteral("****"));
        QCOMPARE(maskedSettingText(rowOf("API_KEY_PEPPER"), QString()), QString());
        QCOMPARE(maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("postgres://me:p@ss@db/x")),
                 QStringLiteral("postgres://****@db/x"));
        // People put passwords into addresses as they are, and an address does not say where such a one ends.
        for (const QString &password :
             {QStringLiteral("pa/ssWORD1"), QStringLiteral("a@b/c@d"), QStringLiteral("two words"),
              QStringLiteral("a\"b'c"), QStringLiteral("line\nbreak"), QStringLiteral("x://y")}) {
            QCOMPARE(
                maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("postgresql://usr:%1@host/db").arg(password)),
                QStringLiteral("postgresql://****@host/db"));
        }
        QCOMPARE(maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("mysql://me:p@db/x?password=geheim")),
                 QStringLiteral("mysql://****@db/x?****"));
        QCOMPARE(maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("mysql://db/x?user=me&password=geheim")),
                 QStringLiteral("mysql://db/x?****"));
        QCOMPARE(maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("mysql://db/x?password=ge@heim")),
                 QStringLiteral("mysql://****"));
        QCOMPARE(maskedSettingText(rowOf("DATABASE_URL"), QStringLiteral("sqlite:///db/openalgo.db")),
                 QStringLiteral("sqlite:///db/openalgo.db"));
        QCOMPARE(maskedSettingText(rowOf("WEBSOCKET_PORT"), QStringLiteral("87x")), QStringLiteral("87x"));
    }

    void theReadmeTableHasOneLineForEverySetting()
    {
        const QStringList lines = settingsMarkdown().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), settingTable().size() + 2);
        for (const QString &line : lines)
            QCOMPARE(line.count(u'|'), 5);
        QVERIFY(settingsMarkdown().contains(QLatin1String("| `WEBSOCKET_PORT` | `8765` | a port from 0 to 65535 |")));
    }
};

QTEST_GUILESS_MAIN(TestSettingTable)
#include "tst_SettingTable.moc"
