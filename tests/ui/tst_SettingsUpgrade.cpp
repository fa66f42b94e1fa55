#include "fakes/FakePanel.h"
#include "ui/dialog/SettingsDialog.h"
#include "ui/service/PanelStore.h"
#include "ui/service/SettingsWriter.h"

#include "support/TestSupport.h"

#include <QCheckBox>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// What saving says; nothing when it does not end.
std::optional<QString> errorOfWriting(const QString &path, const SettingsWriter::Changes &changes)
{
    SettingsWriter writer(path);
    std::optional<QString> error;
    writer.write(changes, &writer, [&error](const QString &text) { error = text; });
    (void)waitFor([&error] { return error.has_value(); });
    return error;
}

const SettingsWriter::Changes kPort = {{QStringLiteral("WEBSOCKET_PORT"), QStringLiteral("9001")}};

} // namespace

class tst_SettingsUpgrade : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString path(const char *name) const { return m_dir->filePath(QLatin1String(name)); }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void savingNotesTheVersion()
    {
        writeFile(path(".env"), "# mine\nWEBSOCKET_PORT=8765 # the usual one\nZMQ_PORT=5555\n");
        QCOMPARE(errorOfWriting(path(".env"), kPort), QString());
        QCOMPARE(contentOf(path(".env")), QByteArray("# mine\nWEBSOCKET_PORT=9001 # the usual one\nZMQ_PORT=5555\n"
                                                     "TICKGATE_SETTINGS_VERSION=1\n"));
        QCOMPARE(errorOfWriting(path(".env"), {{QStringLiteral("ZMQ_PORT"), std::nullopt}}), QString());
        QCOMPARE(contentOf(path(".env")).count("TICKGATE_SETTINGS_VERSION"), 1);
    }

    void aNewerFileIsNotWritten()
    {
        const QByteArray text("TICKGATE_SETTINGS_VERSION=99\nWEBSOCKET_PORT=8765\n");
        writeFile(path(".env"), text);
        const auto error = errorOfWriting(path(".env"), kPort);
        QVERIFY(error && error->contains(QLatin1String("newer Tickgate")));
        QCOMPARE(contentOf(path(".env")), text);
    }

    void theDialogShowsANewerFileAndSavesNothing()
    {
        writeFile(path(".env"), "TICKGATE_SETTINGS_VERSION=99\nWEBSOCKET_PORT=9007\n");
        ConfigSources sources;
        sources.configDir = m_dir->path();
        const LoadedConfig loaded = loadConfig(sources);
        PanelStore store(path("panel.json"));
        FakePrompter prompter;
        SettingsDialog dialog(store, prompter);
        dialog.setLoaded(loaded, path(".env"));
        dialog.setLoginItem(false);
        auto *port = dialog.findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"));
        QCOMPARE(port->text(), QStringLiteral("9007"));
        QVERIFY(!port->isEnabled());
        QVERIFY(!dialog.findChild<QCheckBox *>(QStringLiteral("loginItem"))->isEnabled());
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->isEnabled());
        QVERIFY(dialog.findChild<QPushButton *>(QStringLiteral("settingsCancelButton"))->isEnabled());
        QVERIFY(dialog.findChild<QTabWidget *>()->isEnabled());
        QCOMPARE(dialog.findChild<QLabel *>(QStringLiteral("settingsProblem"))->text(), loaded.readOnly);
        port->setText(QStringLiteral("9008"));
        QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->isEnabled());
    }

    void aFileOfThisVersionCanBeSaved()
    {
        writeFile(path(".env"), "TICKGATE_SETTINGS_VERSION=1\nWEBSOCKET_PORT=9007\n");
        ConfigSources sources;
        sources.configDir = m_dir->path();
        PanelStore store(path("panel.json"));
        FakePrompter prompter;
        SettingsDialog dialog(store, prompter);
        dialog.setLoaded(loadConfig(sources), path(".env"));
        QVERIFY(dialog.findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"))->isEnabled());
        QVERIFY(dialog.findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->isEnabled());
    }

    void theWindowsMemoryCarriesAVersion()
    {
        writeFile(path("panel.json"), "{\"a\": 7}");
        {
            PanelStore store(path("panel.json"));
            QVERIFY(store.whyReadOnly().isEmpty());
            QVERIFY(!store.isNew());
            QCOMPARE(store.number(QStringLiteral("a"), 0), 7);
            store.setNumber(QStringLiteral("b"), 8);
        }
        const QJsonObject saved = QJsonDocument::fromJson(contentOf(path("panel.json"))).object();
        QCOMPARE(saved,
                 QJsonObject({{QStringLiteral("version"), 1}, {QStringLiteral("a"), 7}, {QStringLiteral("b"), 8}}));
    }

    void aNewerMemoryIsUsedAndNotWritten()
    {
        const QByteArray text("{\"version\": 99, \"a\": 7}");
        writeFile(path("panel.json"), text);
        {
            PanelStore store(path("panel.json"));
            QVERIFY(store.whyReadOnly().contains(QLatin1String("newer Tickgate")));
            QCOMPARE(store.number(QStringLiteral("a"), 0), 7);
            store.setNumber(QStringLiteral("a"), 8);
            QCOMPARE(store.number(QStringLiteral("a"), 0), 8);

            FakePrompter prompter;
            SettingsDialog dialog(store, prompter);
            dialog.setLoaded({}, path(".env"));
            QVERIFY(!dialog.findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->isEnabled());
            QCOMPARE(dialog.findChild<QLabel *>(QStringLiteral("settingsProblem"))->text(), store.whyReadOnly());
        }
        QCOMPARE(contentOf(path("panel.json")), text);
    }
};

QTEST_MAIN(tst_SettingsUpgrade)
#include "tst_SettingsUpgrade.moc"
