#include "fakes/PanelStage.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/widget/AttentionBar.h"
#include "ui/widget/PanelActions.h"

#include <QAbstractButton>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

class tst_PanelDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whyNoDataFollowsItsButton()
    {
        PanelStage stage;
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
        PanelStage stage;
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
        PanelStage stage;
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
        PanelStage stage(dir.path());
        stage.run();
        stage.prompter->path = dir.filePath(QStringLiteral("bundle.zip"));
        stage.window->actions().bundle->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(stage.window->statusBar()->currentMessage().contains(QLatin1String("bundle.zip")),
                                 30'000);
        // What runs now is in it, as `tickgate bundle` has it.
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("There is no python3 to open the archive with");
        QProcess reader;
        reader.start(python, {QStringLiteral("-c"),
                              QStringLiteral("import sys, zipfile\n"
                                             "print(zipfile.ZipFile(sys.argv[1]).read('status.json').decode())"),
                              stage.prompter->path});
        QTRY_COMPARE_WITH_TIMEOUT(reader.state(), QProcess::NotRunning, 30'000);
        const QJsonObject status = QJsonDocument::fromJson(reader.readAllStandardOutput()).object();
        QCOMPARE(status.value(QLatin1String("state")).toString(), QStringLiteral("running"));
        QCOMPARE(status.value(QLatin1String("clients")).toInt(), 7);
    }

    void theFirstRunFindsItsWayAndSaves()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
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
        port->setText(QStringLiteral("5555"));
        QVERIFY2(!finish->isEnabled(), "the bus has this port");
        port->setText(QStringLiteral("9002"));
        QVERIFY(finish->isEnabled());
        finish->click();
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()),
                 QStringLiteral("TICKGATE_SETTINGS_VERSION=1\nWEBSOCKET_PORT=9002\n"));

        // It ends with a test tick.
        stage.run();
        QTRY_VERIFY(stage.find<WhyDialog>("whyDialog"));
        QTRY_COMPARE(stage.find<WhyDialog>("whyDialog")->diagnosis().checks.back().link, DiagnosisLink::LoopTick);
    }

    void theFirstRunKeepsAFolderThatCannotBeReadNow()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral(".env"));
        const QByteArray before = "TICKGATE_SETTINGS_VERSION=1\nOPENALGO_HOME=/nonexistent/openalgo\n";
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(before);
        }
        const auto contents = [&path] {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        PanelStage stage(dir.path());
        stage.window->actions().firstRun->trigger();
        auto *dialog = stage.find<QDialog>("firstRunDialog");
        const auto *found = dialog->findChild<QLabel *>(QStringLiteral("firstRunFound"));
        QTRY_VERIFY(!found->text().isEmpty());
        QVERIFY(dialog->findChild<QAbstractButton *>(QStringLiteral("firstRunWithOpenAlgo"))->isChecked());
        dialog->findChild<QPushButton *>(QStringLiteral("firstRunFinishButton"))->click();
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QCOMPARE(contents(), before);
        QTRY_VERIFY(!stage.find<QDialog>("firstRunDialog"));

        // To do without it is the user's to say.
        stage.window->actions().firstRun->trigger();
        dialog = stage.find<QDialog>("firstRunDialog");
        auto *finish = dialog->findChild<QPushButton *>(QStringLiteral("firstRunFinishButton"));
        QTRY_VERIFY(finish->isEnabled());
        dialog->findChild<QAbstractButton *>(QStringLiteral("firstRunWithout"))->click();
        finish->click();
        QTRY_VERIFY(contents().contains("OPENALGO_HOME=\n"));
    }

    void settingsThatWaitForARestartAreSaidUntilThen()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        stage.run();
        const auto *pending = stage.find<QLabel>("statusPending");
        QVERIFY(!pending->isVisible());
        stage.window->actions().settings->trigger();
        auto *dialog = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(dialog->isEnabled());
        dialog->findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"))->setText(QStringLiteral("8900"));
        stage.prompter->answers = {0}; // later
        dialog->findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->click();
        QTRY_VERIFY(pending->isVisible());
        QCOMPARE(stage.service->reloads, 1);
        stage.service->setState(ServiceState::Stopping);
        QVERIFY(!pending->isVisible());

        // One that comes while the user is still asked has read them.
        stage.run();
        stage.window->actions().settings->trigger();
        dialog = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(dialog->isEnabled());
        dialog->findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"))->setText(QStringLiteral("8901"));
        bool asked = false;
        stage.prompter->whileAsking = [&] {
            QVERIFY(pending->isVisible());
            stage.service->setState(ServiceState::Stopping);
            stage.service->setState(ServiceState::Running);
            asked = true;
        };
        stage.prompter->answers = {0};
        dialog->findChild<QPushButton *>(QStringLiteral("settingsSaveButton"))->click();
        QTRY_VERIFY(asked);
        QVERIFY(!pending->isVisible());
    }

    void theFirstRunLooksAtThePortsThatAreTyped()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        PortVerdict taken = busyVerdict();
        taken.port = 8800;
        taken.text = QStringLiteral("8800 is taken.");
        stage.desk->verdicts.insert(8800, taken);
        stage.window->actions().firstRun->trigger();
        auto *ports = stage.find<QLabel>("firstRunPorts");
        QTRY_VERIFY(!ports->text().isEmpty());
        auto *port = stage.find<QDialog>("firstRunDialog")->findChild<QLineEdit *>(QStringLiteral("WEBSOCKET_PORT"));
        port->setText(QStringLiteral("8800"));
        QVERIFY(ports->text().isEmpty());
        QTRY_VERIFY2(ports->text().contains(taken.text), qPrintable(ports->text()));
        port->setText(QStringLiteral("none"));
        QVERIFY(ports->text().isEmpty());
    }

    void aReleaseAsksFirstAndOffersForceOnlyWhenItDidNotHelp()
    {
        PanelStage stage;
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
        QVERIFY(start->isDefault());
        start->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void aReleaseThatWaitsLeavesEveryLineItsHeight()
    {
        PanelStage stage;
        stage.desk->times.ask = 30s;
        stage.desk->table->addProcess(4711, "python3");
        stage.desk->table->editProcess(4711, [](os::ProcessIdentity &process) {
            process.arguments = {"python3", "-m", "websocket_proxy.server"}; // more lines than the first look had
        });
        stage.desk->table->listen(4711, "127.0.0.1", 8765);
        stage.desk->table->setOnEnd(
            [](FakeProcessTable &, const FakeProcessTable::Signal &) { return os::EndOutcome::Sent; });
        stage.window->actions().release->trigger();
        auto *ask = stage.find<QPushButton>("releaseAskButton");
        QTRY_VERIFY(ask->isVisible());
        ask->click();
        QTRY_VERIFY(stage.find<QProgressBar>("releaseProgress")->isVisible());
        const auto lines = stage.find<QDialog>("releaseDialog")->findChildren<QLabel *>();
        QVERIFY(lines.size() >= 5);
        for (const QLabel *line : lines)
            QTRY_VERIFY2(line->height() >= line->sizeHint().height() || line->wordWrap(), qPrintable(line->text()));
        stage.desk->table->removeProcess(4711);
    }

    void aLongReasonLeavesEveryCheckItsHeight()
    {
        PanelStage stage;
        const QString text = QStringLiteral("Port 8765 is held by a program with a long command. ").repeated(8);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, text, {}, {}});
        stage.window->actions().why->trigger();
        QTRY_VERIFY(stage.find<WhyDialog>("whyDialog"));
        auto *dialog = stage.find<WhyDialog>("whyDialog");
        QTRY_VERIFY(!dialog->diagnosis().checks.empty());
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        QTRY_VERIFY(dialog->findChild<QLabel *>(QStringLiteral("whyFound7"))->isVisible());
        for (const QLabel *line : dialog->findChildren<QLabel *>()) {
            const int wanted =
                line->hasHeightForWidth() ? line->heightForWidth(line->width()) : line->sizeHint().height();
            QTRY_VERIFY2(line->height() >= wanted, qPrintable(line->text()));
        }
    }

    void exchangeHoursAreCheckedAsTypedSavedAndInForce()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        stage.window->actions().settings->trigger();
        auto *settings = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(settings->isEnabled());
        settings->findChild<QPushButton *>(QStringLiteral("settingsHoursButton"))->click();
        auto *dialog = stage.find<QDialog>("hoursDialog");
        QTRY_VERIFY(dialog->isEnabled());
        auto *hours = dialog->findChild<QPlainTextEdit *>(QStringLiteral("hoursText"));
        auto *save = dialog->findChild<QPushButton *>(QStringLiteral("hoursSaveButton"));
        QVERIFY(hours->toPlainText().contains(QLatin1String("NSE Mon-Fri 09:15-15:30")));
        hours->setPlainText(QStringLiteral("NSE whenever"));
        QVERIFY(!save->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("hoursProblem"))
                    ->text()
                    .contains(QLatin1String("1: NSE whenever")));
        hours->setPlainText(QStringLiteral("NFO never"));
        QVERIFY(save->isEnabled());
        dialog->findChild<QPlainTextEdit *>(QStringLiteral("holidaysText"))->setPlainText(QStringLiteral("2026-01-26"));
        save->click();
        QTRY_VERIFY(!stage.find<QDialog>("hoursDialog"));
        QFile file(dir.filePath(QStringLiteral("exchange_hours.txt")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()).trimmed(), QStringLiteral("NFO never"));
        QVERIFY(QFileInfo::exists(dir.filePath(QStringLiteral("holidays.txt"))));
    }

    void anOpenAlgoFoundOnThisComputerIsOffered()
    {
        const QTemporaryDir home;
        const QByteArray before = qgetenv("HOME");
        const QString folder = home.filePath(QStringLiteral("openalgo"));
        QVERIFY(QDir().mkpath(folder + QStringLiteral("/websocket_proxy")));
        QFile factory(folder + QStringLiteral("/websocket_proxy/broker_factory.py"));
        QVERIFY(factory.open(QIODevice::WriteOnly));
        qputenv("HOME", home.path().toLocal8Bit());
        PanelStage stage(home.filePath(QStringLiteral("config")));
        stage.window->actions().settings->trigger();
        auto *dialog = stage.find<QDialog>("settingsDialog");
        QTRY_VERIFY(dialog->isEnabled());
        qputenv("HOME", before);
        auto *take = dialog->findChild<QPushButton *>(QStringLiteral("OPENALGO_HOMETake"));
        QVERIFY(take->isVisible());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("OPENALGO_HOMENote"))->text().contains(folder));
        take->click();
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("OPENALGO_HOME"))->text(), folder);
        QVERIFY(!take->isVisible());
    }

    void settingsAreCheckedAsTypedAndSaved()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
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
};

QTEST_MAIN(tst_PanelDialogs)
#include "tst_PanelDialogs.moc"
