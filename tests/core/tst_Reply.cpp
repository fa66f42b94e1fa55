#include "core/protocol/Reply.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace tickgate;

namespace {

const QJsonValue kNoId(QJsonValue::Undefined);

QJsonObject read(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonObject expected(const char *json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    Q_ASSERT(document.isObject());
    return document.object();
}

/// Texts are ours to word; they only have to be there.
QJsonObject withoutMessage(const QByteArray &json)
{
    QJsonObject object = read(json);
    if (object.value(QLatin1String("message")).toString().isEmpty())
        return {};
    object.remove(QLatin1String("message"));
    return object;
}

SymbolEntry entry(const QString &symbol, const QString &exchange)
{
    SymbolEntry result;
    result.symbol = symbol;
    result.exchange = exchange;
    return result;
}

const SymbolEntry kTcs = entry(QStringLiteral("TCS"), QStringLiteral("NSE"));
const QString kBroker = QStringLiteral("zerodha");

} // namespace

class TestReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorHasStatusCodeAndMessage()
    {
        const QByteArray json = reply::error({QStringLiteral("INVALID_MODE"), QStringLiteral("say \"LTP\"")}, kNoId);
        const char *wanted = "{\"status\":\"error\",\"code\":\"INVALID_MODE\",\"message\":\"say \\\"LTP\\\"\"}";
        QCOMPARE(read(json), expected(wanted));
    }

    void theRequestIdIsEchoedWhenItWasSent()
    {
        const RequestError error{QStringLiteral("INVALID_MODE"), QStringLiteral("x")};
        const QString id = QStringLiteral("request_id");
        for (const QJsonValue &sent :
             {QJsonValue(7), QJsonValue(QStringLiteral("a")), QJsonValue(true), QJsonValue(QJsonValue::Null),
              QJsonValue(QJsonArray{1, 2}), QJsonValue(QJsonObject{{QStringLiteral("k"), 1}})}) {
            QCOMPARE(read(reply::error(error, sent)).value(id), sent);
            QCOMPARE(read(reply::authenticated(kBroker, kBroker, sent)).value(id), sent);
            QCOMPARE(read(reply::subscribe({}, false, kBroker, sent)).value(id), sent);
            QCOMPARE(read(reply::unsubscribe({}, {}, kBroker, sent)).value(id), sent);
            QCOMPARE(read(reply::orders(true, sent)).value(id), sent);
            QCOMPARE(read(reply::brokerInfo(kBroker, kBroker, kBroker, sent)).value(id), sent);
            QCOMPARE(read(reply::supportedBrokers({}, sent)).value(id), sent);
            QCOMPARE(read(reply::pong({{id, sent}}, 1)).value(id), sent);
        }
        for (const QByteArray &json :
             {reply::error(error, kNoId), reply::authenticated(kBroker, kBroker, kNoId),
              reply::subscribe({}, false, kBroker, kNoId), reply::unsubscribe({}, {}, kBroker, kNoId),
              reply::orders(true, kNoId), reply::brokerInfo(kBroker, kBroker, kBroker, kNoId),
              reply::supportedBrokers({}, kNoId), reply::pong({}, 1)})
            QVERIFY(!read(json).contains(id));
    }

    void authenticationNamesUserBrokerAndFeatures()
    {
        QCOMPARE(withoutMessage(reply::authenticated(QStringLiteral("anna"), kBroker, kNoId)),
                 expected(R"({"type":"auth","status":"success","broker":"zerodha","user_id":"anna",)"
                          R"("supported_features":{"ltp":true,"quote":true,"depth":true}})"));
    }

    void aSubscriptionEntryCarriesTheLabelAndTheActualDepth_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("label");
        QTest::newRow("1") << 1 << QStringLiteral("LTP");
        QTest::newRow("2") << 2 << QStringLiteral("Quote");
        QTest::newRow("3") << 3 << QStringLiteral("Depth");
    }

    void aSubscriptionEntryCarriesTheLabelAndTheActualDepth()
    {
        QFETCH(int, mode);
        QFETCH(QString, label);
        QJsonObject wanted =
            expected(R"({"symbol":"TCS","exchange":"NSE","status":"success","depth":20,"broker":"zerodha"})");
        wanted.insert(QStringLiteral("mode"), label);
        QCOMPARE(reply::subscribed(kTcs, static_cast<Mode>(mode), 20, kBroker), wanted);
    }

    void aFailedEntrySaysWhatItWasAboutAndWhy()
    {
        QCOMPARE(reply::failed(kTcs, QStringLiteral("no"), kBroker),
                 expected(R"({"symbol":"TCS","exchange":"NSE","status":"error","message":"no","broker":"zerodha"})"));

        SymbolEntry odd;
        odd.symbol = 5;
        odd.exchange = QJsonValue(QJsonValue::Undefined);
        QCOMPARE(reply::failed(odd, QStringLiteral("no"), kBroker),
                 expected(R"({"symbol":5,"exchange":null,"status":"error","message":"no","broker":"zerodha"})"));
    }

    void subscribeIsPartialAsSoonAsOneEntryFailed()
    {
        const QJsonArray entries{reply::subscribed(kTcs, Mode::Quote, 5, kBroker)};
        QJsonObject wanted = expected(R"({"type":"subscribe","status":"success","broker":"zerodha"})");
        wanted.insert(QStringLiteral("subscriptions"), entries);
        QCOMPARE(withoutMessage(reply::subscribe(entries, false, kBroker, kNoId)), wanted);
        wanted.insert(QStringLiteral("status"), QStringLiteral("partial"));
        QCOMPARE(withoutMessage(reply::subscribe(entries, true, kBroker, kNoId)), wanted);
    }

    void unsubscribeIsSuccessPartialOrError()
    {
        const QJsonArray good{reply::unsubscribed(kTcs.symbol, kTcs.exchange, kBroker)};
        const QJsonArray bad{reply::failed(kTcs, QStringLiteral("no"), kBroker)};
        const auto with = [](const char *status, const QJsonArray &successful, const QJsonArray &failed) {
            return QJsonObject{{QStringLiteral("type"), QStringLiteral("unsubscribe")},
                               {QStringLiteral("status"), QLatin1String(status)},
                               {QStringLiteral("successful"), successful},
                               {QStringLiteral("failed"), failed},
                               {QStringLiteral("broker"), kBroker}};
        };
        QCOMPARE(withoutMessage(reply::unsubscribe(good, {}, kBroker, kNoId)), with("success", good, {}));
        QCOMPARE(withoutMessage(reply::unsubscribe(good, bad, kBroker, kNoId)), with("partial", good, bad));
        QCOMPARE(withoutMessage(reply::unsubscribe({}, bad, kBroker, kNoId)), with("error", {}, bad));
        QCOMPARE(withoutMessage(reply::unsubscribe({}, {}, kBroker, kNoId)), with("success", {}, {}));
    }

    void anUnsubscribedEntryNamesSymbolAndExchange()
    {
        QCOMPARE(reply::unsubscribed(kTcs.symbol, kTcs.exchange, kBroker),
                 expected(R"({"symbol":"TCS","exchange":"NSE","status":"success","broker":"zerodha"})"));
    }

    void orderRepliesAreNamedAfterTheRequest()
    {
        QCOMPARE(withoutMessage(reply::orders(true, kNoId)),
                 expected(R"({"type":"subscribe_orders","status":"success"})"));
        QCOMPARE(withoutMessage(reply::orders(false, kNoId)),
                 expected(R"({"type":"unsubscribe_orders","status":"success"})"));
    }

    void brokerInfoNamesBrokerAdapterAndUser()
    {
        QCOMPARE(read(reply::brokerInfo(kBroker, QStringLiteral("connected"), QStringLiteral("anna"), kNoId)),
                 expected(R"({"type":"broker_info","status":"success","broker":"zerodha",)"
                          R"("adapter_status":"connected","user_id":"anna"})"));
    }

    void supportedBrokersAreListedAndCounted()
    {
        QCOMPARE(
            read(reply::supportedBrokers({QStringLiteral("angel"), QStringLiteral("zerodha")}, kNoId)),
            expected(R"({"type":"supported_brokers","status":"success","brokers":["angel","zerodha"],"count":2})"));
        QCOMPARE(read(reply::supportedBrokers({}, kNoId)),
                 expected(R"({"type":"supported_brokers","status":"success","brokers":[],"count":0})"));
    }

    void pongCarriesTheServersTimeInMilliseconds()
    {
        QCOMPARE(read(reply::pong({}, 1'732'000'000'123)),
                 expected(R"({"type":"pong","status":"success","server_timestamp":1732000000123})"));
    }

    void pongEchoesTimestampAndPingIdWhenGiven()
    {
        QCOMPARE(read(reply::pong(expected(R"({"action":"ping","timestamp":1732000000001,"_pingId":"p-7"})"), 5)),
                 expected(R"({"type":"pong","status":"success","server_timestamp":5,)"
                          R"("client_timestamp":1732000000001,"_pingId":"p-7"})"));
        QCOMPARE(read(reply::pong(expected(R"({"timestamp":"2026-01-01","_pingId":3.5})"), 5)),
                 expected(R"({"type":"pong","status":"success","server_timestamp":5,)"
                          R"("client_timestamp":"2026-01-01","_pingId":3.5})"));
    }

    void largeWholeNumbersAreEchoedAsTheyCame()
    {
        const QByteArray pong = reply::pong(expected(R"({"timestamp":9007199254740993})"), 5);
        QVERIFY2(pong.contains("\"client_timestamp\":9007199254740993"), pong.constData());
    }

    void everythingIsOneCompactObjectOfUtf8()
    {
        const QByteArray json = reply::subscribe(
            {reply::subscribed(entry(QStringLiteral("A\"B\\\u20b9\n"), QStringLiteral("NSE")), Mode::Ltp, 5, kBroker)},
            false, kBroker, kNoId);
        QVERIFY(!json.contains('\n'));
        QVERIFY(json.contains("A\\\"B\\\\\xe2\x82\xb9\\n"));
    }
};

QTEST_GUILESS_MAIN(TestReply)
#include "tst_Reply.moc"
