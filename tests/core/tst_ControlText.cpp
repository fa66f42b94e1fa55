#include "app/ControlText.h"
#include "core/service/StatusJson.h"

#include <QRegularExpression>
#include <QTest>

#include <functional>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

StatusFacts runningFacts()
{
    StatusFacts facts;
    facts.state = ServiceState::Running;
    facts.pid = 4711;
    facts.demo = true;
    facts.sampleAge = 250ms;
    facts.snapshot.uptime = 3h + 41min;
    facts.snapshot.authSource = QStringLiteral("demo");
    facts.snapshot.bus.bound = true;
    facts.snapshot.bus.endpoint = QStringLiteral("tcp://127.0.0.1:5555");
    facts.snapshot.bus.port = 5555;
    facts.snapshot.bus.publishers = 2;
    facts.snapshot.bus.messagesPerSecond = 1842;
    facts.snapshot.bus.everTicked = true;
    facts.snapshot.bus.sinceLastTick = 40ms;
    facts.snapshot.hub.listeners = {{QStringLiteral("127.0.0.1"), 8765, true, {}},
                                    {QStringLiteral("::1"), 8765, false, QStringLiteral("in use")}};
    facts.snapshot.hub.clients = 7;
    facts.snapshot.hub.slowClients = 1;
    facts.snapshot.hub.conflated = 12;
    facts.snapshot.hub.latency.p99 = 900us;
    return facts;
}

ClientSnapshot someClient()
{
    ClientSnapshot client;
    client.id = 12;
    client.address = QStringLiteral("127.0.0.1");
    client.port = 50123;
    client.user = QStringLiteral("trader");
    client.maskedKey = QStringLiteral("demo\u2026#1a2b3c");
    client.subscriptions = 40;
    client.outPerSecond = 184;
    client.slow = true;
    client.lag = 1500ms;
    client.connectedFor = 65s;
    return client;
}

} // namespace

class TestControlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusSaysWhatScriptsAskFor()
    {
        const QJsonObject status = statusJson(runningFacts());
        QCOMPARE(status.value(QLatin1String("state")).toString(), QStringLiteral("running"));
        QCOMPARE(status.value(QLatin1String("ws_port")).toInt(), 8765);
        QCOMPARE(status.value(QLatin1String("bus_port")).toInt(), 5555);
        QCOMPARE(status.value(QLatin1String("clients")).toInt(), 7);
        QCOMPARE(status.value(QLatin1String("publishers")).toInt(), 2);
        QCOMPARE(status.value(QLatin1String("pid")).toInt(), 4711);
        QCOMPARE(status.value(QLatin1String("uptime_seconds")).toDouble(), 13260.0);
        QVERIFY(status.value(QLatin1String("error")).isNull());
        QVERIFY(!status.value(QLatin1String("version")).toString().isEmpty());
    }

    void theLastTickGetsOlderWithTheSample()
    {
        QCOMPARE(statusJson(runningFacts()).value(QLatin1String("last_tick_seconds")).toDouble(), 0.29);
    }

    void aRestartTellsWhoIsBack()
    {
        StatusFacts facts = runningFacts();
        QVERIFY(!statusText(statusJson(facts)).contains(QLatin1String("back in")));
        facts.receipt = RestartReceipt{7, 6, std::chrono::milliseconds(3100)};
        const QString text = statusText(statusJson(facts)).replace(QChar(0xa0), u' ').replace(QChar(0x202f), u' ');
        QVERIFY2(text.contains(QLatin1String("6 of 7 clients back in 3.1 s")), qPrintable(text));
    }

    void whatIsNotKnownIsNull()
    {
        const QJsonObject status = statusJson(StatusFacts{});
        for (const char *key : {"ws_port", "bus_port", "last_tick_seconds", "error", "last_stop", "last_restart"}) {
            QVERIFY2(status.contains(QLatin1String(key)), key);
            QVERIFY2(status.value(QLatin1String(key)).isNull(), key);
        }
    }

    void everyKeyIsSnakeCase()
    {
        StatusFacts facts = runningFacts();
        facts.error = ServiceError{};
        facts.lastStop = StopReport{};
        facts.receipt = RestartReceipt{};
        const std::function<void(const QJsonValue &)> check = [&check](const QJsonValue &value) {
            static const QRegularExpression snake(QStringLiteral("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"));
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                QVERIFY2(snake.match(it.key()).hasMatch(), qPrintable(it.key()));
                check(it.value());
            }
            const QJsonArray array = value.toArray();
            for (const QJsonValue &element : array)
                check(element);
        };
        check(statusJson(facts));
        check(clientsJson({someClient()}));
        check(doctorJson(diagnose({})));
    }

    void statusReadsWell()
    {
        const QString text = statusText(statusJson(runningFacts()));
        for (const char *part :
             {"running for 3 h 41 m, demo feed (pid 4711)", "127.0.0.1:8765 + [::1] not listening (in use)",
              "tcp://127.0.0.1:5555, bound, 2 publishers", "7 connected, 1 slow", "1 842 msg/s", "last tick 0.3 s ago",
              "12 conflated"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        for (const QChar c : text)
            QVERIFY(c != QChar(0x00A0) && c != QChar(0x202F));
    }

    void aFailureIsShownWithItsRemedy()
    {
        StatusFacts facts;
        facts.state = ServiceState::Failed;
        facts.error = ServiceError{ServiceErrorCode::PortBusy,
                                   QStringLiteral("Port 8765 is held by python3."),
                                   QStringLiteral("Release it."),
                                   {}};
        const QString text = statusText(statusJson(facts));
        QVERIFY(text.contains(QLatin1String("failed")));
        QVERIFY(text.contains(QLatin1String("held by python3")));
        QVERIFY(text.contains(QLatin1String("Release it.")));
        QCOMPARE(statusJson(facts).value(QLatin1String("error"))[QLatin1String("code")].toString(),
                 QStringLiteral("port_busy"));
        QVERIFY(!text.contains(QLatin1String("by itself")));
    }

    void aRestartThatComesByItselfIsCountedDown()
    {
        StatusFacts facts;
        facts.state = ServiceState::Failed;
        facts.error = ServiceError{};
        QVERIFY(statusJson(facts).value(QLatin1String("restart_in_seconds")).isNull());
        facts.restartIn = 3'200ms;
        QCOMPARE(statusJson(facts).value(QLatin1String("restart_in_seconds")).toDouble(), 3.2);
        QVERIFY(statusText(statusJson(facts)).contains(QLatin1String("by itself in 4 s")));
    }

    void clientsStandInColumns()
    {
        ClientSnapshot other = someClient();
        other.id = 1234;
        other.slow = false;
        other.user = QStringLiteral("x");
        const QStringList lines = clientsText(clientsJson({someClient(), other})).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.at(1).startsWith(QLatin1String("  12  127.0.0.1:50123  trader")));
        QVERIFY(lines.at(2).startsWith(QLatin1String("1234  127.0.0.1:50123  x")));
        QVERIFY(lines.at(1).endsWith(QLatin1String("slow")));
        QCOMPARE(lines.at(0).indexOf(QLatin1String("USER")), lines.at(1).indexOf(QLatin1String("trader")));
    }

    void noClientsIsSaid() { QVERIFY(clientsText({}).contains(QLatin1String("No client"))); }

    void clientsNeverShowAWholeKey()
    {
        const QJsonObject client = clientsJson({someClient()}).at(0).toObject();
        QCOMPARE(client.value(QLatin1String("key")).toString(), someClient().maskedKey);
    }

    void theDoctorListsEveryCheckAndTheSentence()
    {
        const QJsonObject doctor = doctorJson(diagnose({}));
        QVERIFY(!doctor.value(QLatin1String("ok")).toBool(true));
        const QString text = doctorText(doctor);
        QCOMPARE(text.count(u'\n'), doctor.value(QLatin1String("checks")).toArray().size() + 1);
        QVERIFY(text.contains(QLatin1String("BROKEN")));
    }
};

QTEST_GUILESS_MAIN(TestControlText)
#include "tst_ControlText.moc"
