#include "core/config/LoginItem.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace tickgate;

namespace {

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestLoginItem : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_home;

    [[nodiscard]] static LoginItem item(const QString &program = QStringLiteral("/opt/tickgate/bin/tickgate"))
    {
        return {program, {QStringLiteral("--minimized")}, {}};
    }

private Q_SLOTS:
    void initTestCase()
    {
#ifdef Q_OS_WIN
        QSKIP("The registry of the machine that builds stays as it is");
#endif
        // Both are read by the Unix implementations; nothing of the real user is touched.
        QVERIFY(qputenv("HOME", QFile::encodeName(m_home.path())));
        QVERIFY(qunsetenv("XDG_CONFIG_HOME"));
    }

    void anEntryIsWrittenReadAndRemoved()
    {
        const LoginItem entry = item();
        QVERIFY(!entry.isEnabled());
        QCOMPARE(entry.enable(), QString());
        QVERIFY(entry.isEnabled());
        QVERIFY(entry.place().startsWith(m_home.path()));
        QCOMPARE(textOf(entry.place()), entry.content());
        QCOMPARE(entry.disable(), QString());
        QVERIFY(!entry.isEnabled());
        QCOMPARE(entry.disable(), QString());
    }

    void eachInstanceHasItsOwnEntry()
    {
        const LoginItem nameless = item();
        LoginItem second = item();
        second.instance = QStringLiteral("two");
        QVERIFY(nameless.place() != second.place());
        QCOMPARE(second.enable(), QString());
        QVERIFY(!nameless.isEnabled());
        QCOMPARE(second.disable(), QString());
    }

#ifdef Q_OS_UNIX
    void nobodyElseMayChangeTheEntry()
    {
        const mode_t before = ::umask(0);
        const QString problem = item().enable();
        ::umask(before);
        QCOMPARE(problem, QString());
        const QFile::Permissions others = QFile::WriteGroup | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(item().place()) & others));
        QCOMPARE(item().disable(), QString());
    }
#endif

    void aFolderThatCannotBeWrittenIsSaid()
    {
        QTemporaryDir other;
        QFile blocker(other.filePath(QStringLiteral("file")));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        QVERIFY(qputenv("HOME", QFile::encodeName(blocker.fileName())));
        const QString problem = item().enable();
        QVERIFY(qputenv("HOME", QFile::encodeName(m_home.path())));
        QVERIFY(problem.contains(QLatin1String("Start at login")));
    }

#ifdef Q_OS_LINUX
    void theDesktopEntryIsWhatTheSpecificationAsksFor()
    {
        const QStringList lines = item().content().split(u'\n');
        QCOMPARE(lines.constFirst(), QStringLiteral("[Desktop Entry]"));
        QVERIFY(lines.contains(QLatin1String("Type=Application")));
        QVERIFY(lines.contains(QLatin1String("Name=Tickgate")));
        QVERIFY(lines.contains(QLatin1String("Exec=\"/opt/tickgate/bin/tickgate\" \"--minimized\"")));
    }

    void oddPathsAreQuoted()
    {
        const QString text = item(QStringLiteral("/home/a b/100%/$x/\"q\"/b\\s")).content();
        QVERIFY2(text.contains(QLatin1String("Exec=\"/home/a b/100%%/\\\\$x/\\\\\"q\\\\\"/b\\\\\\\\s\"")),
                 qPrintable(text));
    }

    void anEntrySwitchedOffByTheDesktopCountsAsOff()
    {
        const LoginItem entry = item();
        for (const char *line : {"Hidden=true\n", "X-GNOME-Autostart-enabled = false\n"}) {
            QCOMPARE(entry.enable(), QString());
            QFile file(entry.place());
            QVERIFY(file.open(QIODevice::Append) && file.write(line) > 0);
            file.close();
            QVERIFY2(!entry.isEnabled(), line);
            QCOMPARE(entry.disable(), QString());
        }
    }

    void xdgConfigHomeIsObeyed()
    {
        QTemporaryDir config;
        QVERIFY(qputenv("XDG_CONFIG_HOME", QFile::encodeName(config.path())));
        QCOMPARE(item().place(), config.path() + QStringLiteral("/autostart/tickgate.desktop"));
        QVERIFY(qunsetenv("XDG_CONFIG_HOME"));
    }
#endif

#ifdef Q_OS_MACOS
    void theLaunchAgentStartsTheProgramAtLogin()
    {
        const QString text = item(QStringLiteral("/Applications/A & B/tickgate")).content();
        QVERIFY(text.contains(QLatin1String("<string>/Applications/A &amp; B/tickgate</string>")));
        QVERIFY(text.contains(QLatin1String("<string>--minimized</string>")));
        QVERIFY(text.contains(QLatin1String("<key>RunAtLoad</key>\n    <true/>")));
    }
#endif
};

QTEST_GUILESS_MAIN(TestLoginItem)
#include "tst_LoginItem.moc"
