#include "core/bus/DemoMarket.h"

#include "core/protocol/Topic.h"
#include "tests/support/TestSupport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

namespace {

constexpr std::int64_t kNow = 1'732'000'000'123;

QJsonObject payloadOf(const BusMessage &message)
{
    return QJsonDocument::fromJson(bytes(message.payload)).object();
}

/// Topics and payloads one behind the other.
QByteArray walk(std::uint32_t seed, int ticks)
{
    DemoMarket market(seed);
    QByteArray all;
    for (int i = 0; i < ticks; ++i) {
        const BusMessage message = market.nextTick(kNow + i);
        all += bytes(message.topic) + ' ' + bytes(message.payload) + '\n';
    }
    return all;
}

} // namespace

class TestDemoMarket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aboutFortySymbolsOfSixExchangesAreListed()
    {
        const DemoMarket market(1);
        QVERIFY(market.instruments().size() >= 35 && market.instruments().size() <= 45);
        QSet<QByteArray> exchanges;
        QSet<QByteArray> names;
        for (const DemoMarket::Instrument &instrument : market.instruments()) {
            exchanges.insert(bytes(instrument.exchange));
            names.insert(bytes(instrument.exchange + ':' + instrument.symbol));
            QVERIFY(isKnownExchange(instrument.exchange));
        }
        for (const char *exchange : {"NSE", "NSE_INDEX", "NFO", "BFO", "MCX", "CRYPTO"})
            QVERIFY2(exchanges.contains(exchange), exchange);
        QCOMPARE(static_cast<std::size_t>(names.size()), market.instruments().size());
    }

    void theSameSeedGivesTheSameWalk() { QCOMPARE(walk(7, 2'000), walk(7, 2'000)); }

    void anotherSeedGivesAnotherWalk() { QVERIFY(walk(7, 50) != walk(8, 50)); }

    void everySymbolTicksInEveryMode()
    {
        DemoMarket market(3);
        QSet<QByteArray> topics;
        for (int i = 0; i < 3'000; ++i)
            topics.insert(bytes(market.nextTick(kNow).topic));
        QCOMPARE(static_cast<std::size_t>(topics.size()), market.instruments().size() * 3);
    }

    void everyTopicNamesTheSymbolOfItsPayload()
    {
        DemoMarket market(4);
        for (int i = 0; i < 500; ++i) {
            const BusMessage message = market.nextTick(kNow);
            const Topic topic = parseTopic(message.topic);
            QCOMPARE(topic.kind, TopicKind::MarketData);
            const QJsonObject payload = payloadOf(message);
            QCOMPARE(payload.value(QLatin1String("symbol")).toString().toUtf8(), bytes(topic.symbol));
            QCOMPARE(payload.value(QLatin1String("exchange")).toString().toUtf8(), bytes(topic.exchange));
        }
    }

    void eachModeCarriesWhatTheOneBelowItCarries()
    {
        DemoMarket market(5);
        for (int i = 0; i < 500; ++i) {
            const BusMessage message = market.nextTick(kNow);
            const QJsonObject payload = payloadOf(message);
            QVERIFY2(!payload.isEmpty(), message.payload.c_str());
            const Mode mode = parseTopic(message.topic).mode;
            QVERIFY(payload.value(QLatin1String("ltp")).toDouble() > 0);
            QCOMPARE(payload.value(QLatin1String("timestamp")).toInteger(), kNow);
            for (const char *key : {"open", "high", "low", "close", "volume", "last_quantity", "average_price"})
                QCOMPARE(payload.value(QLatin1String(key)).isDouble(), mode >= Mode::Quote);
            QCOMPARE(payload.contains(QLatin1String("depth")), mode == Mode::Depth);
        }
    }

    void depthIsFiveLevelsAroundTheLastPrice()
    {
        DemoMarket market(6);
        int seen = 0;
        for (int i = 0; i < 600; ++i) {
            const BusMessage message = market.nextTick(kNow);
            if (parseTopic(message.topic).mode != Mode::Depth)
                continue;
            ++seen;
            const QJsonObject payload = payloadOf(message);
            const double ltp = payload.value(QLatin1String("ltp")).toDouble();
            const QJsonObject depth = payload.value(QLatin1String("depth")).toObject();
            for (const bool buy : {true, false}) {
                const QJsonArray levels = depth.value(QLatin1String(buy ? "buy" : "sell")).toArray();
                QCOMPARE(levels.size(), 5);
                double last = ltp;
                for (const QJsonValue &level : levels) {
                    const double price = level[QLatin1String("price")].toDouble();
                    QVERIFY(buy ? price <= last : price >= last); // never crossed, farther at each level
                    QVERIFY(price > 0);
                    QVERIFY(level[QLatin1String("quantity")].toInt() > 0);
                    QVERIFY(level[QLatin1String("orders")].toInt() > 0);
                    last = price;
                }
            }
        }
        QVERIFY(seen > 100);
    }

    void pricesStayBelievableOverALongDay()
    {
        DemoMarket market(9);
        for (int i = 0; i < 100'000; ++i)
            static_cast<void>(market.nextTick(kNow));
        for (const DemoMarket::Instrument &instrument : market.instruments()) {
            QVERIFY(instrument.low <= instrument.price && instrument.price <= instrument.high);
            QVERIFY(instrument.low <= instrument.open && instrument.open <= instrument.high);
            QVERIFY2(instrument.price > instrument.previousClose * 0.8 &&
                         instrument.price < instrument.previousClose * 1.2,
                     instrument.symbol.c_str());
            const double steps = instrument.price / instrument.step;
            QVERIFY2(std::abs(steps - std::round(steps)) < 1e-4, instrument.symbol.c_str());
        }
    }

    void volumeOnlyGrows()
    {
        DemoMarket market(10);
        std::vector<std::int64_t> before(market.instruments().size(), 0);
        for (int i = 0; i < 2'000; ++i) {
            static_cast<void>(market.nextTick(kNow));
            for (std::size_t k = 0; k < before.size(); ++k) {
                const std::int64_t volume = market.instruments()[k].volume;
                if (volume < before[k])
                    QFAIL("volume fell");
                before[k] = volume;
            }
        }
    }

    void orderUpdatesAreUserDemosAndOfListedSymbols()
    {
        DemoMarket market(11);
        QSet<QString> states;
        for (int i = 0; i < 40; ++i) {
            const BusMessage message = market.nextOrder(kNow);
            QCOMPARE(parseTopic(message.topic).kind, TopicKind::Orders);
            const QJsonObject order = payloadOf(message);
            QCOMPARE(order.value(QLatin1String("type")).toString(), QStringLiteral("order_update"));
            QCOMPARE(order.value(QLatin1String("user_id")).toString(), QStringLiteral("demo"));
            QCOMPARE(order.value(QLatin1String("exchange")).toString(), QStringLiteral("NSE"));
            QVERIFY(order.value(QLatin1String("quantity")).toInt() > 0);
            states.insert(order.value(QLatin1String("order_status")).toString());
        }
        QVERIFY(states.contains(QStringLiteral("open")) && states.contains(QStringLiteral("complete")));
    }
};

QTEST_GUILESS_MAIN(TestDemoMarket)
#include "tst_DemoMarket.moc"
