#include "core/service/Diagnosis.h"

#include <QTest>

#include <functional>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

using Change = std::function<void(DiagnosisInput &)>;

/// A service at noon on a trading Monday with everything in order.
DiagnosisInput healthy()
{
    DiagnosisInput input;
    input.state = ServiceState::Running;
    input.now = QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::OffsetFromUTC, 19800);
    input.snapshot.uptime = 1h;
    BusSnapshot &bus = input.snapshot.bus;
    bus.bound = true;
    bus.endpoint = QStringLiteral("tcp://127.0.0.1:5555");
    bus.publishers = 1;
    bus.messages = 1000;
    bus.ticks = 990;
    bus.everReceived = true;
    bus.sinceLastMessage = 40ms;
    HubSnapshot &hub = input.snapshot.hub;
    hub.clients = 1;
    hub.authenticated = 1;
    hub.subscriptions = 1;
    hub.deliveredPerSecond = 120;
    ClientSnapshot client;
    client.id = 7;
    hub.clientList = {client};
    SymbolSnapshot symbol;
    symbol.exchange = QStringLiteral("NSE");
    symbol.symbol = QStringLiteral("INFY");
    symbol.subscribers = 1;
    symbol.everTicked = true;
    hub.symbolList = {symbol};
    return input;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class tst_Diagnosis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHealthyChainIsCheckedToItsEnd()
    {
        DiagnosisInput input = healthy();
        input.loop = {true, 700us, {}};
        const Diagnosis diagnosis = diagnose(input);
        QVERIFY(!diagnosis.broken);
        QCOMPARE(diagnosis.checks.size(), std::size_t(9));
        for (const DiagnosisCheck &check : diagnosis.checks)
            QCOMPARE(check.result, CheckResult::Ok);
        QVERIFY(diagnosis.sentence.contains(QLatin1String("1 program")));
        QCOMPARE(diagnosis.action, DiagnosisAction::None);
    }

    void anExchangeThatHasJustBeenSubscribedToMayTakeItsTime()
    {
        DiagnosisInput input = healthy();
        SymbolSnapshot symbol = input.snapshot.hub.symbolList.front();
        symbol.exchange = QStringLiteral("CRYPTO");
        symbol.everTicked = false;
        symbol.subscribedFor = 3s;
        input.snapshot.hub.symbolList.push_back(symbol);
        QVERIFY(!diagnose(input).broken);
    }

    void dataThatGoesNowhereIsNotSaidToFlow()
    {
        DiagnosisInput input = healthy();
        input.snapshot.hub.deliveredPerSecond = 0;
        const Diagnosis diagnosis = diagnose(input);
        QVERIFY(!diagnosis.broken);
        QVERIFY(!diagnosis.sentence.contains(QLatin1String("Data flows")));
    }

    void withoutATestTickTheChainIsStillWhole()
    {
        const Diagnosis diagnosis = diagnose(healthy());
        QVERIFY(!diagnosis.broken);
        QCOMPARE(diagnosis.checks.size(), std::size_t(8));
        QVERIFY(diagnosis.checks.back().link == DiagnosisLink::ClientReading);
    }

    void oneIsCountedAsOne()
    {
        const auto subscribed = [](const DiagnosisInput &input) {
            for (const DiagnosisCheck &check : diagnose(input).checks) {
                if (check.link == DiagnosisLink::ClientSubscribed)
                    return check.found;
            }
            return QString();
        };
        DiagnosisInput input = healthy();
        QCOMPARE(subscribed(input), QStringLiteral("1 client, 1 subscription"));
        input.snapshot.hub.subscriptions = 5;
        QCOMPARE(subscribed(input), QStringLiteral("1 client, 5 subscriptions"));
        input.snapshot.hub.authenticated = 2;
        QCOMPARE(subscribed(input), QStringLiteral("2 clients, 5 subscriptions"));
    }

    void aTestTickBehindABrokenLinkIsStillTold()
    {
        DiagnosisInput input = healthy();
        input.snapshot.bus.publishers = 0;
        input.loop = {true, 700us, {}};
        const Diagnosis diagnosis = diagnose(input);
        QCOMPARE(*diagnosis.broken, DiagnosisLink::PublisherAttached);
        QCOMPARE(diagnosis.checks.back().result, CheckResult::Ok);
        QVERIFY(diagnosis.checks.back().found.contains(QLatin1String("700")));
    }

    void aTestTickThatCannotBeSentIsNoFault()
    {
        DiagnosisInput input = healthy();
        input.loop = {false, std::nullopt, QStringLiteral("the publisher owns the bus.")};
        const Diagnosis diagnosis = diagnose(input);
        QVERIFY(!diagnosis.broken);
        QCOMPARE(diagnosis.checks.back().result, CheckResult::NotReached);
        QVERIFY(diagnosis.checks.back().found.contains(QLatin1String("owns the bus")));
    }

    void theFirstBrokenLinkIsNamed_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<DiagnosisLink>("link");
        QTest::addColumn<DiagnosisAction>("action");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, DiagnosisLink link, DiagnosisAction action, const char *said,
                            const Change &change) {
            QTest::newRow(name) << change << link << action << QString::fromLatin1(said);
        };
        using In = DiagnosisInput;
        row("stopped", DiagnosisLink::ServiceRunning, DiagnosisAction::Start, "stopped",
            [](In &in) { in.state = ServiceState::Stopped; });
        row("failed on a busy port", DiagnosisLink::ServiceRunning, DiagnosisAction::ShowPorts, "Release it.",
            [](In &in) {
                in.state = ServiceState::Failed;
                in.error = ServiceError{ServiceErrorCode::PortBusy, QStringLiteral("Port 8765 is busy."),
                                        QStringLiteral("Release it."), PortVerdict{}};
            });
        row("bus not bound", DiagnosisLink::BusBound, DiagnosisAction::ShowPorts, "neither bound nor connected",
            [](In &in) { in.snapshot.bus.bound = false; });
        row("no publisher yet", DiagnosisLink::PublisherAttached, DiagnosisAction::OpenSettings,
            "come back within a few seconds", [](In &in) {
                in.snapshot.bus.publishers = 0;
                in.snapshot.bus.withoutPublisher = 9s;
            });
        row("no publisher", DiagnosisLink::PublisherAttached, DiagnosisAction::OpenSettings,
            "No publisher has been attached", [](In &in) {
                in.snapshot.bus.publishers = 0;
                in.snapshot.bus.withoutPublisher = 12s;
            });
        row("a publisher beside the bus", DiagnosisLink::PublisherAttached, DiagnosisAction::ShowPorts,
            "published on port 5557 instead of 5555, by python3 (pid 4711). Restart OpenAlgo", [](In &in) {
                in.snapshot.bus.publishers = 0;
                in.snapshot.bus.port = 5555;
                PortHolder holder;
                holder.pid = 4711;
                holder.name = QStringLiteral("python3");
                in.drifted = {{5557, holder}};
            });
        row("nothing came yet", DiagnosisLink::BytesIn, DiagnosisAction::ShowLog, "nothing yet",
            [](In &in) { in.snapshot.bus.everReceived = false; });
        row("nothing comes any more", DiagnosisLink::BytesIn, DiagnosisAction::ShowLog, "probably down",
            [](In &in) { in.snapshot.bus.sinceLastMessage = 10min; });
        row("the market is closed", DiagnosisLink::BytesIn, DiagnosisAction::ShowLog,
            "NSE is closed and opens on Tue 3 Mar at 09:15 IST", [](In &in) {
                in.now = in.now.addSecs(6 * 3600);
                in.snapshot.bus.sinceLastMessage = 3h;
            });
        row("unreadable", DiagnosisLink::ParseOk, DiagnosisAction::ShowLog, "cannot be read",
            [](In &in) { in.snapshot.bus.badPayloads = 900; });
        row("foreign topics", DiagnosisLink::TopicMatched, DiagnosisAction::ShowLog, "weather/london", [](In &in) {
            in.snapshot.bus.ticks = 0;
            in.snapshot.bus.unknownTopics = 1000;
            in.snapshot.bus.unknownExample = QStringLiteral("weather/london");
        });
        row("nobody connected", DiagnosisLink::ClientSubscribed, DiagnosisAction::CopyUrl, "no program is connected",
            [](In &in) { in.snapshot.hub.clients = 0; });
        row("nobody logged in", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowClients,
            "has not sent its API key", [](In &in) { in.snapshot.hub.authenticated = 0; });
        row("wrong key", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowClients, "was refused (3 times)",
            [](In &in) {
                in.snapshot.hub.authenticated = 0;
                in.snapshot.hub.wrongKeys = 3;
            });
        row("no subscription", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowClients, "not subscribed",
            [](In &in) { in.snapshot.hub.subscriptions = 0; });
        row("misspelt symbol", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols, "NSE:INFY",
            [](In &in) { in.snapshot.hub.symbolList.front().everTicked = false; });
        row("only lower modes", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols,
            "NSE:INFY ticks, but not in the mode that was subscribed", [](In &in) {
                in.snapshot.hub.symbolList.front().everTicked = false;
                in.snapshot.hub.symbolList.front().ticks = 500;
            });
        // Somebody has waited for it for three minutes.
        const auto waitedFor = [](const In &in, quint64 ticks) {
            SymbolSnapshot symbol = in.snapshot.hub.symbolList.front();
            symbol.exchange = QStringLiteral("CRYPTO");
            symbol.everTicked = false;
            symbol.ticks = ticks;
            symbol.subscribedFor = 3min;
            return symbol;
        };
        row("an exchange that never came", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols,
            "Nothing has come from CRYPTO for",
            [waitedFor](In &in) { in.snapshot.hub.symbolList.push_back(waitedFor(in, 0)); });
        row("a symbol of an exchange that does come", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols,
            "CRYPTO:INFY has not ticked for", [waitedFor](In &in) {
                SymbolSnapshot other = waitedFor(in, 500);
                other.symbol = QStringLiteral("BTC");
                other.subscribers = 0;
                in.snapshot.hub.symbolList.push_back(waitedFor(in, 0));
                in.snapshot.hub.symbolList.push_back(other);
            });
        row("only lower modes of one exchange", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols,
            "CRYPTO:INFY ticks, but not in the mode that was subscribed",
            [waitedFor](In &in) { in.snapshot.hub.symbolList.push_back(waitedFor(in, 500)); });
        row("silent exchange", DiagnosisLink::ClientSubscribed, DiagnosisAction::ShowSymbols, "NSE has been silent",
            [](In &in) { in.snapshot.hub.symbolList.front().sinceLastTick = 5min; });
        row("slow reader", DiagnosisLink::ClientReading, DiagnosisAction::ShowClients, "Client 7", [](In &in) {
            in.snapshot.hub.slowClients = 1;
            in.snapshot.hub.clientList.front().slow = true;
        });
        row("the test tick is lost", DiagnosisLink::LoopTick, DiagnosisAction::Restart, "no answer in 2 s", [](In &in) {
            in.loop = {true, std::nullopt, QStringLiteral("no answer in 2 s")};
        });
    }

    void theFirstBrokenLinkIsNamed()
    {
        QFETCH(Change, change);
        QFETCH(DiagnosisLink, link);
        QFETCH(DiagnosisAction, action);
        QFETCH(QString, said);
        DiagnosisInput input = healthy();
        change(input);
        const Diagnosis diagnosis = diagnose(input);
        QVERIFY(diagnosis.broken.has_value());
        QCOMPARE(diagnosisLinkName(*diagnosis.broken), diagnosisLinkName(link));
        QCOMPARE(diagnosis.action, action);
        QVERIFY2(diagnosis.sentence.contains(said), qPrintable(diagnosis.sentence));

        bool reached = true;
        for (const DiagnosisCheck &check : diagnosis.checks) {
            if (check.link == link) {
                QCOMPARE(check.result, CheckResult::Broken);
                reached = false;
            } else {
                QCOMPARE(check.result, reached ? CheckResult::Ok : CheckResult::NotReached);
            }
        }
    }

    void everyActionHasItsButton()
    {
        for (int i = static_cast<int>(DiagnosisAction::Start); i <= static_cast<int>(DiagnosisAction::OpenSettings);
             ++i)
            QVERIFY(!diagnosisActionText(static_cast<DiagnosisAction>(i)).isEmpty());
        QVERIFY(diagnosisActionText(DiagnosisAction::None).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Diagnosis)
#include "tst_Diagnosis.moc"
