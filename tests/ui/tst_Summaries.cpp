#include "core/service/RestartReceipt.h"
#include "fakes/FakePanel.h"
#include "ui/model/Attention.h"
#include "ui/model/StageSummary.h"
#include "ui/model/TrayStatus.h"
#include "ui/service/PanelStore.h"
#include "ui/tray/Notifier.h"
#include "ui/widget/Theme.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

PanelView running()
{
    PanelView view;
    view.state = ServiceState::Running;
    view.snapshot = test::sessionSnapshot();
    view.snapshot.hub.slowClients = 0;
    view.hasSample = true;
    return view;
}

QString plain(QString text)
{
    return text.replace(QChar(0x202F), QLatin1Char(' ')).replace(QChar(0x00A0), QLatin1Char(' '));
}

} // namespace

class tst_Summaries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theThreeStagesSayWhereDataIs()
    {
        const PanelView view = running();
        const StageText feed = feedStage(view);
        QCOMPARE(feed.tone, Tone::Flowing);
        QCOMPARE(plain(feed.status), QStringLiteral("bound, 2 publishers"));
        QCOMPARE(plain(feed.numbers), QStringLiteral("1 842 msg/s, last 0.04 s ago"));
        const StageText proxy = proxyStage(view);
        QCOMPARE(proxy.place, QStringLiteral("127.0.0.1:8765 + ::1"));
        QCOMPARE(plain(proxy.numbers), QStringLiteral("p99 900 µs, CPU 3 %"));
        QVERIFY(clientsStage(view).status.startsWith(QLatin1String("7 connected")));
    }

    void aStageThatWantsTheEyeIsATriangle()
    {
        PanelView view = running();
        view.snapshot.hub.slowClients = 1;
        QCOMPARE(clientsStage(view).tone, Tone::Warning);
        QVERIFY(clientsStage(view).status.contains(QLatin1String("1 slow")));
        view.snapshot.bus.publishers = 0;
        view.snapshot.bus.withoutPublisher = 10s;
        QCOMPARE(feedStage(view).tone, Tone::Warning);
        view.snapshot.exposedToNetwork = true;
        QCOMPARE(proxyStage(view).tone, Tone::Warning);
        QVERIFY(proxyStage(view).status.contains(QLatin1String("exposed")));
        view.snapshot.hub.listeners.clear();
        QCOMPARE(proxyStage(view).tone, Tone::Failed);
    }

    void theBadgeWarnsOfWhatAStageWarnsOf()
    {
        PanelView view = running();
        QCOMPARE(stateTone(view), Tone::Flowing);
        view.snapshot.bus.publishers = 0;
        view.snapshot.bus.withoutPublisher = 14s;
        QCOMPARE(stateTone(view), Tone::Warning);
        QCOMPARE(trayStatus(view).tone, Tone::Warning);
        view = running();
        view.snapshot.exposedToNetwork = true;
        QCOMPARE(stateTone(view), Tone::Warning);
        view = running();
        view.snapshot.hub.listeners.back().listening = false;
        view.snapshot.hub.listeners.back().absent = false;
        QCOMPARE(stateTone(view), Tone::Warning);
        view.snapshot.hub.listeners.back().absent = true;
        QCOMPARE(stateTone(view), Tone::Flowing);
    }

    void oneSymbolIsOneSymbol()
    {
        PanelView view = running();
        view.snapshot.hub.symbols = 1;
        QCOMPARE(plain(clientsStage(view).place), QStringLiteral("1 symbol"));
        view.snapshot.hub.symbols = 1842;
        QCOMPARE(plain(clientsStage(view).place), QStringLiteral("1 842 symbols"));
    }

    void nothingIsShownAsCurrentWithoutASample()
    {
        PanelView view = running();
        view.hasSample = false;
        view.snapshot = {};
        QVERIFY(feedStage(view).numbers.isEmpty());
        QVERIFY(clientsStage(view).numbers.isEmpty());
        QVERIFY(trayStatus(view).line == QLatin1String("Running"));
    }

    void aSampleOlderThanTwoSecondsIsStale()
    {
        PanelView view = running();
        view.sampleAge = 2000ms;
        QVERIFY(!view.stale());
        view.sampleAge = 2001ms;
        QVERIFY(view.stale());
        QCOMPARE(stateTone(view), Tone::Warning);
        QCOMPARE(attentions(view).front().key, QStringLiteral("stale"));
    }

    void theAddressToCopyIsTheOneThatListens()
    {
        PanelView view = running();
        view.snapshot.hub.listeners.front().port = 40123;
        QCOMPARE(webSocketUrl(view), QStringLiteral("ws://127.0.0.1:40123"));
        view = {};
        view.config.webSocketHost = QStringLiteral("0.0.0.0");
        QCOMPARE(webSocketUrl(view), QStringLiteral("ws://127.0.0.1:8765"));
    }

    void attentionComesInOrderAndCanBePutOff()
    {
        PanelView view = running();
        QVERIFY(attentions(view).empty());
        view.silent = {{QStringLiteral("NFO"), 94s, 3}};
        view.snapshot.hub.slowClients = 2;
        const auto all = attentions(view);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(plain(all.front().text), QStringLiteral("NFO silent 94 s, 3 symbols affected"));
        const QDateTime now = QDateTime::currentDateTimeUtc();
        Snoozer snoozer;
        snoozer.snooze(all.front().key, now.addSecs(900));
        QCOMPARE(snoozer.pick(all, now)->key, QStringLiteral("slow"));
        QCOMPARE(snoozer.pick(all, now.addSecs(901))->key, all.front().key);
    }

    void anAddressThatIsNotServedIsSaidUnlessNobodyCanMissIt()
    {
        PanelView view = running();
        ListenerSnapshot other;
        other.address = QStringLiteral("::1");
        other.error = QStringLiteral("Another program listens on [::1]:8765.");
        view.snapshot.hub.listeners.back() = other;
        QCOMPARE(attentions(view).front().text, other.error);
        QCOMPARE(proxyStage(view).tone, Tone::Warning);
        QCOMPARE(proxyStage(view).status, QStringLiteral("listening on 1 of 2 addresses"));
        other.absent = true;
        view.snapshot.hub.listeners.back() = other;
        QVERIFY(attentions(view).empty());
        QCOMPARE(proxyStage(view).tone, Tone::Flowing);
    }

    void tenSecondsWithoutAPublisherWantTheEye()
    {
        PanelView view = running();
        view.snapshot.bus.publishers = 0;
        view.snapshot.bus.withoutPublisher = 9s;
        QVERIFY(attentions(view).empty());
        view.snapshot.bus.withoutPublisher = 14s;
        QCOMPARE(plain(attentions(view).front().text),
                 QStringLiteral("No publisher has been attached to the bus for 14 s."));
        PortHolder holder;
        holder.pid = 4711;
        holder.name = QStringLiteral("python3");
        view.drifted = {{5556, holder}};
        QCOMPARE(attentions(view).front().text,
                 QStringLiteral("Market data is published on port 5556 instead of 5555, by python3 (pid 4711)."));
    }

    void theCountdownShowsTheReason()
    {
        PanelView view;
        view.state = ServiceState::Failed;
        view.error = ServiceError{ServiceErrorCode::HubFailed, QStringLiteral("The hub broke."), {}, {}};
        view.untilAutoRestart = 7200ms;
        QCOMPARE(plain(attentions(view).front().text), QStringLiteral("The hub broke. Starting again in 8 s."));
    }

    void theTrayTellsEachStateByItsShape()
    {
        PanelView view;
        QCOMPARE(trayStatus(view).tone, Tone::Stopped);
        view.state = ServiceState::Starting;
        QCOMPARE(trayStatus(view).tone, Tone::Busy);
        view.state = ServiceState::Failed;
        QCOMPARE(trayStatus(view).tone, Tone::Failed);
        view = running();
        QCOMPARE(trayStatus(view).tone, Tone::Flowing);
        view.snapshot.bus.ticksPerSecond = 0; // whatever else may come
        QCOMPARE(trayStatus(view).tone, Tone::Quiet);
        view.snapshot.hub.slowClients = 1;
        QCOMPARE(trayStatus(view).tone, Tone::Warning);
    }

    void theTooltipHasTwoLinesAndFitsWindows()
    {
        PanelView view = running();
        QCOMPARE(trayStatus(view).tooltip.count(QLatin1Char('\n')), 1);
        view.state = ServiceState::Failed;
        view.error = ServiceError{ServiceErrorCode::PortBusy, QString(400, QLatin1Char('x')), {}, {}};
        QVERIFY(trayStatus(view).tooltip.size() < 127);
    }

    void aReceiptSaysHowManyAreBack()
    {
        QCOMPARE(plain(restartReceiptText({7, 6, 3100ms})), QStringLiteral("6 of 7 clients back in 3.1 s"));
    }

    void notificationsComeOnceAndCanBeSwitchedOff()
    {
        PanelStore store{QString()};
        Notifier notifier(store);
        QSignalSpy told(&notifier, &Notifier::notify);
        PanelView view = running();
        view.silent = {{QStringLiteral("NFO"), 130s, 3}};
        notifier.setView(view);
        notifier.setView(view);
        QCOMPARE(told.count(), 1);
        view.silent.clear();
        notifier.setView(view);
        view.silent = {{QStringLiteral("NFO"), 130s, 3}};
        notifier.setView(view);
        QCOMPARE(told.count(), 2);

        view.snapshot.hub.slowClients = 1;
        notifier.setView(view);
        QCOMPARE(told.count(), 3);
        notifier.stateChanged(ServiceState::Running, ServiceState::Failed, ServiceError{});
        QCOMPARE(told.count(), 4);
        notifier.stateChanged(ServiceState::Starting, ServiceState::Running, {});
        QCOMPARE(told.count(), 5);

        for (const Notification kind :
             {Notification::Failed, Notification::Restarted, Notification::FeedSilent, Notification::SlowClient})
            store.setFlag(notificationKey(kind), false);
        notifier.stateChanged(ServiceState::Running, ServiceState::Failed, ServiceError{});
        notifier.receiptChanged({3, 3, 1s});
        QCOMPARE(told.count(), 5);
    }

    void whatIsStoredIsThereNextTime()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("deep/panel.json"));
        {
            PanelStore store(path);
            QVERIFY(store.isNew());
            store.setBytes(QStringLiteral("a"), QByteArray("\0\1\2", 3));
            store.setFlag(QStringLiteral("b"), false);
            store.setNumber(QStringLiteral("c"), 7);
            store.setText(QStringLiteral("d"), QStringLiteral("m&m"));
        }
        const PanelStore store(path);
        QVERIFY(!store.isNew());
        QCOMPARE(store.bytes(QStringLiteral("a")), QByteArray("\0\1\2", 3));
        QCOMPARE(store.flag(QStringLiteral("b"), true), false);
        QCOMPARE(store.number(QStringLiteral("c"), 0), 7);
        QCOMPARE(store.text(QStringLiteral("d")), QStringLiteral("m&m"));
        QCOMPARE(store.number(QStringLiteral("none"), 3), 3);
    }

    void aBrokenStoreCountsAsEmpty()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("panel.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ not json");
        file.close();
        const PanelStore store(path);
        QVERIFY(store.isNew());
    }

    void colourReachesWcagAaOnEveryPalette_data()
    {
        QTest::addColumn<QColor>("window");
        QTest::addColumn<QColor>("base");
        QTest::addColumn<QColor>("text");
        QTest::newRow("light") << QColor(0xef, 0xef, 0xef) << QColor(Qt::white) << QColor(Qt::black);
        QTest::newRow("dark") << QColor(0x25, 0x27, 0x2b) << QColor(0x1c, 0x1e, 0x21) << QColor(0xe6, 0xe7, 0xe9);
        QTest::newRow("grey") << QColor(0xd0, 0xd0, 0xd0) << QColor(0xe0, 0xe0, 0xe0) << QColor(0x20, 0x20, 0x20);
        QTest::newRow("black") << QColor(Qt::black) << QColor(Qt::black) << QColor(Qt::white);
    }

    void colourReachesWcagAaOnEveryPalette()
    {
        QFETCH(QColor, window);
        QFETCH(QColor, base);
        QFETCH(QColor, text);
        QPalette palette;
        palette.setColor(QPalette::Window, window);
        palette.setColor(QPalette::Base, base);
        palette.setColor(QPalette::WindowText, text);
        const Theme theme = Theme::of(palette);
        QVERIFY(contrastRatio(theme.selection, theme.selectedText) >= 4.5);
        for (const QColor &ground : {theme.window, theme.base})
            QVERIFY(contrastRatio(theme.outline, ground) >= 3);
        for (const QColor &color : {theme.text, theme.muted, theme.ok, theme.warning, theme.bad, theme.busy,
                                    theme.seriesIn, theme.seriesOut, theme.seriesLatency}) {
            for (const QColor &ground : {theme.window, theme.card, theme.base})
                QVERIFY2(contrastRatio(color, ground) >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3")
                                                                             .arg(color.name(), ground.name())
                                                                             .arg(contrastRatio(color, ground))));
        }
    }

    void contrastIsWhatWcagSays()
    {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white)), 21);
        QCOMPARE(qRound(contrastRatio(Qt::white, Qt::white)), 1);
    }
};

QTEST_MAIN(tst_Summaries)
#include "tst_Summaries.moc"
