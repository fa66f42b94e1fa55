#include "core/config/ConfigLoader.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/config/PlatformFolders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

const QString kPort = QStringLiteral("WEBSOCKET_PORT");

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

class TestConfigLoader : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    ConfigSources m_sources;

    [[nodiscard]] QString path(const char *name) const { return m_dir->filePath(QString::fromLatin1(name)); }

    LoadedConfig loadOwn(const QByteArray &text)
    {
        write(path("config/.env"), text);
        return loadConfig(m_sources);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_sources = {};
        m_sources.configDir = path("config");
    }

    void withoutAnyFileTheDefaultsHold()
    {
        const LoadedConfig loaded = loadConfig(m_sources);
        QVERIFY(loaded.config == ProxyConfig{});
        QVERIFY(loaded.problems.isEmpty());
        QVERIFY(loaded.usable());
        QCOMPARE(loaded.origins.value(kPort), QStringLiteral("default"));
    }

    void laterLayersWin()
    {
        write(path("openalgo/.env"), "WEBSOCKET_PORT='9001'\nZMQ_PORT = 9101\nVALID_BROKERS=angel\nWS_MAX_QUEUE=7\n");
        write(path("config/.env"),
              "WEBSOCKET_PORT=9002\nZMQ_PORT=9102\nWS_MAX_QUEUE=8\nOPENALGO_HOME=" + path("openalgo").toUtf8() + "\n");
        m_sources.environment = {{kPort, QStringLiteral("9003")}, {QStringLiteral("ZMQ_PORT"), QStringLiteral("9103")}};
        m_sources.commandLine = {{kPort, QStringLiteral("9004")}};
        const LoadedConfig loaded = loadConfig(m_sources);
        QVERIFY(loaded.problems.isEmpty());
        QCOMPARE(loaded.config.webSocketPort, 9004);
        QCOMPARE(loaded.config.zmqPort, 9103);
        QCOMPARE(loaded.config.maxQueueMessages, 8);
        QCOMPARE(loaded.config.validBrokers, QStringList{QStringLiteral("angel")});
        QCOMPARE(loaded.origins.value(kPort), QStringLiteral("command line"));
        QCOMPARE(loaded.origins.value(QStringLiteral("ZMQ_PORT")), QStringLiteral("environment"));
        QCOMPARE(loaded.origins.value(QStringLiteral("WS_MAX_QUEUE")),
                 QDir(m_sources.configDir).filePath(QStringLiteral(".env")));
        QCOMPARE(loaded.origins.value(QStringLiteral("VALID_BROKERS")), path("openalgo/.env"));
    }

    void openAlgosFolderMayComeFromTheEnvironment()
    {
        write(path("openalgo/.env"), "API_KEY_PEPPER=pepper\n");
        m_sources.environment = {{QStringLiteral("OPENALGO_HOME"), path("openalgo")}};
        QCOMPARE(loadConfig(m_sources).config.apiKeyPepper, QStringLiteral("pepper"));
    }

    void anEnvFileStandsInForTheOwnOne()
    {
        write(path("other.env"), "ZMQ_PORT=7000\n");
        m_sources.envFile = path("other.env");
        const LoadedConfig loaded = loadOwn("WEBSOCKET_PORT=9000\n");
        QCOMPARE(loaded.config.zmqPort, 7000);
        QCOMPARE(loaded.config.webSocketPort, 8765);
    }

    void aMissingEnvFileStopsStart()
    {
        m_sources.envFile = path("none.env");
        const LoadedConfig loaded = loadConfig(m_sources);
        QVERIFY(!loaded.usable());
        QVERIFY(loaded.problems.constFirst().text.contains(QLatin1String("none.env")));
    }

    void aMissingOpenAlgoFolderIsNamedButDoesNotStopStart()
    {
        const LoadedConfig loaded = loadOwn("OPENALGO_HOME=/no/such/folder\n");
        QVERIFY(loaded.usable());
        QCOMPARE(loaded.problems.size(), 1);
        QCOMPARE(loaded.problems.constFirst().key, QStringLiteral("OPENALGO_HOME"));
    }

    void aBadValueIsNamedWithWhatIsAllowedAndTheDefaultIsUsed()
    {
        const LoadedConfig loaded = loadOwn("# mine\nWS_MAX_QUEUE=many\n");
        QVERIFY(loaded.usable());
        QCOMPARE(loaded.config.maxQueueMessages, 1024);
        QCOMPARE(loaded.problems.size(), 1);
        const ConfigProblem &problem = loaded.problems.constFirst();
        QCOMPARE(problem.key, QStringLiteral("WS_MAX_QUEUE"));
        QCOMPARE(problem.value, QStringLiteral("many"));
        for (const char *part : {"WS_MAX_QUEUE", "many", "1 to 1000000", "1024", ".env, line 2"})
            QVERIFY2(problem.text.contains(QLatin1String(part)), qPrintable(problem.text));
    }

    void aBadValueOnTopIsNotReplacedByALowerLayers()
    {
        m_sources.environment = {{QStringLiteral("WS_MAX_QUEUE"), QStringLiteral("x")}};
        QCOMPARE(loadOwn("WS_MAX_QUEUE=5\n").config.maxQueueMessages, 1024);
    }

    void aBadPortStopsStart_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("word") << QByteArray("WEBSOCKET_PORT=http");
        QTest::newRow("too high") << QByteArray("ZMQ_PORT=70000");
        QTest::newRow("negative") << QByteArray("WEBSOCKET_PORT=-1");
        QTest::newRow("both the same") << QByteArray("WEBSOCKET_PORT=5555");
    }

    void aBadPortStopsStart()
    {
        QFETCH(QByteArray, line);
        const LoadedConfig loaded = loadOwn(line + '\n');
        QVERIFY(!loaded.usable());
        QVERIFY(loaded.problems.constFirst().text.contains(QString::fromUtf8(line.split('=').at(0))));
    }

    void aBusThatConnectsNeedsToKnowWhere()
    {
        const LoadedConfig loaded = loadOwn("TICKGATE_BUS=connect\nZMQ_PORT=0\n");
        QVERIFY(!loaded.usable());
        QCOMPARE(loaded.problems.size(), 1);
        const ConfigProblem &problem = loaded.problems.constFirst();
        QCOMPARE(problem.key, QStringLiteral("ZMQ_PORT"));
        QCOMPARE(problem.value, QStringLiteral("0"));
        QCOMPARE(problem.origin, loaded.origins.value(QStringLiteral("ZMQ_PORT")));
        for (const char *part : {"ZMQ_PORT", "TICKGATE_BUS", "connect", "other than 0", "5555"})
            QVERIFY2(problem.text.contains(QLatin1String(part)), qPrintable(problem.text));
        QVERIFY(loadOwn("TICKGATE_BUS=connect\n").usable());
        QVERIFY(loadOwn("TICKGATE_BUS=auto\nZMQ_PORT=0\n").usable());
        QVERIFY(loadOwn("TICKGATE_BUS=bind\nZMQ_PORT=0\n").usable());
    }

    void bothPortsMayBePickedFreely() { QVERIFY(loadOwn("WEBSOCKET_PORT=0\nZMQ_PORT=0\n").usable()); }

    void otherComputersAreRefusedUnlessAllowed_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("loopback");
        QTest::newRow("all") << QByteArray("0.0.0.0") << false;
        QTest::newRow("all, IPv6") << QByteArray("::") << false;
        QTest::newRow("star") << QByteArray("*") << false;
        QTest::newRow("local network") << QByteArray("192.168.1.5") << false;
        QTest::newRow("loopback") << QByteArray("127.0.0.2") << true;
        QTest::newRow("loopback, IPv6") << QByteArray("::1") << true;
        QTest::newRow("localhost") << QByteArray("localhost") << true;
    }

    void otherComputersAreRefusedUnlessAllowed()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, loopback);
        for (const QByteArray key : {"WEBSOCKET_HOST=", "ZMQ_HOST="}) {
            const LoadedConfig loaded = loadOwn(key + host + '\n');
            QCOMPARE(loaded.usable(), loopback);
            if (!loopback)
                QVERIFY(loaded.problems.constFirst().text.contains(QLatin1String("TICKGATE_ALLOW_REMOTE=on")));
            QVERIFY(loadOwn(key + host + "\nTICKGATE_ALLOW_REMOTE=on\n").usable());
        }
    }

    void theKeyThatEverybodyKnowsStaysOnThisComputer()
    {
        const QByteArray exposed = "WEBSOCKET_HOST=0.0.0.0\nTICKGATE_ALLOW_REMOTE=on\n";
        const LoadedConfig loaded = loadOwn(exposed + "TICKGATE_AUTH=demo\n");
        QVERIFY(!loaded.usable());
        QCOMPARE(loaded.problems.constFirst().key, QStringLiteral("TICKGATE_AUTH"));
        QVERIFY(loadOwn(exposed + "TICKGATE_AUTH=keys\n").usable());
        QVERIFY(loadOwn("TICKGATE_AUTH=demo\n").usable());
    }

    void itLeavesThisComputerWithMadeUpPricesOnlyAndNotInSilence()
    {
        const QHash<QString, QString> exposed{{QStringLiteral("WEBSOCKET_HOST"), QStringLiteral("0.0.0.0")},
                                              {QStringLiteral("TICKGATE_ALLOW_REMOTE"), QStringLiteral("on")}};
        const LoadedConfig loaded = loadConfig({{}, {}, exposed, {}, true});
        QVERIFY(loaded.usable());
        QVERIFY(loaded.problems.constFirst().text.contains(QLatin1String("--demo")));
        QHash<QString, QString> withKeys = exposed;
        withKeys.insert(QStringLiteral("TICKGATE_AUTH"), QStringLiteral("keys"));
        QVERIFY(loadConfig({{}, {}, withKeys, {}, true}).problems.isEmpty());
        QVERIFY(loadConfig({{}, {}, exposed, {}, false}).problems.isEmpty());
    }

    void secretsStayOutOfProblems()
    {
        const LoadedConfig loaded = loadOwn("API_KEY_PEPPER=hush\nAPI_KEY_PEPPER 'hush'\nWEBSOCKET_PORT=x\n");
        QCOMPARE(loaded.problems.size(), 2);
        for (const ConfigProblem &problem : loaded.problems)
            QVERIFY(!problem.text.contains(QLatin1String("hush")));
    }

    void badLinesAreNamedWithFileAndLine()
    {
        const LoadedConfig loaded = loadOwn("ZMQ_PORT=7000\nnonsense here\n");
        QVERIFY(loaded.usable());
        QCOMPARE(loaded.config.zmqPort, 7000);
        QCOMPARE(loaded.problems.size(), 1);
        QVERIFY(loaded.problems.constFirst().origin.endsWith(QLatin1String(".env, line 2")));
    }

    void relativePathsStartWhereTheyShould()
    {
        const LoadedConfig loaded = loadOwn("TICKGATE_KEYS_FILE=my/keys.json\nWS_PROXY_STATS_FILE=~/stats.json\n");
        QCOMPARE(loaded.config.keysFile, path("config/my/keys.json"));
        QCOMPARE(loaded.config.statsFile, QDir::homePath() + QStringLiteral("/stats.json"));
    }

    void autoAuthIsDemoElseOpenAlgoElseKeys()
    {
        QVERIFY(resolveAuth(AuthKind::Auto, true, true) == AuthKind::Demo);
        QVERIFY(resolveAuth(AuthKind::Auto, false, true) == AuthKind::OpenAlgo);
        QVERIFY(resolveAuth(AuthKind::Auto, false, false) == AuthKind::Keys);
        for (const AuthKind kind : {AuthKind::OpenAlgo, AuthKind::Keys, AuthKind::Demo})
            QVERIFY(resolveAuth(kind, true, true) == kind);
    }

    void openAlgoCanBeUsedOnceFolderPepperAndDatabaseAreThere()
    {
        ProxyConfig config;
        QVERIFY(!openAlgoObstacle(config).isEmpty());
        config.openAlgoHome = path("openalgo");
        QVERIFY(openAlgoObstacle(config).contains(config.openAlgoHome));
        QVERIFY(QDir().mkpath(path("openalgo")));
        QVERIFY(openAlgoObstacle(config).contains(QLatin1String("API_KEY_PEPPER")));
        config.apiKeyPepper = QStringLiteral("pepper");
        QVERIFY(openAlgoObstacle(config).contains(path("openalgo/db/openalgo.db")));
        write(path("openalgo/db/openalgo.db"), "x");
        QCOMPARE(openAlgoObstacle(config), QString());
        config.databaseUrl = QStringLiteral("postgresql://db/x");
        QVERIFY(openAlgoObstacle(config).contains(QLatin1String("SQLite")));
    }

    void databaseUrlsAreRelativeToOpenAlgosFolder()
    {
        ProxyConfig config;
        config.openAlgoHome = QStringLiteral("/srv/openalgo");
        QCOMPARE(openAlgoDatabaseFile(config), QStringLiteral("/srv/openalgo/db/openalgo.db"));
        config.databaseUrl = QStringLiteral("sqlite:///data/x.db?timeout=5");
        QCOMPARE(openAlgoDatabaseFile(config), QStringLiteral("/srv/openalgo/data/x.db"));
        config.databaseUrl = QStringLiteral("sqlite:////var/x.db");
        QCOMPARE(openAlgoDatabaseFile(config), QStringLiteral("/var/x.db"));
    }

    void theStatsFileDefaultsToOpenAlgosLogFolder()
    {
        ProxyConfig config;
        QCOMPARE(statsFilePath(config), QString());
        config.openAlgoHome = QStringLiteral("/srv/openalgo");
        QCOMPARE(statsFilePath(config), QStringLiteral("/srv/openalgo/log/ws_proxy_stats.json"));
    }

    void aConfigDirHoldsEverything()
    {
        const PlatformFolders folders = PlatformFolders::under(path("all"));
        QCOMPARE(folders.configDir, path("all"));
        QCOMPARE(folders.stateDir, path("all"));
        const PlatformFolders named = folders.forInstance(QStringLiteral("two"));
        QCOMPARE(named.configDir, path("all"));
        QCOMPARE(named.stateDir, path("all/instances/two"));
        QCOMPARE(named.create(), QString());
        QVERIFY(QFileInfo(named.stateDir).isDir());
    }
};

QTEST_GUILESS_MAIN(TestConfigLoader)
#include "tst_ConfigLoader.moc"
