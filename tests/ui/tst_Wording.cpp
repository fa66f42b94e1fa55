#include "fakes/PanelStage.h"
#include "ui/tray/TrayIcon.h"
#include "ui/widget/PanelActions.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;

namespace {

QString textOf(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts += label->text();
    }
    return texts.join(QLatin1Char('\n'));
}

ServiceSnapshot withoutClients()
{
    ServiceSnapshot snapshot = sessionSnapshot();
    snapshot.hub.clients = 0;
    snapshot.hub.authenticated = 0;
    snapshot.hub.subscriptions = 0;
    snapshot.hub.clientList.clear();
    return snapshot;
}

} // namespace

/// What the window says, word for word where a wrong word would mislead.
class tst_Wording : public QObject
{
    Q_OBJECT

private:
    /// Changes the WebSocket port in the settings while these clients are there; gives what is asked then.
    static Prompt promptAfterANewPort(const ServiceSnapshot &snapshot)
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        stage.run();
        stage.service->setSnapshot(snapshot);
        stage.window->actions().settings->trigger();
        auto *dialog = stage.find<QDialog>("settingsDialog");
        (void)QTest::qWaitFor([dialog] { return dialog->isEnabled(); });
        stage.find<QLineEdit>("WEBSOCKET_PORT")->setText(QStringLiteral("9001"));
        stage.find<QPushButton>("settingsSaveButton")->click();
        (void)QTest::qWaitFor([&stage] { return !stage.prompter->prompts.empty(); });
        return stage.prompter->prompts.empty() ? Prompt() : stage.prompter->prompts.front();
    }

private Q_SLOTS:
    void anOverviewWithoutClientsCountsNone()
    {
        PanelStage stage;
        stage.run();
        auto *overview = stage.find<QWidget>("overviewPage");
        QTRY_VERIFY(textOf(*overview).contains(QLatin1String("to 7 clients")));
        stage.service->setSnapshot(withoutClients());
        QTRY_VERIFY(textOf(*overview).contains(QLatin1String("no program connected")));
        QVERIFY(!textOf(*overview).contains(QLatin1String("0 clients")));
    }

    void theDetailsNameAScriptOnce()
    {
        PanelStage stage;
        fillDesk(*stage.desk);
        stage.window->showPage(PanelPages::Clients);
        stage.run();
        auto *table = stage.find<QTableView>("clientsTable");
        QTRY_COMPARE(table->model()->rowCount(), 7);
        const auto details = [table] {
            QStringList all;
            for (int row = 0; row < table->model()->rowCount(); ++row)
                all += table->model()->index(row, 0).data(Qt::ToolTipRole).toString();
            return all.join(QLatin1Char('\n'));
        };
        QTRY_COMPARE(details().count(QLatin1String("momentum_breakout.py")), 1);
        QVERIFY(details().contains(QLatin1String("/home/asha/strategies/momentum_breakout.py (python3)")));
    }

    void aRestartForNewSettingsSaysWhoIsDisconnected()
    {
        const Prompt prompt = promptAfterANewPort(sessionSnapshot());
        QVERIFY2(prompt.detail.contains(QLatin1String("7 programs are disconnected")), qPrintable(prompt.detail));
    }

    void aRestartForNewSettingsSaysWhenNobodyIs()
    {
        const Prompt prompt = promptAfterANewPort(withoutClients());
        QVERIFY(!prompt.text.isEmpty());
        QVERIFY2(!prompt.detail.contains(QLatin1String("disconnected")), qPrintable(prompt.detail));
    }

    void portsThatWillBePickedAreNotCalledFree()
    {
        const QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("WEBSOCKET_PORT=0\nZMQ_PORT=0\n") > 0);
        file.close();
        PanelStage stage(dir.path());
        stage.window->actions().firstRun->trigger();
        auto *ports = stage.find<QLabel>("firstRunPorts");
        QTRY_COMPARE(ports->text(), QStringLiteral("The WebSocket server picks a free port at every start.\n"
                                                   "The bus picks a free port at every start."));
    }

    void whoMayStartItAgainIsSaidOnce()
    {
        PanelStage stage;
        stage.desk->table->addProcess(4700, "supervisord");
        stage.desk->table->addProcess(4711, "python3", 4700);
        stage.desk->table->listen(4711, "127.0.0.1", 8765);
        stage.window->actions().release->trigger();
        QTRY_VERIFY(stage.find<QPushButton>("releaseAskButton")->isVisible());
        const QString text = textOf(*stage.find<QDialog>("releaseDialog"));
        QCOMPARE(text.count(QLatin1String("may start it again")), 1);
    }

    void quittingOffersToHideOnlyWhereThereIsATray()
    {
        PanelStage stage;
        stage.run();
        QTRY_COMPARE(stage.find<QLabel>("statusState")->text(), QStringLiteral("Ready"));
        stage.window->tray().assumeAvailable(true);
        stage.window->actions().quit->trigger();
        stage.window->tray().assumeAvailable(false);
        stage.window->actions().quit->trigger();
        QCOMPARE(stage.prompter->prompts.size(), std::size_t(2));
        QCOMPARE(stage.prompter->prompts[0].answers[1].text, QStringLiteral("Hide"));
        QCOMPARE(stage.prompter->prompts[1].answers[1].text, QStringLiteral("Minimise"));
    }
};

QTEST_MAIN(tst_Wording)
#include "tst_Wording.moc"
