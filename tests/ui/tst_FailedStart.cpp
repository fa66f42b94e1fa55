#include "fakes/PanelStage.h"
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
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QUrl>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

PortVerdict lingeringVerdict()
{
    PortVerdict verdict;
    verdict.kind = PortVerdictKind::Lingering;
    verdict.port = 8765;
    verdict.action = PortAction::WaitAndRetry;
    verdict.blocksStart = true;
    verdict.secondsToGo = 30;
    return verdict;
}

} // namespace

class tst_FailedStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFailureOffersTheOneThingToDo()
    {
        PanelStage stage;
        stage.fail();
        auto *remedy = stage.find<QPushButton>("remedyButton");
        QTRY_VERIFY(remedy->isVisible());
        QCOMPARE(remedy->text(), QStringLiteral("Force-Release..."));
        QVERIFY(stage.find<QLabel>("idleText")->text().contains(QLatin1String("Free it.")));
        QVERIFY(!stage.find<QPushButton>("largeStartButton")->isVisible());
        remedy->click();
        QTRY_VERIFY(stage.find<QDialog>("releaseDialog"));
    }

    void aPortThatHasBecomeFreeNeedsNothingButAnotherStart()
    {
        PanelStage stage;
        stage.fail();
        QTRY_VERIFY(stage.find<QPushButton>("remedyButton")->isVisible());
        stage.desk->verdicts.remove(8765);
        auto *start = stage.find<QPushButton>("largeStartButton");
        QTRY_VERIFY(start->isVisible());
        QVERIFY(!stage.find<QPushButton>("remedyButton")->isVisible());
        QVERIFY(!stage.find<QPushButton>("waitButton")->isVisible());
        QVERIFY(stage.find<QLabel>("idleText")->text().contains(QLatin1String("is free now")));
        start->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void aPortThatChangedHandsIsToldWithItsHolderOfNow()
    {
        PanelStage stage;
        stage.fail();
        auto *text = stage.find<QLabel>("idleText");
        QTRY_VERIFY(text->text().startsWith(QLatin1String("Busy.")));
        PortVerdict other = busyVerdict();
        other.text = QStringLiteral("Port 8765 is held by node (pid 4712).");
        other.remedy = QStringLiteral("End node.");
        other.holders.front().pid = 4712;
        stage.desk->verdicts.insert(8765, other);
        QTRY_COMPARE(text->text(), QStringLiteral("Port 8765 is held by node (pid 4712).\nEnd node."));
        QTRY_COMPARE(stage.find<QLabel>("statusState")->text(), other.text);
        QVERIFY(stage.find<QPushButton>("remedyButton")->isVisible());
    }

    void theStatusLineLetsGoOfAHolderThatHasGone_data()
    {
        QTest::addColumn<int>("page");
        QTest::newRow("overview") << static_cast<int>(PanelPages::Overview);
        QTest::newRow("log") << static_cast<int>(PanelPages::Log);
    }

    void theStatusLineLetsGoOfAHolderThatHasGone()
    {
        QFETCH(int, page);
        PanelStage stage;
        stage.fail();
        stage.find<QTabWidget>("pages")->setCurrentIndex(page);
        auto *reason = stage.find<QLabel>("statusState");
        QTRY_COMPARE(reason->text(), QStringLiteral("Busy."));
        stage.desk->verdicts.remove(8765);
        QTRY_COMPARE(reason->text(), QStringLiteral("Port 8765 was in use and is free now."));
    }

    void whatWasSeenBeforeTheFailureIsForgotten()
    {
        PanelStage stage;
        auto *ports = stage.find<QLabel>("idlePorts");
        QTRY_VERIFY(ports->text().contains(QLatin1String("Port 8765 is free.")));
        stage.desk->silent = true;
        stage.fail();
        QTRY_COMPARE(stage.find<QLabel>("idleTitle")->text(), QStringLiteral("The proxy is not running"));
        QVERIFY(stage.find<QLabel>("idleText")->text().startsWith(QLatin1String("Busy.")));
        QVERIFY(stage.find<QPushButton>("remedyButton")->isVisible());
    }

    void theRemedyComesForwardUnlessTheFailureMendsItself()
    {
        PanelStage stage;
        auto *pages = stage.find<QTabWidget>("pages");
        pages->setCurrentIndex(4);
        stage.service->m_untilRestart = 8s;
        stage.service->setState(ServiceState::Failed, ServiceError{});
        QCOMPARE(pages->currentIndex(), 4);
        stage.service->m_untilRestart.reset();
        stage.fail();
        QCOMPARE(pages->currentIndex(), 0);
    }

    void aLongReasonIsShortenedAndNeverWidensTheWindow()
    {
        PanelStage stage;
        QVERIFY(QTest::qWaitForWindowExposed(stage.window.get()));
        const int before = stage.window->width();
        const QString text = QStringLiteral("Port 8765 is held by a program with a name. ").repeated(20);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::HubFailed, text, {}, {}});
        auto *reason = stage.find<QLabel>("statusState");
        QTRY_COMPARE(reason->text(), text);
        QTRY_VERIFY(reason->width() > 0);
        QCoreApplication::processEvents();
        QCOMPARE(stage.window->width(), before);
        QVERIFY(reason->width() < before);
        // The whole of it is in the tool tip.
        QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), reason->mapToGlobal(QPoint(5, 5)));
        QVERIFY(QApplication::sendEvent(reason, &help));
        QCOMPARE(QToolTip::text(), text);
        QToolTip::hideText();
    }

    void aFailureWithoutAVerdictOffersAnotherStart()
    {
        PanelStage stage;
        stage.service->setState(ServiceState::Failed,
                                ServiceError{ServiceErrorCode::HubFailed, QStringLiteral("Broken."), {}, {}});
        QTRY_VERIFY(stage.find<QPushButton>("largeStartButton")->isVisible());
        QTRY_VERIFY(stage.find<QPushButton>("largeStartButton")->isEnabled());
        stage.find<QPushButton>("largeStartButton")->click();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void stoppingDuringACountdownCallsItOff()
    {
        PanelStage stage;
        stage.service->m_untilRestart = 8s;
        stage.service->setState(ServiceState::Failed, ServiceError{});
        QTRY_VERIFY(stage.find<AttentionBar>("attention")->isVisible());
        stage.window->actions().stop->trigger();
        QCOMPARE(stage.service->asked, QStringList(QStringLiteral("cancelAutoRestart")));
        QTRY_VERIFY(!stage.find<AttentionBar>("attention")->isVisible());
    }

    void waitingForAPortStartsWhenItIsFree()
    {
        PanelStage stage;
        const PortVerdict lingering = lingeringVerdict();
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

    void waitingForAPortCanBeGivenUp()
    {
        PanelStage stage;
        const PortVerdict lingering = lingeringVerdict();
        stage.desk->verdicts.insert(8765, lingering);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, {}, {}, lingering});
        auto *remedy = stage.find<QPushButton>("remedyButton");
        auto *giveUp = stage.find<QPushButton>("stopWaitingButton");
        QTRY_VERIFY(remedy->isVisible());
        QVERIFY(!giveUp->isVisible());
        remedy->click();
        QTRY_VERIFY(giveUp->isVisible());
        QVERIFY(!remedy->isVisible()); // it does so already
        giveUp->click();
        QVERIFY(!giveUp->isVisible());
        QVERIFY(remedy->isVisible());
        QVERIFY(!stage.find<QLabel>("idleText")->text().contains(QLatin1String("not free yet")));
        stage.desk->verdicts.remove(8765);
        QTest::qWait(1200); // longer than the wait between two looks
        QVERIFY(stage.service->asked.isEmpty());
    }

    void aBusyPortMayBeWaitedForOrLeftByChoice()
    {
        PanelStage stage;
        PortVerdict busy = busyVerdict();
        busy.blocksStart = true;
        stage.desk->verdicts.insert(8765, busy);
        const QString lines = QStringLiteral("Port 8765 is held by a program with many arguments. ").repeated(5);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, lines, {}, busy});
        QTRY_VERIFY(stage.find<QPushButton>("waitButton")->isVisible());
        QVERIFY(stage.find<QPushButton>("nextPortButton")->isVisible());
        QCOMPARE(stage.find<QPushButton>("remedyButton")->text(), QStringLiteral("Force-Release..."));
        stage.find<QPushButton>("waitButton")->click();
        const auto *text = stage.find<QLabel>("idleText");
        const int before = text->height();
        QTRY_VERIFY(text->text().contains(QLatin1String("not free yet")));
        QTRY_VERIFY2(text->height() < before, qPrintable(QString::number(text->height()))); // of one line
        QVERIFY(!stage.find<QPushButton>("waitButton")->isVisible());                       // it does so already
        QVERIFY(stage.service->asked.isEmpty());
        stage.desk->verdicts.remove(8765);
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
    }

    void theBusPortIsNotExchangedForAnother()
    {
        PanelStage stage;
        PortVerdict busy = busyVerdict();
        busy.port = 5555;
        busy.blocksStart = true;
        stage.desk->verdicts.insert(5555, busy);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::BusBusy, {}, {}, busy});
        QTRY_VERIFY(stage.find<QPushButton>("waitButton")->isVisible());
        QVERIFY(!stage.find<QPushButton>("nextPortButton")->isVisible());
    }

    void theNextFreePortIsWrittenAndStarted()
    {
        const QTemporaryDir dir;
        PanelStage stage(dir.path());
        stage.desk->nextFree = 8770;
        PortVerdict reserved = busyVerdict();
        reserved.kind = PortVerdictKind::SystemReserved;
        reserved.action = PortAction::UseNextPort;
        stage.desk->verdicts.insert(reserved.port, reserved);
        stage.service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortForbidden, {}, {}, reserved});
        QTRY_VERIFY(stage.find<QPushButton>("remedyButton")->isVisible());
        stage.find<QPushButton>("remedyButton")->click();
        QTRY_COMPARE(stage.service->asked, QStringList(QStringLiteral("start")));
        QFile file(dir.filePath(QStringLiteral(".env")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("WEBSOCKET_PORT=8770"));
    }
};

QTEST_MAIN(tst_FailedStart)
#include "tst_FailedStart.moc"
