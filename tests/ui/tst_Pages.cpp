#include "fakes/PanelStage.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/ThroughputChart.h"

#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

class PaintCounter : public QObject
{
public:
    explicit PaintCounter(int &count)
        : m_count(count)
    {}

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        m_count += event->type() == QEvent::Paint ? 1 : 0;
        return QObject::eventFilter(watched, event);
    }

private:
    int &m_count;
};

} // namespace

class tst_Pages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClientIsDisconnectedOnlyAfterConfirmation()
    {
        PanelStage stage;
        stage.run();
        stage.window->showPage(PanelPages::Clients);
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
        PanelStage stage;
        fillDesk(*stage.desk);
        stage.run();
        stage.window->showPage(PanelPages::Clients);
        auto *table = stage.find<DataTable>("clientsTable");
        QTRY_VERIFY(table->model()->index(0, 1).data().toString().contains(QLatin1String("momentum_breakout.py")));
        const int lookUps = stage.desk->identifications;
        stage.service->setSnapshot(sessionSnapshot(1));
        QTest::qWait(400);
        QCOMPARE(stage.desk->identifications, lookUps);
    }

    void anOldSampleIsGreyAndLabelled()
    {
        PanelStage stage;
        stage.run();
        stage.window->showPage(PanelPages::Clients);
        auto *table = stage.find<DataTable>("clientsTable");
        QTRY_COMPARE(table->model()->rowCount(), 7);
        QVERIFY(!table->isStale());
        QTRY_VERIFY_WITH_TIMEOUT(table->isStale(), 10'000);
        QVERIFY(stage.find<QLabel>("statusSample")->text().contains(QLatin1String("not current")));
        stage.service->setSnapshot(sessionSnapshot());
        QTRY_VERIFY(!table->isStale());
    }

    void aQuietMomentIsNotCalledTheBeginning()
    {
        PanelStage stage;
        stage.run();
        ServiceSnapshot quiet = sessionSnapshot();
        quiet.hub.latency = {};
        stage.service->setSnapshot(quiet);
        const auto *detail = stage.find<QLabel>("latencyFigureDetail");
        QTRY_COMPARE(detail->text(), QStringLiteral("nothing delivered just now"));
        quiet.hub.delivered = 0;
        stage.service->setSnapshot(quiet);
        QTRY_COMPARE(detail->text(), QStringLiteral("no tick delivered yet"));
    }

    void theChartShowsTheValuesUnderTheMouse()
    {
        PanelStage stage;
        stage.run();
        auto *chart = stage.find<ThroughputChart>("throughputChart");
        QTRY_VERIFY(chart->accessibleDescription().contains(QLatin1String("messages a second")));
        QTest::mouseMove(chart->viewport(), QPoint(2, 2));
        const QImage without = chart->grab().toImage();
        const QPointF plot = chart->chart()->plotArea().center();
        QTest::mouseMove(chart->viewport(), chart->mapFromScene(chart->chart()->mapToScene(plot)));
        QTRY_VERIFY(chart->grab().toImage() != without);
    }

    void theChartPaintsNothingWhileItIsNotSeen()
    {
        PanelStage stage;
        stage.run();
        auto *chart = stage.find<ThroughputChart>("throughputChart");
        int painted = 0;
        PaintCounter counter(painted);
        chart->viewport()->installEventFilter(&counter);
        QTRY_VERIFY_WITH_TIMEOUT((stage.service->setSnapshot(sessionSnapshot(painted)), painted > 0), 15'000);
        const auto feed = [&] {
            painted = 0;
            for (int step = 0; step < 6; ++step) {
                stage.service->setSnapshot(sessionSnapshot(step));
                QTest::qWait(250);
            }
            return painted;
        };
        stage.window->showPage(PanelPages::Log);
        QTest::qWait(50);
        QCOMPARE(feed(), 0);
        stage.window->showPage(PanelPages::Overview);
        stage.window->hide();
        QTest::qWait(50);
        QCOMPARE(feed(), 0);
    }

    void emptyTablesSayWhy()
    {
        PanelStage stage;
        for (const PanelPages::Page page : {PanelPages::Clients, PanelPages::Symbols})
            stage.window->showPage(page);
        QTRY_VERIFY(stage.find<DataTable>("clientsTable")->emptyText().contains(QLatin1String("not running")));
        QVERIFY(stage.find<DataTable>("symbolsTable")->emptyText().contains(QLatin1String("not running")));
        QVERIFY(stage.find<DataTable>("logTable")->emptyText().contains(QLatin1String("Nothing was logged")));
        stage.service->setState(ServiceState::Running);
        stage.window->showPage(PanelPages::Clients);
        QTRY_VERIFY(stage.find<DataTable>("clientsTable")->emptyText().contains(QLatin1String("ws://127.0.0.1:8765")));
    }

    void theLogFollowsUntilTheUserScrollsUp()
    {
        PanelStage stage;
        stage.window->showPage(PanelPages::Log);
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
        PanelStage stage;
        stage.window->showPage(PanelPages::Log);
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

QTEST_MAIN(tst_Pages)
#include "tst_Pages.moc"
