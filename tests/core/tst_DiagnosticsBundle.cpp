#include "core/auth/KeysFile.h"
#include "core/config/ConfigLoader.h"
#include "core/logging/PersonalFilter.h"
#include "core/logging/ZipWriter.h"
#include "core/service/DiagnosticsBundle.h"
#include "tests/support/TestSupport.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tickgate;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QByteArray contentOf(const QList<ZipEntry> &entries, const char *name)
{
    for (const ZipEntry &entry : entries) {
        if (entry.name == QLatin1String(name))
            return entry.content;
    }
    return "(missing)";
}

} // namespace

class TestDiagnosticsBundle : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    /// A folder as a trader has it, with everything in it that must stay at home.
    BundleRequest request()
    {
        const KeysFile::Added added =
            KeysFile(m_dir->filePath(QStringLiteral("keys.json"))).add(QStringLiteral("priya.k"));
        m_key = QString::fromUtf8(added.key);
        write(m_dir->filePath(QStringLiteral(".env")), "API_KEY_PEPPER=the-pepper-0123\nDATABASE_URL=postgres://"
                                                       "dbuser:db/pass@db/x\nWEBSOCKET_PORT=0\nZMQ_PORT=0\n"
                                                       "WS_MAX_QUEUE=lots\nOPENALGO_PYTHON=" +
                                                           QDir::homePath().toUtf8() + "/openalgo/.venv/bin/python\n");
        const QByteArray home = QDir::homePath().toUtf8();
        write(m_dir->filePath(QStringLiteral("tickgate.log")),
              "2026-11-23 06:00:00.000 info  [1] auth: session 3 is Priya.K\n"
              "2026-11-23 06:00:01.000 info  [1] hub: {\"action\":\"authenticate\",\"api_key\":\"" +
                  m_key.toUtf8() +
                  "\"}\n"
                  "2026-11-23 06:00:02.000 warn  [1] auth: pepper is the-pepper-0123\n"
                  "2026-11-23 06:00:02.500 info  [1] config: postgres://dbuser:db/pass@db/x\n"
                  "2026-11-23 06:00:03.000 info  [1] config: read " +
                  home + "/.config/tickgate/.env and /home/somebody/x and C:\\Users\\Someone Else\\y on " +
                  QSysInfo::machineHostName().toUtf8() +
                  "\n"
                  "2026-11-23 06:00:04.000 info  [1] bus: order {\"user_id\":\"rahul77\",\"qty\":5}\n");
        write(m_dir->filePath(QStringLiteral("tickgate.1.log")), "older line\n");
        BundleRequest made;
        made.configDir = m_dir->path();
        made.stateDir = m_dir->path();
        made.loaded = loadConfig({m_dir->path(), {}, {}, {}});
        made.status = QStringLiteral("{\"state\":\"running\"}");
        return made;
    }

    QString m_key;

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void nothingPersonalAndNothingSecretLeaves()
    {
        const QList<ZipEntry> entries = bundleEntries(request());
        QVERIFY(m_key.size() > 8);
        const QStringList forbidden = {m_key,
                                       QStringLiteral("the-pepper-0123"),
                                       QStringLiteral("db/pass"),
                                       QStringLiteral("dbuser"),
                                       QStringLiteral("priya"),
                                       QStringLiteral("rahul77"),
                                       QStringLiteral("somebody"),
                                       QStringLiteral("Someone"),
                                       QStringLiteral(" Else"),
                                       QDir::homePath() + u'/'};
        for (const ZipEntry &entry : entries) {
            const QString text = QString::fromUtf8(entry.content);
            for (const QString &word : forbidden)
                QVERIFY2(!text.contains(word, Qt::CaseInsensitive),
                         qPrintable(entry.name + QLatin1String(" has ") + word));
        }
        const QByteArray log = contentOf(entries, "logs/tickgate.log");
        QVERIFY2(log.contains("session 3 is USER"), log.constData());
        QVERIFY2(log.contains("\"api_key\":\"****\""), log.constData());
        QVERIFY2(log.contains("read ~/.config/tickgate/.env"), log.constData());
        QVERIFY2(log.contains(" on HOST"), log.constData());
    }

    void everythingUsefulIsThere()
    {
        const QList<ZipEntry> entries = bundleEntries(request());
        QVERIFY(contentOf(entries, "versions.txt").contains("Tickgate "));
        const QByteArray settings = contentOf(entries, "settings.txt");
        QVERIFY2(settings.contains("API_KEY_PEPPER=****"), settings.constData());
        QVERIFY2(settings.contains("WS_MAX_QUEUE=1024"), settings.constData());
        QVERIFY2(settings.contains("problem: WS_MAX_QUEUE is \"lots\""), settings.constData());
        QVERIFY(contentOf(entries, "ports.txt").contains("proxy"));
        QCOMPARE(contentOf(entries, "status.json"), QByteArray("{\"state\":\"running\"}"));
        QCOMPARE(contentOf(entries, "logs/tickgate.1.log"), QByteArray("older line\n"));
    }

    void thePortsAreThoseThatTheRunningInstanceServes()
    {
        QTcpServer webSocket;
        QTcpServer bus;
        QVERIFY(webSocket.listen(QHostAddress::LocalHost) && bus.listen(QHostAddress::LocalHost));
        BundleRequest made = request();
        made.status = QStringLiteral("{\"ws_port\":%1,\"bus_port\":%2,\"pid\":%3}")
                          .arg(webSocket.serverPort())
                          .arg(bus.serverPort())
                          .arg(QCoreApplication::applicationPid());
        const QList<ZipEntry> entries = bundleEntries(made);
        const QString ports = QString::fromUtf8(contentOf(entries, "ports.txt"));
        QVERIFY2(ports.contains(QStringLiteral("proxy 127.0.0.1:%1: ours").arg(webSocket.serverPort())),
                 qPrintable(ports));
        QVERIFY2(ports.contains(QStringLiteral("bus 127.0.0.1:%1: ours").arg(bus.serverPort())), qPrintable(ports));
        // What was configured is still what the settings say.
        QVERIFY(contentOf(entries, "settings.txt").contains("WEBSOCKET_PORT=0"));
    }

    void withoutPortsInTheStatusThoseOfTheSettingsAreShown()
    {
        BundleRequest made = request();
        made.status = QStringLiteral("{\"ws_port\":null,\"bus_port\":null,\"pid\":4711}");
        const QByteArray ports = contentOf(bundleEntries(made), "ports.txt");
        QVERIFY2(ports.contains("proxy: a free port is picked at every start"), ports.constData());
        QVERIFY2(ports.contains("bus: a free port is picked at every start"), ports.constData());
    }

    void theFileOpensWithOrdinaryTools()
    {
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("There is no python3 to open the archive with");
        const QString path = m_dir->filePath(QStringLiteral("bundle.zip"));
        QCOMPARE(writeBundle(path, request()), QString());
#ifndef Q_OS_WIN
        QVERIFY(!(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
#endif
        QProcess reader;
        reader.start(python, {QStringLiteral("-c"),
                              QStringLiteral("import sys, zipfile\n"
                                             "z = zipfile.ZipFile(sys.argv[1])\n"
                                             "assert z.testzip() is None\n"
                                             "print(*z.namelist())\n"
                                             "print(z.read('logs/tickgate.1.log'))"),
                              path});
        QVERIFY(test::waitFor([&reader] { return reader.state() == QProcess::NotRunning; }));
        const QByteArray said = reader.readAllStandardOutput();
        QVERIFY2(reader.exitCode() == 0, reader.readAllStandardError().constData());
        QVERIFY2(said.contains("versions.txt settings.txt ports.txt status.json logs/"), said.constData());
        QVERIFY2(said.contains("b'older line\\n'"), said.constData());
    }

    void emptyAndLargeFilesArePackedToo()
    {
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("There is no python3 to open the archive with");
        const QString path = m_dir->filePath(QStringLiteral("x.zip"));
        write(path,
              zipArchive({{QStringLiteral("empty"), {}}, {QStringLiteral("gro\u00DF"), QByteArray(3'000'000, 'x')}},
                         QDateTime::currentDateTime()));
        QProcess reader;
        reader.start(python, {QStringLiteral("-c"),
                              QStringLiteral("import sys, zipfile\n"
                                             "z = zipfile.ZipFile(sys.argv[1])\n"
                                             "assert z.testzip() is None\n"
                                             "assert z.read('empty') == b''\n"
                                             "assert z.read('gro\\u00df') == b'x' * 3000000"),
                              path});
        QVERIFY(test::waitFor([&reader] { return reader.state() == QProcess::NotRunning; }));
        QVERIFY2(reader.exitCode() == 0, reader.readAllStandardError().constData());
    }

    void aPlaceThatCannotBeWrittenIsSaid()
    {
        const QString problem = writeBundle(m_dir->filePath(QStringLiteral("no/such/folder/x.zip")), request());
        QVERIFY(problem.contains(QLatin1String("x.zip")));
    }

    void namesAreMaskedAsWholeWords()
    {
        PersonalFilter filter(QStringLiteral("/root"));
        filter.addName(QStringLiteral("ann"), QStringLiteral("USER"));
        filter.addName(QStringLiteral("ann.lee"), QStringLiteral("USER"));
        QCOMPARE(filter.filtered(QStringLiteral("Ann, ann.lee: annual /root/x /rootfs")),
                 QStringLiteral("USER, USER: annual ~/x /rootfs"));
    }
};

QTEST_GUILESS_MAIN(TestDiagnosticsBundle)
#include "tst_DiagnosticsBundle.moc"
