#include "fakes/FakePanel.h"
#include "ui/MainWindow.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/tray/TrayIcon.h"
#include "ui/widget/AttentionBar.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/HeaderBar.h"
#include "ui/widget/PanelActions.h"
#include "ui/widget/StageCard.h"
#include "ui/widget/StateBadge.h"

#include "support/TestSupport.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

/// A window with its fakes, in any state.
struct Stage
{
    explicit Stage(const QString &folder = {})
    {
        FakePanel panel = makeFakePanel();
        service = panel.service;
        desk = panel.desk;
        prompter = panel.prompter;
        PanelOptions options;
        options.log = log;
        options.folders.configDir = folder;
        options.folders.stateDir = folder;
        options.sources.configDir = folder;
        window = std::make_unique<MainWindow>(std::move(panel.partners), options);
        window->tray().assumeAvailable(false);
        window->show();
    }
    ~Stage() { window->prepareToQuit(); }

    void run()
    {
        service->setState(ServiceState::Starting);
        service->setState(ServiceState::Running);
        service->setSnapshot(sessionSnapshot());
    }
    void fail()
    {
        desk->verdicts.insert(8765, busyVerdict());
        service->setState(ServiceState::Starting);
        service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, QStringLiteral("Busy."),
                                                             QStringLiteral("Free it."), busyVerdict()});
    }
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return window->findChild<Widget *>(QLatin1String(name));
    }

    std::shared_ptr<LogRing> log = std::make_shared<LogRing>();
    FakeService *service = nullptr;
    FakeDesk *desk = nullptr;
    FakePrompter *prompter = nullptr;
    std::unique_ptr<MainWindow> window;
};

void collectUnnamed(const QWidget &root, QStringList &unnamed)
{
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        const bool interactive = qobject_cast<const QAbstractButton *>(widget) ||
                                 qobject_cast<const QComboBox *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
                                 qobject_cast<const QAbstractSpinBox *>(widget) ||
                                 qobject_cast<const QAbstractItemView *>(widget);
        // What Qt builds into its own widgets is named by them.
        const QString name = widget->objectName();
        const bool ours = !name.startsWith(QLatin1String("qt_")) && !name.startsWith(QLatin1String("ScrollLeft")) &&
                          !name.startsWith(QLatin1String("ScrollRight"));
        const QWidget *parent = widget->parentWidget();
        const bool inside = qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QComboBox *>(parent) ||
                            qobject_cast<const QAbstractItemView *>(parent) || widget->inherits("QHeaderView") ||
                            widget->inherits("QComboBoxListView") || widget->inherits("QTableCornerButton") ||
                            (parent && parent->inherits("QMenuBar")) || widget->inherits("QMenu") ||
                            (parent && parent->inherits("QTabBar"));
        if (interactive && ours && !inside && (widget->accessibleName().isEmpty() || name.isEmpty()))
            unnamed += QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()), name);
    }
}

} // namespace

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionKnowsWhenItIsPossible_data()
    {
        QTest::addColumn<ServiceState>("state");
        QTest::addColumn<QString>("possible");
        QTest::newRow("stopped") << ServiceState::Stopped << QStringLiteral("start release");
        QTest::newRow("starting") << ServiceState::Starting << QStringLiteral("stop");
        QTest::newRow("running") << ServiceState::Running << QStringLiteral("stop restart release");
        QTest::newRow("stopping") << ServiceState::Stopping << QString();
        QTest::newRow("failed") << ServiceState::Failed << QStringLiteral("start release");
    }

    void everyActionKnowsWhenItIsPossible()
    {
        QFETCH(ServiceState, state);
        QFETCH(QString, possible);
        Stage stage;
        stage.service->setState(state);
        const PanelActions &actions = stage.window->actions();
        const auto enabled = [&] {
            QStringList names;
            for (const QAction *action : {actions.start, actions.stop, actions.restart, actions.release}) {
                if (action->isEnabled())
                    names += action->objectName();
            }
            return names.join(QLatin1Char(' '));
        };
        QTRY_COMPARE(enabled(), possible);
        // These are always there.
        for (const QAction *action : {actions.why, actions.copyUrl, actions.settings, actions.quit})
            QVERIFY(action->isEnabled());
    }

    void theButtonsDoWhatTheySay()
    {
        Stage stage;
        QTRY_VERIFY(stage.find<QPushButton>("startButton")->isVisible());
        stage.find<QPushButton>("startButton")->click();
        stage.run();
        QTRY_VERIFY(stage.find<QPushButton>("stopButton")->isVisible());
        QVERIFY(!stage.find<QPushButton>("startButton")->isVisible());
        QTRY_VERIFY(stage.find<QPushButton>("restartButton")->isEnabled());
        stage.find<QPushButton>("restartButton")->click();
        stage.find<QPushButton>("stopButton")->click();
        QCOMPARE(stage.service->asked, QStringList({QStringLiteral("start"), QStringLiteral("restart Restart button"),
                                                    QStringLiteral("stop Stop button")}));
    }

    void aRefusalIsSaid()
    {
        Stage stage;
        stage.service->refusal = QStringLiteral("It is already starting.");
        stage.window->actions().start->trigger();
        QCOMPARE(stage.window->statusBar()->currentMessage(), QStringLiteral("It is already starting."));
    }

    void theStateIsToldInWordsAndShape()
    {
        Stage stage;
        auto *badge = stage.find<StateBadge>("stateBadge");
        QTRY_COMPARE(badge->word(), QStringLiteral("STOPPED"));
        stage.run();
        QTRY_COMPARE(badge->word(), QStringLiteral("RUNNING"));
        QTRY_VERIFY(stage.find<StageCard>("clientsCard")->stage().status.contains(QLatin1String("7 connected")));
        stage.service->setState(ServiceState::Stopping);
        QTRY_COMPARE(badge->word(), QStringLiteral("STOPPING"));
        QTRY_COMPARE(stage.find<StageCard>("feedCard")->stage().tone, Tone::Busy);
    }

    void aFailureOffersTheOneThingToDo()
    {
        Stage stage;
        stage.fail();
        auto *remedy = stage.find<QPushButton>("remedyButton");
        QTRY_VERIFY(remedy->isVisible());
        QCOMPARE(remedy->text(), QStringLiteral("Force-Release..."));
        QVERIFY(stage.find<QLabel>("idleText")->text().contains(QLatin1String("Free it.")));
        QVERIFY(!stage.find<QPushButton>("largeStartButton")->isVisible());
        remedy->click();
        QTRY_VERIFY(stage.find<QDialog>("releaseDialog"));
    }

    void aFailureWithoutAVerdictOffersAnotherStart()
    {
        Stage stage;
        stage.service->setState(ServiceState::Failed,
                                ServiceError{ServiceErrorCode::HubFailed, QStringLiteral("Broken."), {}, {}});
        QTRY_VERIFY(stage.find<QPushButton>("largeStartButton")->isVisible());
        QTRY_VERIFY(stage.find<QPushButton>("largeStartButton")->isEnabled());
        stage.find<QPushButton>("largeStartButton")->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void stoppingDuringACountdownCallsItOff()
    {
        Stage stage;
        stage.service->m_untilRestart = 8s;
        stage.service->setState(ServiceState::Failed, ServiceError{});
        QTRY_VERIFY(stage.find<AttentionBar>("attention")->isVisible());
        stage.window->actions().stop->trigger();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("cancelAutoRestart")));
        QTRY_VERIFY(!stage.find<AttentionBar>("attention")->isVisible());
    }

    void waitingForAPortStartsWhenItIsFree()
    {
        Stage stage;
        PortVerdict lingering;
        lingering.kind = PortVerdictKind::Lingering;
        lingering.port = 8765;
        lingering.action = PortAction::WaitAndRetry;
        lingering.blocksStart = true;
        lingering.secondsToGo = 30;
        stage.desk->verdicts.insert(8765, lingering);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, {}, {}, lingering});
        auto *remedy = stage.find<QPushButton>("remedyButton");
        QTRY_VERIFY(remedy->isVisible());
        remedy->click();
        QTRY_VERIFY(stage.find<QLabel>("idleText")->text().contains(QLatin1String("not free yet")));
        QVERIFY(stage.service->asked.isEmpty());
        stage.desk->verdicts.remove(8765);
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void aBusyPortMayBeWaitedForOrLeftByChoice()
    {
        Stage stage;
        PortVerdict busy = busyVerdict();
        busy.blocksStart = true;
        stage.desk->verdicts.insert(8765, busy);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, {}, {}, busy});
        QTRY_VERIFY(stage.find<QPushButton>("waitButton")->isVisible());
        QVERIFY(stage.find<QPushButton>("nextPortButton")->isVisible());
        QCOMPARE(stage.find<QPushButton>("remedyButton")->text(), QStringLiteral("Force-Release..."));
        stage.find<QPushButton>("waitButton")->click();
        QTRY_VERIFY(stage.find<QLabel>("idleText")->text().contains(QLatin1String("not free yet")));
        QVERIFY(!stage.find<QPushButton>("waitButton")->isVisible()); // it does so already
        QVERIFY(stage.service->asked.isEmpty());
        stage.desk->verdicts.remove(8765);
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void theBusPortIsNotExchangedForAnother()
    {
        Stage stage;
        PortVerdict busy = busyVerdict();
        busy.port = 5555;
        busy.blocksStart = true;
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::BusBusy, {}, {}, busy});
        QTRY_VERIFY(stage.find<QPushButton>("waitButton")->isVisible());
        QVERIFY(!stage.find<QPushButton>("nextPortButton")->isVisible());
    }

    void theNextFreePortIsWrittenAndStarted()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.desk->nextFree = 8770;
        PortVerdict reserved = busyVerdict();
        reserved.kind = PortVerdictKind::SystemReserved;
        reserved.action = PortAction::UseNextPort;
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortForbidden, {}, {}, reserved});
        QTRY_VERIFY(stage.find<QPushButton>("remedyButton")->isVisible());
        stage.find<QPushButton>("remedyButton")->click();
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("WEBSOCKET_PORT=8770"));
    }

    void aClientIsDisconnectedOnlyAfterConfirmation()
    {
        Stage stage;
        stage.run();
        stage.window->showPage(MainWindow::Clients);
        auto *table = stage.find<DataTable>("clientsTable");
        QTRY_COMPARE(table->model()->rowCount(), 7);
        table->selectRow(2);
        auto *kick = stage.find<QPushButton>("clientsKickButton");
        QVERIFY(kick->isEnabled());
        kick->click();
        QVERIFY(stage.service->asked.isEmpty());
        stage.prompter->answers = {1};
        kick->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("kick 3")));
        QCOMPARE(stage.prompter->prompts.front().preferred, 0);
    }

    void programsAreLookedUpOncePerClient()
    {
        Stage stage;
        fillDesk(*stage.desk);
        stage.run();
        stage.window->showPage(MainWindow::Clients);
        auto *table = stage.find<DataTable>("clientsTable");
        QTRY_VERIFY(table->model()->index(0, 1).data().toString().contains(QLatin1String("momentum_breakout.py")));
        const int lookUps = stage.desk->identifications;
        stage.service->setSnapshot(sessionSnapshot(1));
        QTest::qWait(400);
        QCOMPARE(stage.desk->identifications, lookUps);
    }

    void nothingIsSampledWhileHidden()
    {
        Stage stage;
        stage.run();
        QTRY_VERIFY(stage.service->m_enabled);
        stage.window->hide();
        // The sample that was under way for the tray may still be asked for.
        stage.service->setSnapshot(sessionSnapshot());
        QVERIFY(!stage.service->m_enabled);
        stage.window->show();
        QVERIFY(stage.service->m_enabled);
    }

    void samplesCarryWhatThePageNeeds()
    {
        Stage stage;
        stage.run();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Totals);
        stage.window->showPage(MainWindow::Clients);
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Clients);
        stage.window->showPage(MainWindow::Symbols);
        QCOMPARE(stage.service->m_detail, SnapshotDetail::ClientsAndSymbols);
        stage.window->showPage(MainWindow::Overview);
        stage.window->actions().why->trigger();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::ClientsAndSymbols);
        stage.find<WhyDialog>("whyDialog")->close();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Totals);
    }

    void anOldSampleIsGreyAndLabelled()
    {
        Stage stage;
        stage.run();
        stage.window->showPage(MainWindow::Clients);
        auto *table = stage.find<DataTable>("clientsTable");
        QTRY_COMPARE(table->model()->rowCount(), 7);
        QVERIFY(!table->isStale());
        QTRY_VERIFY_WITH_TIMEOUT(table->isStale(), 10'000);
        QVERIFY(stage.find<QLabel>("statusSample")->text().contains(QLatin1String("not current")));
        stage.service->setSnapshot(sessionSnapshot());
        QTRY_VERIFY(!table->isStale());
    }

    void theScreenIsRefreshedFourTimesASecondAtMost()
    {
        Stage stage;
        stage.run();
        QElapsedTimer clock;
        clock.start();
        int sent = 0;
        int seen = 0;
        QString last;
        auto *label = stage.find<QLabel>("inFigure");
        while (clock.elapsed() < 1000) {
            ServiceSnapshot snapshot = sessionSnapshot();
            snapshot.bus.messagesPerSecond = ++sent;
            stage.service->setSnapshot(snapshot);
            QTest::qWait(5);
            if (label->text() != last) {
                last = label->text();
                ++seen;
            }
        }
        QVERIFY(sent > 10);
        QVERIFY2(seen <= 6, qPrintable(QString::number(seen)));
    }

    void whyNoDataFollowsItsButton()
    {
        Stage stage;
        stage.window->actions().why->trigger();
        auto *dialog = stage.find<WhyDialog>("whyDialog");
        QVERIFY(dialog->isVisible());
        QCOMPARE(dialog->diagnosis().action, DiagnosisAction::Start);
        stage.find<QPushButton>("whyActionButton")->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QVERIFY(!dialog->isVisible());
    }

    void aPublisherBesideTheBusIsShownWithItsRemedy()
    {
        Stage stage;
        PortHolder holder;
        holder.pid = 4711;
        holder.name = QStringLiteral("python3");
        BusVerdict bus;
        bus.port.kind = PortVerdictKind::Ours;
        bus.port.port = 5555;
        bus.drifted = {{5557, holder}};
        stage.desk->busVerdicts.insert(5555, bus);
        stage.service->setState(ServiceState::Starting);
        stage.service->setState(ServiceState::Running);
        ServiceSnapshot snapshot = sessionSnapshot();
        snapshot.bus.publishers = 0;
        snapshot.bus.withoutPublisher = 11s;
        stage.service->setSnapshot(snapshot);
        const auto *attention = stage.find<AttentionBar>("attention");
        const auto said = [attention] {
            QString text;
            for (const QLabel *label : attention->findChildren<QLabel *>())
                text += label->text();
            return text;
        };
        const QString where = QStringLiteral("published on port 5557 instead of 5555, by python3 (pid 4711)");
        QTRY_VERIFY(attention->isVisible() && said().contains(where));

        stage.window->actions().why->trigger();
        QTRY_VERIFY(stage.find<QLabel>("whySentence")->text().contains(where));
        stage.find<QPushButton>("whyActionButton")->click(); // to the ports
        QTRY_VERIFY(stage.find<QLabel>("portText")->text().contains(where));
        QVERIFY(stage.find<QLabel>("portRemedy")->text().contains(QStringLiteral("ZMQ_PORT=5557")));
        QCOMPARE(stage.find<QPushButton>("portActionButton")->text(), QStringLiteral("Settings..."));
    }

    void aTestTickIsMeasuredOnRequest()
    {
        Stage stage;
        stage.run();
        ServiceSnapshot healthy = sessionSnapshot();
        healthy.hub.slowClients = 0;
        std::erase_if(healthy.hub.symbolList,
                      [](const SymbolSnapshot &symbol) { return symbol.exchange == QLatin1String("NFO"); });
        stage.service->setSnapshot(healthy);
        stage.window->actions().why->trigger();
        auto *dialog = stage.find<WhyDialog>("whyDialog");
        QTRY_VERIFY(!dialog->diagnosis().broken);
        QCOMPARE(dialog->diagnosis().checks.size(), std::size_t(8));
        stage.find<QPushButton>("whyTestButton")->click();
        QTRY_COMPARE(dialog->diagnosis().checks.size(), std::size_t(9));
        QVERIFY(dialog->diagnosis().checks.back().found.contains(QLatin1String("640")));
        stage.service->loop = {true, std::nullopt, QStringLiteral("lost.")};
        stage.find<QPushButton>("whyTestButton")->click();
        QTRY_COMPARE(dialog->diagnosis().action, DiagnosisAction::Restart);
    }

    void diagnosticsAreSavedWithOneAction()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.prompter->path = dir.filePath(QStringLiteral("bundle.zip"));
        stage.window->actions().bundle->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stage.window->statusBar()->currentMessage().contains(QLatin1String("bundle.zip")),
                                 30'000);
        QVERIFY(QFileInfo(stage.prompter->path).size() > 0);
    }

    void theFirstRunFindsItsWayAndSaves()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.window->actions().firstRun->trigger();
        auto *dialog = stage.find<QDialog>("firstRunDialog");
        auto *port = dialog->findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"));
        QTRY_COMPARE(port->text(), QStringLiteral("8765"));
        QTRY_VERIFY(
            dialog->findChild<QLabel *>(QStringLiteral("firstRunPorts"))->text().contains(QLatin1String("8765")));
        auto *finish = dialog->findChild<QPushButton *>(QStringLiteral("firstRunFinishButton"));
        dialog->findChild<QAbstractButton *>(QStringLiteral("firstRunWithout"))->click();
        port->setText(QStringLiteral("seven"));
        QVERIFY(!finish->isEnabled());
        port->setText(QStringLiteral("9002"));
        QVERIFY(finish->isEnabled());
        finish->click();
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()),
                 QStringLiteral("TICKGATE_SETTINGS_VERSION=1\nWEBSOCKET_PORT=9002\n"));
    }

    void closingHidesWhereThereIsATrayAndSaysSoOnce()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.window->tray().assumeAvailable(true);
        stage.window->close();
        QVERIFY(!stage.window->isVisible());
        stage.window->present();
        QVERIFY(stage.window->isVisible());
        stage.window->tray().assumeAvailable(false);
        stage.window->close();
        QVERIFY(stage.window->isMinimized());
    }

    void quittingAsksOnlyWhileProgramsAreAttached()
    {
        Stage stage;
        QSignalSpy quit(stage.window.get(), &MainWindow::quitRequested);
        stage.window->actions().quit->trigger();
        QCOMPARE(quit.count(), 1);
        QVERIFY(stage.prompter->prompts.empty());

        stage.run();
        stage.window->actions().quit->trigger();
        QCOMPARE(quit.count(), 1);
        QVERIFY(stage.prompter->prompts.front().text.contains(QLatin1String("7 programs")));
        stage.prompter->answers = {1};
        stage.window->tray().assumeAvailable(true);
        stage.window->actions().quit->trigger();
        QCOMPARE(quit.count(), 1);
        QVERIFY(!stage.window->isVisible());
        stage.prompter->answers = {2};
        stage.window->actions().quit->trigger();
        QCOMPARE(quit.count(), 2);
    }

    void pageGeometryAndFiltersAreKept()
    {
        const QTemporaryDir dir;
        {
            Stage stage(dir.path());
            stage.window->resize(900, 640);
            stage.window->showPage(MainWindow::Symbols);
            stage.find<QLineEdit>("symbolsSearch")->setText(QStringLiteral("NIFTY"));
        }
        const Stage again(dir.path());
        QCOMPARE(again.window->size(), QSize(900, 640));
        QCOMPARE(again.find<QTabWidget>("pages")->currentIndex(), static_cast<int>(MainWindow::Symbols));
        QCOMPARE(again.find<QLineEdit>("symbolsSearch")->text(), QStringLiteral("NIFTY"));
    }

    void theAddressIsCopied()
    {
        Stage stage;
        stage.run();
        stage.window->actions().copyUrl->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("ws://127.0.0.1:8765"));
    }

    void aReleaseAsksFirstAndOffersForceOnlyWhenItDidNotHelp()
    {
        Stage stage;
        stage.desk->times.ask = 300ms;
        stage.desk->table->addProcess(4711, "python3");
        stage.desk->table->listen(4711, "127.0.0.1", 8765);
        stage.desk->table->setOnEnd([](FakeProcessTable &table, const FakeProcessTable::Signal &signal) {
            if (signal.request == os::EndRequest::Force)
                table.removeProcess(signal.pid);
            return os::EndOutcome::Sent;
        });
        stage.window->actions().release->trigger();
        auto *ask = stage.find<QPushButton>("releaseAskButton");
        auto *end = stage.find<QPushButton>("releaseEndButton");
        QVERIFY(stage.find<QPushButton>("releaseCancelButton")->isDefault());
        QTRY_VERIFY(ask->isVisible());
        QVERIFY(!end->isVisible());
        QVERIFY(stage.desk->table->signalsSent().empty());
        ask->click();
        QTRY_VERIFY(end->isVisible());
        QCOMPARE(stage.desk->table->signalsSent().size(), std::size_t(1));
        end->click();
        auto *start = stage.find<QPushButton>("releaseStartButton");
        QTRY_VERIFY(start->isVisible());
        start->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void settingsAreCheckedAsTypedAndSaved()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.window->actions().settings->trigger();
        auto *dialog = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(dialog->isEnabled());
        auto *port = dialog->findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"));
        auto *save = dialog->findChild<QPushButton *>(QStringLiteral("settingsSaveButton"));
        QCOMPARE(port->text(), QStringLiteral("8765"));
        port->setText(QStringLiteral("99999"));
        QVERIFY(!save->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("WEBSOCKET_PORTNote"))
                    ->text()
                    .startsWith(QLatin1String("Must be")));
        port->setText(QStringLiteral("9001"));
        QVERIFY(save->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("WEBSOCKET_PORTNote"))
                    ->text()
                    .contains(QLatin1String("restart")));
        save->click();
        QTRY_VERIFY(!stage.find<QDialog>("settingsDialog"));
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()),
                 QStringLiteral("TICKGATE_SETTINGS_VERSION=1\nWEBSOCKET_PORT=9001\n"));
    }

    void everyControlHasANameForScreenReaders()
    {
        const QTemporaryDir dir;
        Stage stage(dir.path());
        stage.run();
        for (const MainWindow::Page page :
             {MainWindow::Overview, MainWindow::Clients, MainWindow::Symbols, MainWindow::Ports, MainWindow::Log})
            stage.window->showPage(page);
        stage.window->actions().why->trigger();
        stage.window->actions().settings->trigger();
        stage.window->actions().release->trigger();
        QStringList unnamed;
        collectUnnamed(*stage.window, unnamed);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1String(", "))));
    }

    void longNamesRightToLeftAndDarkAreDrawn()
    {
        Stage stage;
        stage.desk->programs.insert(52110, {1, QString(300, QLatin1Char('p')), QString(600, QLatin1Char('s'))});
        stage.run();
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::WindowText, Qt::white);
        dark.setColor(QPalette::Base, Qt::black);
        stage.window->setPalette(dark);
        stage.window->setLayoutDirection(Qt::RightToLeft);
        for (const MainWindow::Page page :
             {MainWindow::Overview, MainWindow::Clients, MainWindow::Symbols, MainWindow::Ports, MainWindow::Log}) {
            stage.window->showPage(page);
            QTest::qWait(50);
            QVERIFY(!stage.window->grab().isNull());
        }
        QVERIFY(stage.window->minimumSizeHint().width() < 1000);
    }

    void emptyTablesSayWhy()
    {
        Stage stage;
        for (const MainWindow::Page page : {MainWindow::Clients, MainWindow::Symbols})
            stage.window->showPage(page);
        QTRY_VERIFY(stage.find<DataTable>("clientsTable")->emptyText().contains(QLatin1String("not running")));
        QVERIFY(stage.find<DataTable>("symbolsTable")->emptyText().contains(QLatin1String("not running")));
        QVERIFY(stage.find<DataTable>("logTable")->emptyText().contains(QLatin1String("Nothing was logged")));
        stage.service->setState(ServiceState::Running);
        stage.window->showPage(MainWindow::Clients);
        QTRY_VERIFY(stage.find<DataTable>("clientsTable")->emptyText().contains(QLatin1String("ws://127.0.0.1:8765")));
    }

    void theLogFollowsUntilTheUserScrollsUp()
    {
        Stage stage;
        stage.window->showPage(MainWindow::Log);
        for (int i = 0; i < 200; ++i)
            stage.log->append(LogLevel::Info, QStringLiteral("bus: line %1").arg(i), QDateTime::currentDateTime());
        auto *table = stage.find<DataTable>("logTable");
        QTRY_COMPARE(table->model()->rowCount(), 200);
        QTRY_COMPARE(table->verticalScrollBar()->value(), table->verticalScrollBar()->maximum());
        table->verticalScrollBar()->setValue(10);
        stage.log->append(LogLevel::Info, QStringLiteral("bus: new"), QDateTime::currentDateTime());
        QTRY_COMPARE(table->model()->rowCount(), 201);
        QCOMPARE(table->verticalScrollBar()->value(), 10);
        auto *newest = stage.find<QPushButton>("logNewestButton");
        QVERIFY(newest->text().contains(QLatin1String("1 new line")));
        newest->click();
        QTRY_COMPARE(table->verticalScrollBar()->value(), table->verticalScrollBar()->maximum());
    }

    void aPausedLogCatchesUp()
    {
        Stage stage;
        stage.window->showPage(MainWindow::Log);
        auto *pause = stage.find<QPushButton>("logPauseButton");
        pause->click();
        stage.log->append(LogLevel::Info, QStringLiteral("bus: one"), QDateTime::currentDateTime());
        QTest::qWait(400);
        auto *table = stage.find<DataTable>("logTable");
        QCOMPARE(table->model()->rowCount(), 0);
        pause->click();
        QCOMPARE(table->model()->rowCount(), 1);
    }
};

QTEST_MAIN(tst_MainWindow)
#include "tst_MainWindow.moc"
