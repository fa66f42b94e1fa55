#include "core/protocol/Request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace tickgate;

namespace {

QJsonObject object(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    Q_ASSERT(document.isObject());
    return document.object();
}

QString codeOf(const QByteArray &json)
{
    return parseRequest(json).error.code;
}

SubscribeRequest subscribed(const QByteArray &json)
{
    const auto parsed = parseSubscribe(object(json));
    return std::holds_alternative<SubscribeRequest>(parsed) ? std::get<SubscribeRequest>(parsed) : SubscribeRequest{};
}

QString subscribeError(const QByteArray &json)
{
    const auto parsed = parseSubscribe(object(json));
    const auto *error = std::get_if<RequestError>(&parsed);
    return error != nullptr ? error->code : QString();
}

UnsubscribeRequest unsubscribed(const QByteArray &json)
{
    const auto parsed = parseUnsubscribe(object(json));
    return std::holds_alternative<UnsubscribeRequest>(parsed) ? std::get<UnsubscribeRequest>(parsed)
                                                              : UnsubscribeRequest{};
}

QString unsubscribeError(const QByteArray &json)
{
    const auto parsed = parseUnsubscribe(object(json));
    const auto *error = std::get_if<RequestError>(&parsed);
    return error != nullptr ? error->code : QString();
}

QJsonObject manySymbols(int count)
{
    QJsonArray symbols;
    for (int i = 0; i < count; ++i) {
        symbols.append(QJsonObject{{QStringLiteral("symbol"), QStringLiteral("S%1").arg(i)},
                                   {QStringLiteral("exchange"), QStringLiteral("NSE")}});
    }
    return {{QStringLiteral("symbols"), symbols}};
}

} // namespace

class TestRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionOfTheProtocolIsKnown_data()
    {
        QTest::addColumn<int>("action");
        QTest::newRow("authenticate") << static_cast<int>(Action::Authenticate);
        QTest::newRow("auth") << static_cast<int>(Action::Authenticate);
        QTest::newRow("subscribe") << static_cast<int>(Action::Subscribe);
        QTest::newRow("unsubscribe") << static_cast<int>(Action::Unsubscribe);
        QTest::newRow("unsubscribe_all") << static_cast<int>(Action::UnsubscribeAll);
        QTest::newRow("subscribe_orders") << static_cast<int>(Action::SubscribeOrders);
        QTest::newRow("unsubscribe_orders") << static_cast<int>(Action::UnsubscribeOrders);
        QTest::newRow("get_broker_info") << static_cast<int>(Action::GetBrokerInfo);
        QTest::newRow("get_supported_brokers") << static_cast<int>(Action::GetSupportedBrokers);
        QTest::newRow("ping") << static_cast<int>(Action::Ping);
    }

    void everyActionOfTheProtocolIsKnown()
    {
        QFETCH(int, action);
        const QByteArray name = QTest::currentDataTag();
        const ParsedRequest parsed = parseRequest("{\"action\":\"" + name + "\"}");
        QVERIFY(parsed.request.has_value());
        QCOMPARE(static_cast<int>(parsed.request->action), action);
        const ParsedRequest typed = parseRequest("{\"type\":\"" + name + "\"}"); // accepted in its place
        QVERIFY(typed.request.has_value());
        QCOMPARE(static_cast<int>(typed.request->action), action);
    }

    void actionCountsBeforeType()
    {
        QCOMPARE(parseRequest(R"({"action":"ping","type":"subscribe"})").request->action, Action::Ping);
        QCOMPARE(parseRequest(R"({"action":"","type":"subscribe"})").request->action, Action::Subscribe);
        QCOMPARE(parseRequest(R"({"action":null,"type":"subscribe"})").request->action, Action::Subscribe);
    }

    void unknownKeysAreIgnored()
    {
        const ParsedRequest parsed = parseRequest(R"({"action":"ping","colour":"blue","nested":{"a":[1]}})");
        QVERIFY(parsed.request.has_value());
    }

    void onlyPingAuthenticateAndSupportedBrokersAreOpenToAll()
    {
        for (const Action action : {Action::Authenticate, Action::GetSupportedBrokers, Action::Ping})
            QVERIFY(isOpenToAll(action));
        for (const Action action : {Action::Subscribe, Action::Unsubscribe, Action::UnsubscribeAll,
                                    Action::SubscribeOrders, Action::UnsubscribeOrders, Action::GetBrokerInfo})
            QVERIFY(!isOpenToAll(action));
    }

    void whatIsNoJsonObjectIsInvalidJson_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank") << QByteArray("  ");
        QTest::newRow("truncated") << QByteArray(R"({"action":"ping")");
        QTest::newRow("array") << QByteArray(R"(["ping"])");
        QTest::newRow("string") << QByteArray(R"("ping")");
        QTest::newRow("number") << QByteArray("5");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("two objects") << QByteArray("{}{}");
        QTest::newRow("single quotes") << QByteArray("{'action':'ping'}");
        QTest::newRow("bare NaN") << QByteArray(R"({"action":"ping","timestamp":NaN})");
        QTest::newRow("bad UTF-8") << QByteArray("{\"action\":\"pi\xff\"}");
        QTest::newRow("nested without end") << QByteArray(100'000, '[');
    }

    void whatIsNoJsonObjectIsInvalidJson()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!parseRequest(json).request.has_value());
        QCOMPARE(codeOf(json), QStringLiteral("INVALID_JSON"));
        QVERIFY(!parseRequest(json).error.message.isEmpty());
    }

    void whatNamesNoActionIsAnInvalidAction_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("none") << QByteArray("{}");
        QTest::newRow("unknown") << QByteArray(R"({"action":"buy"})");
        QTest::newRow("other case") << QByteArray(R"({"action":"PING"})");
        QTest::newRow("blanks") << QByteArray(R"({"action":" ping "})");
        QTest::newRow("number") << QByteArray(R"({"action":1})");
        QTest::newRow("object") << QByteArray(R"({"action":{"a":1}})");
        QTest::newRow("array") << QByteArray(R"({"action":["ping"]})");
        QTest::newRow("true") << QByteArray(R"({"action":true})");
        QTest::newRow("empty both") << QByteArray(R"({"action":"","type":""})");
        QTest::newRow("wrong type beside a good one") << QByteArray(R"({"action":1,"type":"ping"})");
    }

    void whatNamesNoActionIsAnInvalidAction()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!parseRequest(json).request.has_value());
        QCOMPARE(codeOf(json), QStringLiteral("INVALID_ACTION"));
    }

    void anUnknownActionIsShownCutShort()
    {
        const QByteArray json = "{\"action\":\"" + QByteArray(100'000, 'x') + "\"}";
        QVERIFY(parseRequest(json).error.message.size() < 200);
    }

    void requestIdsOfAnyTypeAreKeptEvenOfBadRequests_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id : {R"("a-1")", "17", "1.5", "true", "null", "[1,2]", R"({"k":"v"})", "9007199254740993"})
            QTest::newRow(id) << QByteArray(id);
    }

    void requestIdsOfAnyTypeAreKeptEvenOfBadRequests()
    {
        QFETCH(QByteArray, id);
        const QJsonValue expected = QJsonDocument::fromJson("[" + id + "]").array().first();
        const ParsedRequest good = parseRequest("{\"action\":\"ping\",\"request_id\":" + id + "}");
        QCOMPARE(good.request->requestId, expected);
        QCOMPARE(good.requestId, expected);
        const ParsedRequest bad = parseRequest("{\"action\":\"buy\",\"request_id\":" + id + "}");
        QVERIFY(!bad.request.has_value());
        QCOMPARE(bad.requestId, expected);
    }

    void aRequestWithoutAnIdHasNone()
    {
        QVERIFY(parseRequest(R"({"action":"ping"})").request->requestId.isUndefined());
        QVERIFY(parseRequest("nonsense").requestId.isUndefined());
    }

    void theKeyIsApiKeyOrApikey()
    {
        QCOMPARE(apiKeyOf(object(R"({"api_key":"k1"})")), QByteArray("k1"));
        QCOMPARE(apiKeyOf(object(R"({"apikey":"k2"})")), QByteArray("k2"));
        QCOMPARE(apiKeyOf(object(R"({"api_key":"k1","apikey":"k2"})")), QByteArray("k1"));
        QCOMPARE(apiKeyOf(object(R"({"api_key":"","apikey":"k2"})")), QByteArray("k2"));
        QCOMPARE(apiKeyOf(object(R"({"api_key":null,"apikey":"k2"})")), QByteArray("k2"));
        QCOMPARE(apiKeyOf(object("{\"api_key\":\"k\u20b9\"}")), QByteArray("k\xe2\x82\xb9"));
    }

    void aKeyThatIsNoStringIsMissing()
    {
        for (const char *json : {"{}", R"({"api_key":5})", R"({"api_key":true})", R"({"api_key":["k"]})",
                                 R"({"api_key":{"k":1}})", R"({"api_key":""})", R"({"api_key":null})"})
            QVERIFY2(apiKeyOf(object(json)).isEmpty(), json);
    }

    void subscribeTakesAListOrASingleSymbol()
    {
        const SubscribeRequest list = subscribed(
            R"({"symbols":[{"symbol":"RELIANCE","exchange":"NSE"},{"symbol":"NIFTY","exchange":"NSE_INDEX"}]})");
        QCOMPARE(list.symbols.size(), 2);
        QCOMPARE(list.symbols[0].symbol.toString(), QStringLiteral("RELIANCE"));
        QCOMPARE(list.symbols[1].exchange.toString(), QStringLiteral("NSE_INDEX"));
        QVERIFY(list.symbols[0].problem.isEmpty());

        for (const char *json :
             {R"({"symbol":"TCS","exchange":"NSE"})", R"({"symbols":[],"symbol":"TCS","exchange":"NSE"})",
              R"({"symbols":null,"symbol":"TCS","exchange":"NSE"})"}) {
            const SubscribeRequest single = subscribed(json);
            QCOMPARE(single.symbols.size(), 1);
            QCOMPARE(single.symbols[0].symbol.toString(), QStringLiteral("TCS"));
            QCOMPARE(single.symbols[0].exchange.toString(), QStringLiteral("NSE"));
        }
    }

    void subscribeDefaultsToQuoteAndFiveLevelsWithoutSnapshot()
    {
        const SubscribeRequest request = subscribed(R"({"symbol":"TCS","exchange":"NSE"})");
        QCOMPARE(request.mode, Mode::Quote);
        QCOMPARE(request.depth, 5);
        QVERIFY(!request.snapshot);
    }

    void subscribeTakesModeDepthAndSnapshot()
    {
        const SubscribeRequest request =
            subscribed(R"({"symbol":"TCS","exchange":"NSE","mode":" depth ","depth":20,"snapshot":true})");
        QCOMPARE(request.mode, Mode::Depth);
        QCOMPARE(request.depth, 20);
        QVERIFY(request.snapshot);
        QCOMPARE(subscribed(R"({"symbol":"TCS","exchange":"NSE","mode":1})").mode, Mode::Ltp);
        QCOMPARE(subscribed(R"({"symbol":"TCS","exchange":"NSE","depth":null,"snapshot":null})").depth, 5);
    }

    void aModeThatIsNoneIsInvalid_data()
    {
        QTest::addColumn<QByteArray>("mode");
        for (const char *mode : {"0", "4", "-1", "2.5", "true", "false", "null", R"("1")", R"("")", R"("Full")", "[1]",
                                 R"({"m":1})", "1e300"})
            QTest::newRow(mode) << QByteArray(mode);
    }

    void aModeThatIsNoneIsInvalid()
    {
        QFETCH(QByteArray, mode);
        const QByteArray json = R"({"symbol":"TCS","exchange":"NSE","mode":)" + mode + "}";
        QCOMPARE(subscribeError(json), QStringLiteral("INVALID_MODE"));
        QCOMPARE(unsubscribeError(json), QStringLiteral("INVALID_MODE"));
    }

    void wrongTypesInSubscribeAreInvalidParameters_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json :
             {R"({})", R"({"symbols":[]})", R"({"symbols":"NSE:TCS"})", R"({"symbols":5})", R"({"symbols":true})",
              R"({"symbols":{"symbol":"TCS","exchange":"NSE"}})", R"({"symbol":"TCS"})", R"({"exchange":"NSE"})",
              R"({"symbol":"","exchange":"NSE"})", R"({"symbol":null,"exchange":"NSE"})",
              R"({"symbol":"TCS","exchange":"NSE","depth":"20"})", R"({"symbol":"TCS","exchange":"NSE","depth":0})",
              R"({"symbol":"TCS","exchange":"NSE","depth":-5})", R"({"symbol":"TCS","exchange":"NSE","depth":5.5})",
              R"({"symbol":"TCS","exchange":"NSE","depth":1e12})", R"({"symbol":"TCS","exchange":"NSE","depth":true})",
              R"({"symbol":"TCS","exchange":"NSE","depth":[5]})", R"({"symbol":"TCS","exchange":"NSE","snapshot":1})",
              R"({"symbol":"TCS","exchange":"NSE","snapshot":"true"})"})
            QTest::newRow(json) << QByteArray(json);
    }

    void wrongTypesInSubscribeAreInvalidParameters()
    {
        QFETCH(QByteArray, json);
        QCOMPARE(subscribeError(json), QStringLiteral("INVALID_PARAMETERS"));
    }

    void entriesWithoutSymbolOrExchangeAreSkipped()
    {
        const SubscribeRequest request =
            subscribed(R"({"symbols":[{"symbol":"TCS"},{"exchange":"NSE"},{},{"symbol":"","exchange":"NSE"},)"
                       R"({"symbol":"TCS","exchange":null},{"symbol":"INFY","exchange":"NSE"}]})");
        QCOMPARE(request.symbols.size(), 1);
        QCOMPARE(request.symbols[0].symbol.toString(), QStringLiteral("INFY"));
    }

    void entriesOfTheWrongTypeAreFailuresBesideTheOthers_data()
    {
        QTest::addColumn<QByteArray>("entry");
        for (const char *entry : {"5", R"("TCS")", "null", "true", R"(["TCS","NSE"])",
                                  R"({"symbol":5,"exchange":"NSE"})", R"({"symbol":"TCS","exchange":true})",
                                  R"({"symbol":["TCS"],"exchange":"NSE"})", R"({"symbol":{"a":1},"exchange":"NSE"})"})
            QTest::newRow(entry) << QByteArray(entry);
    }

    void entriesOfTheWrongTypeAreFailuresBesideTheOthers()
    {
        QFETCH(QByteArray, entry);
        const QByteArray json = R"({"symbols":[{"symbol":"INFY","exchange":"NSE"},)" + entry + "]}";
        const SubscribeRequest request = subscribed(json);
        QCOMPARE(request.symbols.size(), 2);
        QVERIFY(request.symbols[0].problem.isEmpty());
        QVERIFY(!request.symbols[1].problem.isEmpty());
        QCOMPARE(unsubscribed(json).symbols.size(), 2);
        QVERIFY(!unsubscribed(json).symbols[1].problem.isEmpty());
    }

    void namesAreTakenAsTheyAreUpTo128Bytes()
    {
        const SubscribeRequest request =
            subscribed("{\"symbols\":[{\"symbol\":\"A\\\"B\\\\C\u20b9\",\"exchange\":\"NSE\"}]}");
        QCOMPARE(request.symbols[0].symbol.toString(), QStringLiteral("A\"B\\C\u20b9"));
        QVERIFY(request.symbols[0].problem.isEmpty());

        const auto named = [](const QByteArray &name) {
            return subscribed(R"({"symbol":")" + name + R"(","exchange":"NSE"})").symbols.value(0).problem;
        };
        QVERIFY(named(QByteArray(128, 'A')).isEmpty());
        QVERIFY(!named(QByteArray(129, 'A')).isEmpty());
        QVERIFY(!named(QByteArray("\xe2\x82\xb9").repeated(43)).isEmpty()); // 129 bytes
    }

    void duplicatesAreKept()
    {
        const SubscribeRequest request =
            subscribed(R"({"symbols":[{"symbol":"TCS","exchange":"NSE"},{"symbol":"TCS","exchange":"NSE"}]})");
        QCOMPARE(request.symbols.size(), 2);
    }

    void aThousandSymbolsAreAllowedAndOneMoreIsNot()
    {
        QVERIFY(std::holds_alternative<SubscribeRequest>(parseSubscribe(manySymbols(1'000))));
        QVERIFY(std::holds_alternative<UnsubscribeRequest>(parseUnsubscribe(manySymbols(1'000))));
        const auto subscribe = parseSubscribe(manySymbols(1'001));
        QVERIFY(std::holds_alternative<RequestError>(subscribe));
        QCOMPARE(std::get<RequestError>(subscribe).code, QStringLiteral("LIMIT_EXCEEDED"));
        const auto unsubscribe = parseUnsubscribe(manySymbols(1'001));
        QVERIFY(std::holds_alternative<RequestError>(unsubscribe));
        QCOMPARE(std::get<RequestError>(unsubscribe).code, QStringLiteral("LIMIT_EXCEEDED"));
    }

    void unsubscribeHasAModePerEntryAndDefaultsToQuote()
    {
        const UnsubscribeRequest request =
            unsubscribed(R"({"symbols":[{"symbol":"TCS","exchange":"NSE","mode":"LTP"},)"
                         R"({"symbol":"TCS","exchange":"NSE","mode":3},{"symbol":"TCS","exchange":"NSE"}]})");
        QCOMPARE(request.symbols.size(), 3);
        QCOMPARE(request.symbols[0].mode, Mode::Ltp);
        QCOMPARE(request.symbols[1].mode, Mode::Depth);
        QCOMPARE(request.symbols[2].mode, Mode::Quote);
    }

    void unsubscribeTakesTheSingleFormToo()
    {
        const UnsubscribeRequest request = unsubscribed(R"({"symbol":"TCS","exchange":"NSE","mode":"depth"})");
        QCOMPARE(request.symbols.size(), 1);
        QCOMPARE(request.symbols[0].mode, Mode::Depth);
        QCOMPARE(unsubscribed(R"({"symbol":"TCS","exchange":"NSE"})").symbols[0].mode, Mode::Quote);
    }

    void aBadModeInOneEntryFailsThatEntryOnly()
    {
        const UnsubscribeRequest request =
            unsubscribed(R"({"symbols":[{"symbol":"TCS","exchange":"NSE","mode":"Full"},)"
                         R"({"symbol":"INFY","exchange":"NSE"}]})");
        QCOMPARE(request.symbols.size(), 2);
        QVERIFY(!request.symbols[0].problem.isEmpty());
        QVERIFY(request.symbols[1].problem.isEmpty());
    }

    void wrongTypesInUnsubscribeAreInvalidParameters()
    {
        for (const char *json : {R"({})", R"({"symbols":[]})", R"({"symbols":"TCS"})", R"({"symbols":7})",
                                 R"({"symbols":{"a":1}})", R"({"symbol":"TCS"})", R"({"exchange":"NSE"})"})
            QVERIFY2(unsubscribeError(json) == QStringLiteral("INVALID_PARAMETERS"), json);
    }
};

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_Request.moc"
