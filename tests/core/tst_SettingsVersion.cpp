#include "core/config/ConfigLoader.h"
#include "core/config/SettingsVersion.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

EnvFile fileOf(const char *text)
{
    return EnvFile::fromBytes(QByteArray(text));
}

/// Two made-up layouts: in 2 a key has a new name, in 3 its unit is milliseconds.
QList<SettingsMigration> steps()
{
    const QString before = QStringLiteral("OLD_WAIT");
    const QString after = QStringLiteral("NEW_WAIT");
    return {{1, QStringLiteral("one"), [](EnvFile &) {}},
            {2, QStringLiteral("two"),
             [=](EnvFile &file) {
                 if (const auto value = file.value(before)) {
                     file.remove(before);
                     file.setValue(after, *value);
                 }
             }},
            {3, QStringLiteral("three"), [=](EnvFile &file) {
                 if (const auto value = file.value(after))
                     file.setValue(after, QString::number(value->toInt() * 1000));
             }}};
}

} // namespace

class TestSettingsVersion : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    [[nodiscard]] QString own() const { return m_dir.filePath(QStringLiteral(".env")); }

    LoadedConfig load(const QByteArray &text)
    {
        QFile file(own());
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return {};
        file.close();
        ConfigSources sources;
        sources.configDir = m_dir.path();
        return loadConfig(sources);
    }

private Q_SLOTS:
    void theTableLeadsToThisVersionWithoutAGap()
    {
        int version = 0;
        for (const SettingsMigration &step : settingsMigrations()) {
            QCOMPARE(step.to, ++version);
            QVERIFY(!step.what.isEmpty());
        }
        QCOMPARE(version, kSettingsVersion);
    }

    void aFileWithoutAVersionTakesEveryStep()
    {
        EnvFile file = fileOf("# mine\nOLD_WAIT=5\nOTHER=x\n");
        QCOMPARE(migrateSettings(file, steps()),
                 QStringList({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
        QCOMPARE(file.value(QStringLiteral("NEW_WAIT")), QStringLiteral("5000"));
        QVERIFY(!file.value(QStringLiteral("OLD_WAIT")));
        QCOMPARE(settingsVersionOf(file).number, 3);
        QVERIFY(file.toBytes().startsWith("# mine\n"));
        QVERIFY(file.toBytes().contains("OTHER=x\n"));
    }

    void aFileOnTheWayTakesOnlyTheStepsLeft()
    {
        EnvFile file = fileOf("TICKGATE_SETTINGS_VERSION=2\nNEW_WAIT=5\n");
        QCOMPARE(migrateSettings(file, steps()), QStringList{QStringLiteral("three")});
        QCOMPARE(file.toBytes(), QByteArray("TICKGATE_SETTINGS_VERSION=3\nNEW_WAIT=5000\n"));
        QVERIFY(migrateSettings(file, steps()).isEmpty());
        QCOMPARE(file.value(QStringLiteral("NEW_WAIT")), QStringLiteral("5000"));
    }

    void aNewerFileIsLeftAlone()
    {
        const QByteArray text("TICKGATE_SETTINGS_VERSION=4\nOLD_WAIT=5\n");
        EnvFile file = EnvFile::fromBytes(text);
        QVERIFY(migrateSettings(file, steps()).isEmpty());
        QCOMPARE(file.toBytes(), text);
    }

    void loadingAnOlderFileChangesNothingOnDisk()
    {
        const QByteArray text("WEBSOCKET_PORT=9001\n");
        const LoadedConfig loaded = load(text);
        QCOMPARE(loaded.config.webSocketPort, 9001);
        QVERIFY(loaded.problems.isEmpty());
        QVERIFY(loaded.readOnly.isEmpty());
        QFile file(own());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

    void aNewerFileIsUsedAndSaidToBeReadOnly()
    {
        const LoadedConfig loaded = load("TICKGATE_SETTINGS_VERSION=99\nWEBSOCKET_PORT=9001\nFROM_THE_FUTURE=x\n");
        QCOMPARE(loaded.config.webSocketPort, 9001);
        QVERIFY(loaded.usable());
        QCOMPARE(loaded.problems.size(), 1);
        QCOMPARE(loaded.problems.constFirst().text, loaded.readOnly);
        QVERIFY2(loaded.readOnly.contains(own()) && loaded.readOnly.contains(QLatin1String("newer Tickgate")) &&
                     loaded.readOnly.contains(QLatin1String("update Tickgate")),
                 qPrintable(loaded.readOnly));
    }

    void aVersionThatIsNoNumberIsNamed()
    {
        const LoadedConfig loaded = load("TICKGATE_SETTINGS_VERSION=new\nWEBSOCKET_PORT=9001\n");
        QCOMPARE(loaded.config.webSocketPort, 9001);
        QVERIFY(loaded.readOnly.isEmpty());
        QCOMPARE(loaded.problems.size(), 1);
        QVERIFY(loaded.problems.constFirst().text.contains(QLatin1String("TICKGATE_SETTINGS_VERSION")));
    }
};

QTEST_GUILESS_MAIN(TestSettingsVersion)
#include "tst_SettingsVersion.moc"
