#include "core/ports/HolderClassifier.h"

#include <QSet>
#include <QTest>

using namespace tickgate;

namespace {

const QString kHome = QStringLiteral("/home/anna/openalgo");

HolderClassifier classifier()
{
    const QSet<QString> files{kHome + QStringLiteral("/websocket_proxy/server.py"),
                              QStringLiteral("C:/openalgo/websocket_proxy/server.py")};
    return {QStringLiteral("/opt/tickgate/bin/tickgate"),
            [files](const QString &path) { return files.contains(path); }};
}

os::ProcessIdentity process(const QString &executable, const QStringList &arguments, const QString &folder)
{
    os::ProcessIdentity identity;
    identity.key.pid = 4711;
    identity.key.executable = executable.toStdString();
    identity.name = executable.mid(executable.lastIndexOf(u'/') + 1).toStdString();
    for (const QString &argument : arguments)
        identity.arguments.push_back(argument.toStdString());
    identity.workingDirectory = folder.toStdString();
    return identity;
}

} // namespace

/// What kind of program a process is, told from its identity.
class tst_HolderClassifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openAlgoIsRecognisedHoweverItWasStarted_data()
    {
        QTest::addColumn<QString>("executable");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<OpenAlgoRole>("role");
        const auto row = [](const char *name, const char *executable, const char *arguments, const QString &folder,
                            OpenAlgoRole role) {
            QTest::newRow(name) << QString::fromLatin1(executable) << QString::fromLatin1(arguments).split(u'|')
                                << folder << role;
        };
        const auto proxy = OpenAlgoRole::Proxy;
        const auto app = OpenAlgoRole::WholeApp;
        const auto none = OpenAlgoRole::None;
        row("proxy by path", "/usr/bin/python3.12", "python3|/x/websocket_proxy/server.py", {}, proxy);
        row("proxy by relative path", "/usr/bin/python3", "python3|websocket_proxy/server.py", kHome, proxy);
        row("proxy as module", "/usr/bin/python3", "python3|-u|-m|websocket_proxy.server", kHome, proxy);
        row("app.py", "/usr/bin/python3", "python|app.py", kHome, app);
        row("app.py by full path", "/usr/bin/python3", "python|/home/anna/openalgo/app.py", QStringLiteral("/"), app);
        row("app.py after options", "/usr/bin/python3", "python|-X|dev|-u|app.py", kHome, app);
        row("gunicorn", "/usr/bin/python3", "python|/home/anna/openalgo/.venv/bin/gunicorn|app:app", kHome, app);
        row("proxy under gunicorn", "/usr/bin/python3",
            "python|-c|from multiprocessing.spawn import spawn_main; spawn_main()", kHome, proxy);
        row("by its virtual environment, without a folder", "C:/openalgo/.venv/Scripts/python.exe",
            "C:\\openalgo\\.venv\\Scripts\\python.exe|app.py", {}, app);
        row("Python of macOS", "/Library/Python.app/Contents/MacOS/Python", "python3|app.py", kHome, app);
        row("app.py elsewhere", "/usr/bin/python3", "python|app.py", QStringLiteral("/home/anna/shop"), none);
        row("a strategy in OpenAlgo's folder", "/usr/bin/python3", "python|strategy.py", kHome, none);
        row("no Python", "/usr/bin/node", "node|app.py", kHome, none);
    }
    void openAlgoIsRecognisedHoweverItWasStarted()
    {
        QFETCH(QString, executable);
        QFETCH(QStringList, arguments);
        QFETCH(QString, folder);
        QFETCH(OpenAlgoRole, role);
        QCOMPARE(static_cast<int>(classifier().classify(process(executable, arguments, folder)).openAlgo),
                 static_cast<int>(role));
    }

    void anotherTickgateIsRecognisedByItsExecutable_data()
    {
        QTest::addColumn<QString>("executable");
        QTest::addColumn<bool>("is");
        QTest::newRow("same name elsewhere") << QStringLiteral("/home/anna/Downloads/tickgate") << true;
        QTest::newRow("Windows") << QStringLiteral("C:/Program Files/Tickgate/Tickgate.exe") << true;
        QTest::newRow("another program") << QStringLiteral("/usr/bin/tickgate-viewer") << false;
    }
    void anotherTickgateIsRecognisedByItsExecutable()
    {
        QFETCH(QString, executable);
        QFETCH(bool, is);
        QCOMPARE(classifier().classify(process(executable, {executable}, {})).tickgate, is);
    }

    void relaysAreRecognisedByName()
    {
        const auto relayOf = [](const char *path) {
            return classifier().classify(process(QString::fromLatin1(path), {}, {})).relay;
        };
        QCOMPARE(static_cast<int>(relayOf("/usr/bin/docker-proxy")), static_cast<int>(RelayKind::Container));
        QCOMPARE(static_cast<int>(relayOf("C:/x/com.docker.backend.exe")), static_cast<int>(RelayKind::Container));
        QCOMPARE(static_cast<int>(relayOf("C:/x/wslrelay.exe")), static_cast<int>(RelayKind::Wsl));
        QCOMPARE(static_cast<int>(relayOf("/usr/bin/limactl")), static_cast<int>(RelayKind::VirtualMachine));
        QCOMPARE(static_cast<int>(relayOf("/usr/bin/node")), static_cast<int>(RelayKind::None));
    }

    void secretsOfTheCommandLineAreMasked()
    {
        const HolderFacts facts = classifier().classify(
            process(QStringLiteral("/usr/bin/node"), {QStringLiteral("node"), QStringLiteral("--token=abc")}, {}));
        QCOMPARE(facts.holder.command, QStringLiteral("node --token=***"));
    }

    void whatIsShownOfAProcessIsPrintable()
    {
        os::ProcessIdentity identity = process(QStringLiteral("/tmp/no\nde"), {QStringLiteral("no\033de")}, {});
        identity.unit = "a\rb.service";
        const HolderFacts facts = classifier().classify(identity);
        QCOMPARE(facts.holder.name, QStringLiteral("no?de"));
        QCOMPARE(facts.holder.command, QStringLiteral("no?de"));
        QCOMPARE(facts.holder.executable, QStringLiteral("/tmp/no?de"));
        QCOMPARE(facts.unit, QStringLiteral("a?b.service"));
    }
};

QTEST_GUILESS_MAIN(tst_HolderClassifier)
#include "tst_HolderClassifier.moc"
