#include "core/config/ConfigLoader.h"
#include "fakes/PanelStage.h"
#include "ui/dialog/SettingsDialog.h"
#include "ui/service/PanelStore.h"
#include "ui/widget/PanelActions.h"
#include "ui/widget/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {

/// The dialog as it opens on this text of the settings file.
struct SettingsStage
{
    explicit SettingsStage(const QByteArray &text = {})
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", qPrintable(path()));
        file.close();
        ConfigSources sources;
        sources.configDir = dir.path();
        dialog.setLoaded(loadConfig(sources), path());
    }

    [[nodiscard]] QString path() const { return dir.filePath(QStringLiteral(".env")); }
    [[nodiscard]] bool canSave() const { return find<QPushButton>("settingsSaveButton")->isEnabled(); }
    [[nodiscard]] QString problem() const { return find<QLabel>("settingsProblem")->text(); }
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return dialog.findChild<Widget *>(QLatin1String(name));
    }

    QTemporaryDir dir;
    PanelStore store{dir.filePath(QStringLiteral("panel.json"))};
    FakePrompter prompter;
    SettingsDialog dialog{store, prompter};
};

} // namespace

class tst_SettingsChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNoteThatWarnsHasTheColourOfIt()
    {
        SettingsStage stage;
        stage.dialog.show();
        const auto *note = stage.find<QLabel>("WEBSOCKET_HOSTNote");
        const auto colour = [note] { return note->palette().color(QPalette::WindowText); };
        const Theme theme = Theme::of(stage.dialog.palette());
        QCOMPARE(colour(), theme.muted);
        stage.find<QLineEdit>("WEBSOCKET_HOST")->setText(QStringLiteral("0.0.0.0"));
        QCOMPARE(colour(), theme.bad);
        stage.find<QLineEdit>("WEBSOCKET_HOST")->setText(QStringLiteral("127.0.0.1"));
        QCOMPARE(colour(), theme.muted);
        stage.dialog.setFolderWarning(QString(), QStringLiteral("Nothing is there."));
        const auto *folder = stage.find<QLabel>("OPENALGO_HOMENote");
        QCOMPARE(folder->palette().color(QPalette::WindowText), theme.warning);
    }

    void theKeyboardIsAtHomeAsSoonAsTheSettingsAreRead()
    {
        SettingsStage stage;
        SettingsDialog dialog(stage.store, stage.prompter);
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        ConfigSources sources;
        sources.configDir = stage.dir.path();
        dialog.setLoaded(loadConfig(sources), stage.path());
        QVERIFY(dialog.focusWidget() != nullptr);
        QVERIFY(dialog.focusWidget()->hasFocus());
        const auto *tabs = dialog.findChild<QTabWidget *>(QStringLiteral("settingsTabs"));
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(tabs->currentIndex(), 1);
        for (const auto *area : dialog.findChildren<QScrollArea *>())
            QVERIFY((area->focusPolicy() & Qt::TabFocus) == 0);
        // What can only be read is scrolled, so somebody must have the keys for it.
        dialog.setReadOnly(QStringLiteral("Not now."));
        for (const auto *area : dialog.findChildren<QScrollArea *>()) {
            QVERIFY((area->focusPolicy() & Qt::TabFocus) != 0);
            QVERIFY(!area->accessibleName().isEmpty());
        }
    }

    void whatIsStartedInTheTrayIsStartedAtLoginAndNeedsATray()
    {
        SettingsStage stage;
        const auto *minimized = stage.find<QCheckBox>("startMinimized");
        auto *login = stage.find<QCheckBox>("loginItem");
        QVERIFY(!minimized->isEnabled());
        stage.dialog.setLoginItem(false);
        QVERIFY(!minimized->isEnabled());
        login->setChecked(true);
        QVERIFY(minimized->isEnabled());
        stage.dialog.setTrayAvailable(false);
        QVERIFY(!minimized->isEnabled());
    }

    void anAddressThatOthersReachNeedsTheirPermission_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("WebSocket") << QStringLiteral("WEBSOCKET_HOST");
        QTest::newRow("bus") << QStringLiteral("ZMQ_HOST");
    }

    void anAddressThatOthersReachNeedsTheirPermission()
    {
        QFETCH(QString, key);
        const SettingsStage stage;
        auto *host = stage.dialog.findChild<QLineEdit *>(key);
        const auto *note = stage.dialog.findChild<QLabel *>(key + QStringLiteral("Note"));
        QVERIFY(stage.canSave());
        host->setText(QStringLiteral("0.0.0.0"));
        QVERIFY(!stage.canSave());
        QVERIFY2(note->text().contains(QLatin1String("Allow other computers")), qPrintable(note->text()));
        QVERIFY2(stage.problem().contains(note->text()), qPrintable(stage.problem()));
        stage.find<QCheckBox>("TICKGATE_ALLOW_REMOTE")->setChecked(true);
        QVERIFY(stage.canSave());
        QVERIFY(stage.problem().isEmpty());
        QVERIFY(note->text().contains(QLatin1String("restart")));
        stage.find<QCheckBox>("TICKGATE_ALLOW_REMOTE")->setChecked(false);
        QVERIFY(!stage.canSave());
        host->setText(QStringLiteral("::1"));
        QVERIFY(stage.canSave());
    }

    void theTwoPortsDiffer()
    {
        const SettingsStage stage;
        stage.find<QLineEdit>("ZMQ_PORT")->setText(QStringLiteral("8765"));
        QVERIFY(!stage.canSave());
        QVERIFY(stage.find<QLabel>("ZMQ_PORTNote")->text().contains(QLatin1String("WebSocket port")));
        stage.find<QLineEdit>("WEBSOCKET_PORT")->setText(QStringLiteral("8766"));
        QVERIFY(stage.canSave());
        // Each 0 is a free port of its own.
        stage.find<QLineEdit>("ZMQ_PORT")->setText(QStringLiteral("0"));
        stage.find<QLineEdit>("WEBSOCKET_PORT")->setText(QStringLiteral("0"));
        QVERIFY(stage.canSave());
    }

    void theDemoKeyStaysOnThisComputer()
    {
        const SettingsStage stage("WEBSOCKET_HOST=0.0.0.0\nTICKGATE_ALLOW_REMOTE=on\n");
        QVERIFY(stage.canSave());
        stage.find<QComboBox>("TICKGATE_AUTH")->setCurrentText(QStringLiteral("demo"));
        QVERIFY(!stage.canSave());
        QVERIFY(stage.find<QLabel>("TICKGATE_AUTHNote")->text().contains(QLatin1String("demo-key")));
    }

    void whatStoodThereBeforeIsShownAndKeepsNothingElseFromBeingSaved()
    {
        const SettingsStage stage("WEBSOCKET_HOST=0.0.0.0\n");
        QVERIFY(stage.find<QLabel>("WEBSOCKET_HOSTNote")->text().contains(QLatin1String("Allow other computers")));
        QVERIFY(stage.canSave());
        stage.find<QComboBox>("TICKGATE_LOG_LEVEL")->setCurrentText(QStringLiteral("debug"));
        QVERIFY(stage.canSave());
        stage.find<QLineEdit>("WEBSOCKET_HOST")->setText(QStringLiteral("192.0.2.7"));
        QVERIFY(!stage.canSave());
    }

    void aPageThatIsOpenedAgainBeginsAtItsTop()
    {
        SettingsStage stage;
        stage.dialog.resize(stage.dialog.width(), 260);
        stage.dialog.show();
        stage.dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.dialog));
        auto *tabs = stage.find<QTabWidget>("settingsTabs");
        constexpr int kLimits = 2;
        tabs->setCurrentIndex(kLimits);
        const auto *area = qobject_cast<QScrollArea *>(tabs->widget(kLimits));
        QScrollBar *bar = area->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        auto *first = stage.find<QLineEdit>("TICKGATE_MAX_CLIENTS");
        stage.find<QLineEdit>("WS_STALE_TICK_WARN_SECONDS")->setFocus();
        bar->setValue(bar->maximum());
        tabs->setCurrentIndex(0);
        tabs->setCurrentIndex(kLimits);
        QCOMPARE(bar->value(), 0);
        QVERIFY(first->hasFocus());
        // Whoever walks along the tabs stays on them.
        tabs->tabBar()->setFocus();
        tabs->setCurrentIndex(0);
        QVERIFY(tabs->tabBar()->hasFocus());
    }

    void anOpenAlgoFolderThatIsNoneIsWarnedOf()
    {
        const QTemporaryDir dir;
        const PanelStage stage(dir.path());
        stage.window->actions().settings->trigger();
        auto *dialog = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(dialog->isEnabled());
        auto *folder = stage.find<QLineEdit>("OPENALGO_HOME");
        auto *note = stage.find<QLabel>("OPENALGO_HOMENote");
        folder->setText(QStringLiteral("/nonexist/foox"));
        QTRY_VERIFY2(note->text().contains(QLatin1String("There is no folder /nonexist/foox.")),
                     qPrintable(note->text()));
        QVERIFY(stage.find<QPushButton>("settingsSaveButton")->isEnabled());
        folder->setText(dir.path());
        QTRY_VERIFY2(note->text().contains(QLatin1String("holds no OpenAlgo")), qPrintable(note->text()));
        folder->setText(QString());
        QVERIFY2(!note->text().contains(QLatin1String("holds no")), qPrintable(note->text()));
    }
};

QTEST_MAIN(tst_SettingsChecks)
#include "tst_SettingsChecks.moc"
