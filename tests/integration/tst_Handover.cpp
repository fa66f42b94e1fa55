// Two real processes in one folder that say they are of different versions. The hooks that let them say so are in the
// debug and sanitizer presets only.
#include "tests/support/ProxyClient.h"
#include "tests/support/TestSupport.h"
#include "tests/support/TickgateProcess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tickgate;
using namespace tickgate::test;

namespace {

QProcessEnvironment environmentOf(const char *version, int controlVersion)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TICKGATE_TEST_VERSION"), QLatin1String(version));
    environment.insert(QStringLiteral("TICKGATE_TEST_CONTROL_VERSION"), QString::number(controlVersion));
    return environment;
}

/// A serving process that says it is of some version.
class Instance : public TickgateProcess
{
public:
    Instance(const QString &configDir, const char *version, const QStringList &more = {QStringLiteral("--headless")},
             int controlVersion = 1)
        : TickgateProcess(configDir, more, environmentOf(version, controlVersion))
    {}
};

} // namespace

class TestHandover : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    /// A verb of a program that says it is of some version.
    [[nodiscard]] TickgateProcess::Answer ask(const QStringList &words, const char *asVersion,
                                              int controlVersion = 1) const
    {
        return TickgateProcess::ask(m_dir->path(), words, environmentOf(asVersion, controlVersion));
    }

    /// The running instance's own answer to status.
    [[nodiscard]] QJsonObject status(const char *asVersion, int controlVersion = 1) const
    {
        return ask({QStringLiteral("status"), QStringLiteral("--json")}, asVersion, controlVersion).object();
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
        ProxyClient client(static_cast<quint16>(first.webSocketPort));
        QVERIFY(client.waitOpen() && client.logIn());

        QElapsedTimer clock;
        clock.start();
        Instance second(m_dir->path(), "1.10.0", newer);
        QVERIFY(second.waitListening());
        const auto took = clock.elapsed();
        QCOMPARE(first.waitEnd(), 0);
        QVERIFY(waitFor([&client] { return client.closeCode() == 1001; }));
        // It picks none of its own: clients look where the older one served.
        QCOMPARE(second.webSocketPort, first.webSocketPort);
        QCOMPARE(second.busPort, first.busPort);
        QCOMPARE(status("1.10.0").value(QLatin1String("version")).toString(), QStringLiteral("1.10.0"));
        QCOMPARE(status("1.10.0").value(QLatin1String("pid")).toInteger(), second.processId());
        qInfo("from launch to listening: %lld ms", static_cast<long long>(took));

        static const QRegularExpression line(QStringLiteral("Took over from Tickgate 1\\.2\\.3 in ([0-9.]+) s"));
        QRegularExpressionMatch match;
        QString text;
        // The log is written a moment after it is said.
        QVERIFY(waitFor([&] {
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
        const QByteArray said = older.readAllStandardError();
        for (const QByteArray &part : {QByteArray("A newer Tickgate, 1.10.0"), QByteArray("this older one, 1.9.9"),
                                       QByteArray::number(newer.processId()), QByteArray("tickgate quit")})
            QVERIFY2(said.contains(part), said.constData());
        QVERIFY(newer.runs());
    }

    void anOlderPanelShowsTheNewerOnesWindow()
    {
        Instance newer(m_dir->path(), "1.10.0", {}, 2);
        QVERIFY(newer.waitListening());
        Instance older(m_dir->path(), "1.9.9", {});
        QCOMPARE(older.waitEnd(), 0);
        const QByteArray said = older.readAllStandardError();
        QVERIFY2(said.contains("A newer Tickgate, 1.10.0"), said.constData());
        QVERIFY(newer.runs());
        QCOMPARE(status("1.10.0", 2).value(QLatin1String("pid")).toInteger(), newer.processId());
    }

    void theSameVersionIsNotReplaced()
    {
        Instance first(m_dir->path(), "1.10.0");
        QVERIFY(first.waitListening());
        Instance second(m_dir->path(), "1.10.0");
        QCOMPARE(second.waitEnd(), 4);
        QVERIFY(second.readAllStandardError().contains("already running"));
        QVERIFY(first.runs());
    }

    void verbsOfAnotherVersionAreAnsweredOrExplained()
    {
        Instance newer(m_dir->path(), "1.10.0", {QStringLiteral("--headless")}, 2);
        QVERIFY(newer.waitListening());
        QCOMPARE(status("1.9.9").value(QLatin1String("version")).toString(), QStringLiteral("1.10.0"));
        const auto clients = ask({QStringLiteral("clients")}, "1.9.9");
        QCOMPARE(clients.exitCode, 1);
        QVERIFY2(clients.err.contains(QLatin1String("another version")) &&
                     clients.err.contains(QLatin1String("tickgate quit")),
                 qPrintable(clients.err));
        QCOMPARE(ask({QStringLiteral("quit")}, "1.9.9").exitCode, 0);
        QCOMPARE(newer.waitEnd(), 0);
    }
};

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_Handover.moc"
