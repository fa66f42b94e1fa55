// Two real processes in one folder that say they are of different versions. The hooks that let them say so are in the
// debug and sanitizer presets only.
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"

#include "tickgate/Version.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

#include <memory>

using namespace tickgate;

namespace {

const QString kProgram = QStringLiteral(TICKGATE_EXECUTABLE);
constexpr int kProcessMs = 20'000;

QProcessEnvironment environmentOf(const char *version, int controlVersion)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("TICKGATE_TEST_VERSION"), QLatin1String(version));
    environment.insert(QStringLiteral("TICKGATE_TEST_CONTROL_VERSION"), QString::number(controlVersion));
    return environment;
}

/// A serving process that says it is of some version; killed, by its id, if the test leaves it behind.
class Instance
{
public:
    Instance(const QString &configDir, const char *version, const QStringList &more = {QStringLiteral("--headless")},
             int controlVersion = 1)
    {
        process.setProcessEnvironment(environmentOf(version, controlVersion));
        process.start(kProgram, QStringList{QStringLiteral("--demo"), QStringLiteral("--config-dir"), configDir,
                                            QStringLiteral("--ws-port"), QStringLiteral("0"),
                                            QStringLiteral("--zmq-port"), QStringLiteral("0")} +
                                    more);
    }

    ~Instance()
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.kill();
        process.waitForFinished(kProcessMs);
    }

    Instance(const Instance &) = delete;
    Instance &operator=(const Instance &) = delete;

    [[nodiscard]] bool waitListening()
    {
        static const QRegularExpression line(QStringLiteral("listening ws=(\\d+) bus=(\\d+)\\s"));
        return test::waitFor(
            [this] {
                m_out += QString::fromUtf8(process.readAllStandardOutput());
                const auto match = line.match(m_out);
                webSocketPort = match.captured(1).toInt();
                busPort = match.captured(2).toInt();
                return match.hasMatch();
            },
            kProcessMs);
    }

    /// The exit code; negative when it does not end, or ends by a signal.
    [[nodiscard]] int waitEnd()
    {
        if (!test::waitFor([this] { return process.state() == QProcess::NotRunning; }, kProcessMs))
            return -1;
        errors = QString::fromUtf8(process.readAllStandardError());
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    }

    [[nodiscard]] bool runs() const { return process.state() == QProcess::Running; }

    QProcess process;
    QString errors; ///< after waitEnd()
    int webSocketPort = 0;
    int busPort = 0;

private:
    QString m_out;
};

} // namespace

class TestHandover : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    /// The running instance's own answer to status.
    [[nodiscard]] QJsonObject status(const char *asVersion, int controlVersion = 1) const
    {
        QProcess ask;
        ask.setProcessEnvironment(environmentOf(asVersion, controlVersion));
        ask.start(kProgram,
                  {QStringLiteral("status"), QStringLiteral("--json"), QStringLiteral("--config-dir"), m_dir->path()});
        if (!ask.waitForFinished(kProcessMs))
            return {};
        return QJsonDocument::fromJson(ask.readAllStandardOutput()).object();
    }

private Q_SLOTS:
    void initTestCase()
    {
#ifndef TICKGATE_FAULT_HOOKS
        QSKIP("built without TICKGATE_FAULT_HOOKS");
#endif
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
    }

    void aNewerOneTakesThePortsOver_data()
    {
        QTest::addColumn<QStringList>("older");
        QTest::addColumn<QStringList>("newer");
        QTest::addColumn<int>("olderControl");
        const QStringList headless{QStringLiteral("--headless")};
        const QStringList panel;
        QTest::newRow("headless") << headless << headless << 1;
        QTest::newRow("panel") << panel << panel << 1;
        QTest::newRow("panel over headless") << headless << panel << 1;
        QTest::newRow("older control language") << headless << headless << 0;
    }

    void aNewerOneTakesThePortsOver()
    {
        QFETCH(QStringList, older);
        QFETCH(QStringList, newer);
        QFETCH(int, olderControl);
        Instance first(m_dir->path(), "1.2.3", older, olderControl);
        QVERIFY(first.waitListening());
        test::ProxyClient client(static_cast<quint16>(first.webSocketPort));
        QVERIFY(client.waitOpen() && client.logIn());

        QElapsedTimer clock;
        clock.start();
        Instance second(m_dir->path(), "1.10.0", newer);
        QVERIFY(second.waitListening());
        const auto took = clock.elapsed();
        QCOMPARE(first.waitEnd(), 0);
        QVERIFY(test::waitFor([&client] { return client.closeCode() == 1001; }));
        // It picks none of its own: clients look where the older one served.
        QCOMPARE(second.webSocketPort, first.webSocketPort);
        QCOMPARE(second.busPort, first.busPort);
        QCOMPARE(status("1.10.0").value(QLatin1String("version")).toString(), QStringLiteral("1.10.0"));
        QCOMPARE(status("1.10.0").value(QLatin1String("pid")).toInteger(), second.process.processId());
        qInfo("from launch to listening: %lld ms", static_cast<long long>(took));

        static const QRegularExpression line(QStringLiteral("Took over from Tickgate 1\\.2\\.3 in ([0-9.]+) s"));
        QRegularExpressionMatch match;
        QString text;
        // The log is written a moment after it is said.
        QVERIFY(test::waitFor([&] {
            QFile log(m_dir->filePath(QStringLiteral("tickgate.log")));
            if (log.open(QIODevice::ReadOnly))
                text = QString::fromUtf8(log.readAll());
            match = line.match(text);
            return match.hasMatch();
        }));
        QVERIFY(text.contains(QLatin1String("replaced by Tickgate 1.10.0")));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QVERIFY2(match.captured(1).toDouble() < 2.0, qPrintable(match.captured(0)));
#endif
        QVERIFY(!text.contains(QLatin1String("ended unexpectedly")));
    }

    void anOlderHeadlessStartIsRefusedInASentence_data()
    {
        QTest::addColumn<int>("newerControl");
        QTest::newRow("same control language") << 1;
        QTest::newRow("newer control language") << 2;
    }

    void anOlderHeadlessStartIsRefusedInASentence()
    {
        QFETCH(int, newerControl);
        Instance newer(m_dir->path(), "1.10.0", {QStringLiteral("--headless")}, newerControl);
        QVERIFY(newer.waitListening());
        Instance older(m_dir->path(), "1.9.9");
        QCOMPARE(older.waitEnd(), 4);
        for (const QString &part : {QStringLiteral("A newer Tickgate, 1.10.0"), QStringLiteral("this older one, 1.9.9"),
                                    QString::number(newer.process.processId()), QStringLiteral("tickgate quit")})
            QVERIFY2(older.errors.contains(part), qPrintable(older.errors));
        QVERIFY(newer.runs());
    }

    void anOlderPanelShowsTheNewerOnesWindow()
    {
        Instance newer(m_dir->path(), "1.10.0", {}, 2);
        QVERIFY(newer.waitListening());
        Instance older(m_dir->path(), "1.9.9", {});
        QCOMPARE(older.waitEnd(), 0);
        QVERIFY2(older.errors.contains(QLatin1String("A newer Tickgate, 1.10.0")), qPrintable(older.errors));
        QVERIFY(newer.runs());
        QCOMPARE(status("1.10.0", 2).value(QLatin1String("pid")).toInteger(), newer.process.processId());
    }

    void theSameVersionIsNotReplaced()
    {
        Instance first(m_dir->path(), "1.10.0");
        QVERIFY(first.waitListening());
        Instance second(m_dir->path(), "1.10.0");
        QCOMPARE(second.waitEnd(), 4);
        QVERIFY(second.errors.contains(QLatin1String("already running")));
        QVERIFY(first.runs());
    }

    void verbsOfAnotherVersionAreAnsweredOrExplained()
    {
        Instance newer(m_dir->path(), "1.10.0", {QStringLiteral("--headless")}, 2);
        QVERIFY(newer.waitListening());
        QCOMPARE(status("1.9.9").value(QLatin1String("version")).toString(), QStringLiteral("1.10.0"));
        QProcess clients;
        clients.setProcessEnvironment(environmentOf("1.9.9", 1));
        clients.start(kProgram, {QStringLiteral("clients"), QStringLiteral("--config-dir"), m_dir->path()});
        QVERIFY(clients.waitForFinished(kProcessMs));
        QCOMPARE(clients.exitCode(), 1);
        const QByteArray why = clients.readAllStandardError();
        QVERIFY2(why.contains("another version") && why.contains("tickgate quit"), why.constData());
        QProcess quit;
        quit.setProcessEnvironment(environmentOf("1.9.9", 1));
        quit.start(kProgram, {QStringLiteral("quit"), QStringLiteral("--config-dir"), m_dir->path()});
        QVERIFY(quit.waitForFinished(kProcessMs));
        QCOMPARE(quit.exitCode(), 0);
        QCOMPARE(newer.waitEnd(), 0);
    }
};

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_Handover.moc"
