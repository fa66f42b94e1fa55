#include "fakes/FakePanel.h"
#include "ui/service/PanelPresenter.h"

#include <QSignalSpy>
#include <QTest>

using namespace tickgate;
using namespace tickgate::test;
using namespace std::chrono_literals;

namespace {

/// One symbol of an exchange that always trades, quiet for so long.
ServiceSnapshot quiet(std::chrono::milliseconds since, bool everTicked = true)
{
    ServiceSnapshot snapshot;
    SymbolSnapshot symbol;
    symbol.exchange = QStringLiteral("CRYPTO");
    symbol.symbol = QStringLiteral("BTC");
    symbol.subscribers = 1;
    symbol.everTicked = everTicked;
    symbol.sinceLastTick = since;
    snapshot.hub.symbols = 1;
    snapshot.hub.symbolList = {symbol};
    return snapshot;
}

} // namespace

class tst_PanelPresenter : public QObject
{
    Q_OBJECT

private:
    qint64 m_wall = 1'700'000'000'000;

    /// The wall clock goes on with the steady one, and jumps where a test lets it.
    PanelPresenter::WallClock wallClock()
    {
        auto steady = std::make_shared<QElapsedTimer>();
        steady->start();
        return [this, steady] { return m_wall + steady->elapsed(); };
    }

private Q_SLOTS:
    void aSilentFeedIsNoticedWithoutTheWindow()
    {
        FakeService service;
        PanelPresenter presenter(service, {});
        service.setState(ServiceState::Running);
        QVERIFY(service.m_enabled); // a sample with all symbols is asked for
        QCOMPARE(service.m_detail, SnapshotDetail::ClientsAndSymbols);
        service.setSnapshot(quiet(3min));
        QCOMPARE(presenter.view().silent.size(), std::size_t(1));
        QVERIFY(!service.m_enabled); // and then none until the next look
        QTRY_VERIFY_WITH_TIMEOUT(service.m_enabled, 15'000);
    }

    void whoSeesTheAlarmSeesItsAge()
    {
        FakeService service;
        PanelPresenter presenter(service, {});
        presenter.setVisible(true);
        service.setState(ServiceState::Running);
        service.setSnapshot(quiet(3min));
        QCOMPARE(service.m_detail, SnapshotDetail::ClientsAndSymbols); // again in the next sample
        service.setSnapshot(quiet(0s));
        QVERIFY(presenter.view().silent.empty());
        QCOMPARE(service.m_detail, SnapshotDetail::Totals);
    }

    void nothingIsSilentBeforeTheFirstTickOrWhileStopped()
    {
        FakeService service;
        PanelPresenter presenter(service, {});
        service.setState(ServiceState::Running);
        service.setSnapshot(quiet(3min, false));
        QVERIFY(presenter.view().silent.empty());
        service.setSnapshot(quiet(3min));
        QVERIFY(!presenter.view().silent.empty());
        service.setState(ServiceState::Stopped);
        QVERIFY(presenter.view().silent.empty());
    }

    void aSleepMarksAGapAndProbesThePortsInsteadOfAnAlarm()
    {
        FakeService service;
        PanelPresenter presenter(service, {}, nullptr, wallClock());
        QSignalSpy woke(&presenter, &PanelPresenter::wokeUp);
        service.setState(ServiceState::Running); // the window was never shown
        service.setSnapshot(quiet(1s));
        m_wall += 3'600'000;
        QTRY_COMPARE_WITH_TIMEOUT(woke.count(), 1, 15'000);
        const auto marks = presenter.history().marks(HistorySpan::Minute, presenter.now());
        QCOMPARE(marks.size(), std::size_t(2)); // the start, and this
        QCOMPARE(marks.back().kind, HistoryMark::Kind::Gap);
        service.setSnapshot(quiet(1h));
        QVERIFY(presenter.view().silent.empty());
    }

    void silenceLongAfterASleepIsAnAlarmAgain()
    {
        FakeService service;
        service.m_config.staleTickWarn = 1s;
        PanelPresenter presenter(service, {}, nullptr, wallClock());
        QSignalSpy woke(&presenter, &PanelPresenter::wokeUp);
        service.setState(ServiceState::Running);
        m_wall += 3'600'000;
        QTRY_COMPARE_WITH_TIMEOUT(woke.count(), 1, 15'000);
        service.setSnapshot(quiet(1h));
        QVERIFY(presenter.view().silent.empty());
        QTRY_VERIFY_WITH_TIMEOUT((service.setSnapshot(quiet(1h)), !presenter.view().silent.empty()), 15'000);
    }
};

QTEST_GUILESS_MAIN(tst_PanelPresenter)
#include "tst_PanelPresenter.moc"
