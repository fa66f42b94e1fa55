#include "fakes/PanelStage.h"
#include "tickgate/Version.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/widget/AttentionBar.h"
#include "ui/widget/PanelActions.h"
#include "ui/widget/StageCard.h"
#include "ui/widget/StateBadge.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDialog>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

class tst_MainWindow : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void noteAddress(const QUrl &address) { m_opened += address.toString(); }

private:
    QStringList m_opened;

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
        PanelStage stage;
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

    void everyActionWorksInEveryState_data()
    {
        QTest::addColumn<ServiceState>("state");
        for (const ServiceState state : {ServiceState::Stopped, ServiceState::Starting, ServiceState::Running,
                                         ServiceState::Stopping, ServiceState::Failed})
            QTest::newRow(qPrintable(serviceStateName(state))) << state;
    }

    /// Whatever is enabled does its own thing and no other; what is not does nothing.
    void everyActionWorksInEveryState()
    {
        QFETCH(ServiceState, state);
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        if (state == ServiceState::Running)
            stage.run();
        stage.service->setState(state);
        stage.prompter->path = dir.filePath(QStringLiteral("bundle.zip"));
        const PanelActions &actions = stage.window->actions();
        QTRY_COMPARE(actions.stop->isEnabled(), state == ServiceState::Running || state == ServiceState::Starting);

        const auto asks = [&](QAction *action, const char *verb) {
            stage.service->asked.clear();
            action->trigger();
            const QString asked = stage.service->asked.value(0).section(u' ', 0, 0);
            QCOMPARE(asked, action->isEnabled() ? QLatin1String(verb) : QLatin1String());
        };
        asks(actions.start, "start");
        asks(actions.stop, "stop");
        asks(actions.restart, "restart");
        const auto opens = [&](QAction *action, const char *dialog) {
            action->trigger();
            QCOMPARE(stage.find<QDialog>(dialog) != nullptr, action->isEnabled());
            if (auto *opened = stage.find<QDialog>(dialog)) {
                QVERIFY(opened->isVisible());
                opened->close();
            }
        };
        opens(actions.release, "releaseDialog");
        opens(actions.why, "whyDialog");
        opens(actions.settings, "settingsDialog");
        opens(actions.firstRun, "firstRunDialog");
        opens(actions.hours, "hoursDialog");
        for (int page = 0; page < actions.pages.size(); ++page) {
            actions.pages[page]->trigger();
            QCOMPARE(stage.find<QTabWidget>("pages")->currentIndex(), page);
        }
        actions.copyUrl->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("ws://127.0.0.1:8765")));
        actions.about->trigger();
        QCOMPARE(stage.prompter->prompts.back().text, QStringLiteral("Tickgate %1").arg(QLatin1String(kVersion)));
        actions.bundle->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(stage.prompter->path), 30'000);
        QSignalSpy quit(stage.window.get(), &MainWindow::quitRequested);
        stage.prompter->answers = {2};
        actions.quit->trigger();
        QCOMPARE(quit.count(), 1);
        actions.close->trigger();
        QVERIFY(stage.window->isMinimized() || !stage.window->isVisible());
    }

    void theButtonsDoWhatTheySay()
    {
        PanelStage stage;
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
        PanelStage stage;
        stage.service->refusal = QStringLiteral("It is already starting.");
        stage.window->actions().start->trigger();
        QCOMPARE(stage.window->statusBar()->currentMessage(), QStringLiteral("It is already starting."));
    }

    void theStateIsToldInWordsAndShape()
    {
        PanelStage stage;
        auto *badge = stage.find<StateBadge>("stateBadge");
        QTRY_COMPARE(badge->word(), QStringLiteral("STOPPED"));
        stage.run();
        QTRY_COMPARE(badge->word(), QStringLiteral("RUNNING"));
        QTRY_VERIFY(stage.find<StageCard>("clientsCard")->stage().status.contains(QLatin1String("7 connected")));
        stage.service->setState(ServiceState::Stopping);
        QTRY_COMPARE(badge->word(), QStringLiteral("STOPPING"));
        QTRY_COMPARE(stage.find<StageCard>("feedCard")->stage().tone, Tone::Busy);
    }

    void aLoginThatIsNeededOpensOpenAlgosAddress()
    {
        PanelStage stage;
        stage.run();
        ServiceSnapshot snapshot = sessionSnapshot();
        AdapterSnapshot adapter;
        adapter.user = QStringLiteral("asha");
        adapter.broker = QStringLiteral("zerodha");
        adapter.state = AdapterSnapshot::State::LoginNeeded;
        snapshot.hub.feed.host = FeedSnapshot::Host::Ready;
        snapshot.hub.feed.loginAddress = QStringLiteral("http://127.0.0.1:5000");
        snapshot.hub.feed.adapters = {adapter};
        stage.service->setSnapshot(snapshot);
        auto *why = stage.find<QPushButton>("attentionWhyButton");
        QTRY_COMPARE(why->text(), QStringLiteral("Open OpenAlgo"));
        QDesktopServices::setUrlHandler(QStringLiteral("http"), this, "noteAddress");
        why->click();
        QDesktopServices::unsetUrlHandler(QStringLiteral("http"));
        QCOMPARE(m_opened, QStringList(QStringLiteral("http://127.0.0.1:5000")));
    }

    void eachAdapterIsToldWithItsLastTick()
    {
        PanelStage stage;
        stage.run();
        ServiceSnapshot snapshot = sessionSnapshot();
        AdapterSnapshot adapter;
        adapter.user = QStringLiteral("asha");
        adapter.broker = QStringLiteral("zerodha");
        adapter.state = AdapterSnapshot::State::Connected;
        adapter.symbols = 12;
        adapter.everTicked = true;
        adapter.sinceLastTick = 400ms;
        snapshot.hub.feed.adapters = {adapter};
        stage.service->setSnapshot(snapshot);
        auto *card = stage.find<StageCard>("feedCard");
        const QLatin1String told("zerodha for asha: connected, 12 symbols, last tick 0.4");
        QTRY_VERIFY2(card->toolTip().contains(told), qPrintable(card->toolTip()));
        stage.window->showPage(PanelPages::Symbols);
        auto *adapters = stage.find<QLabel>("symbolsAdapters");
        QTRY_VERIFY(adapters->isVisible());
        QVERIFY(adapters->text().contains(told));
    }

    void nothingIsSampledWhileHidden()
    {
        PanelStage stage;
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
        PanelStage stage;
        stage.run();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Totals);
        stage.window->showPage(PanelPages::Clients);
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Clients);
        stage.window->showPage(PanelPages::Symbols);
        QCOMPARE(stage.service->m_detail, SnapshotDetail::ClientsAndSymbols);
        stage.window->showPage(PanelPages::Overview);
        stage.window->actions().why->trigger();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::ClientsAndSymbols);
        stage.find<WhyDialog>("whyDialog")->close();
        QCOMPARE(stage.service->m_detail, SnapshotDetail::Totals);
    }

    void theScreenIsRefreshedFourTimesASecondAtMost()
    {
        PanelStage stage;
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

    void closingHidesWhereThereIsATrayAndSaysSoOnce()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
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
        PanelStage stage;
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
            PanelStage stage(dir.path());
            stage.window->resize(780, 640);
            stage.window->showPage(PanelPages::Symbols);
            stage.find<QLineEdit>("symbolsSearch")->setText(QStringLiteral("NIFTY"));
        }
        const PanelStage again(dir.path());
        QCOMPARE(again.window->size(), QSize(780, 640));
        QCOMPARE(again.find<QTabWidget>("pages")->currentIndex(), static_cast<int>(PanelPages::Symbols));
        QCOMPARE(again.find<QLineEdit>("symbolsSearch")->text(), QStringLiteral("NIFTY"));
    }

    void aCrashIsToldToWhoeverFindsTheServiceRunningAgain()
    {
        const QString crash = QStringLiteral("Tickgate ended unexpectedly at 10:00.");
        PanelStage stage({}, crash);
        const auto *last = stage.find<QLabel>("idleLastRun");
        QCOMPARE(last->text(), crash);
        stage.run();
        ServiceSnapshot calm = sessionSnapshot();
        calm.hub.slowClients = 0;
        stage.service->setSnapshot(calm);
        QTRY_COMPARE(stage.find<QLabel>("attentionText")->text(), crash);
        QVERIFY(stage.find<QWidget>("attention")->isVisible());
        stage.find<QPushButton>("attentionWhyButton")->click();
        QCOMPARE(stage.find<QTabWidget>("pages")->currentIndex(), static_cast<int>(PanelPages::Log));
        stage.find<QPushButton>("attentionSnoozeButton")->click();
        QVERIFY(!stage.find<QWidget>("attention")->isVisible());

        // A stop of this run is newer.
        stage.window->showPage(PanelPages::Overview);
        StopReport report;
        report.reason = QStringLiteral("Stop button");
        report.heldPorts = QStringList{QStringLiteral("127.0.0.1:5555")};
        stage.service->m_lastStop = report;
        stage.service->setState(ServiceState::Stopped);
        QTRY_VERIFY2(last->text().startsWith(QLatin1String("Stopped by Stop button")), qPrintable(last->text()));
        QVERIFY2(last->text().contains(QLatin1String("127.0.0.1:5555")), qPrintable(last->text()));
    }

    void aWindowLargerThanTheScreenIsFittedIntoIt()
    {
        const QTemporaryDir dir;
        const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
        {
            const PanelStage stage(dir.path());
            stage.window->move(room.topLeft());
            stage.window->resize(room.size() * 2);
        }
        const PanelStage again(dir.path());
        QVERIFY(again.window->height() <= room.height());
        QVERIFY(again.window->width() <= room.width());
        QVERIFY(room.contains(again.window->pos()));
    }

    void theAddressIsCopied()
    {
        PanelStage stage;
        stage.run();
        stage.window->actions().copyUrl->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("ws://127.0.0.1:8765"));
    }
};

QTEST_MAIN(tst_MainWindow)
#include "tst_MainWindow.moc"
