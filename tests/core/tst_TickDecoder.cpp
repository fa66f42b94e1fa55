#include "core/bus/TickDecoder.h"

#include "core/protocol/Limits.h"
#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

namespace {

/// A decoder with what it writes to.
struct Desk
{
    BusCounters counters;
    TickBatch batch;
    TickDecoder decoder{counters};

    void decode(const QByteArray &topic, const QByteArray &payload, std::uint64_t receivedNs = 1)
    {
        decoder.decode(test::view(topic), test::view(payload), receivedNs, batch);
    }
    [[nodiscard]] QByteArray frame(std::size_t i) const
    {
        return bytes(batch.bytes.view(batch.ticks[i].offset, batch.ticks[i].size));
    }
    /// The text of a frame; empty when it is no single final unmasked text frame.
    [[nodiscard]] static QByteArray text(const QByteArray &frame)
    {
        if (frame.size() < 2 || frame.at(0) != '\x81')
            return {};
        const auto length = static_cast<unsigned char>(frame.at(1));
        const qsizetype header = length < 126 ? 2 : length == 126 ? 4 : 10;
        qsizetype size = length;
        if (header > 2) {
            size = 0;
            for (qsizetype i = 2; i < header; ++i)
                size = size << 8 | static_cast<unsigned char>(frame.at(i));
        }
        return frame.size() == header + size ? frame.mid(header) : QByteArray();
    }
};

const QByteArray kTick = R"({"ltp": 1412.50 , "timestamp":1732000000123})";

} // namespace

class TestTickDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTickBecomesOneFrameWithThePayloadByteForByte()
    {
        Desk desk;
        desk.batch.defaultBroker = "zerodha";
        desk.decode("NSE_RELIANCE_QUOTE", kTick, 77);
        QCOMPARE(desk.counters.ticks, std::uint64_t{1});
        QCOMPARE(desk.batch.ticks.size(), std::size_t{1});
        QCOMPARE(Desk::text(desk.frame(0)),
                 QByteArray(R"({"type":"market_data","symbol":"RELIANCE","exchange":"NSE","mode":2,"data":)") + kTick +
                     R"(,"broker":"zerodha"})");
        const TickRecord &tick = desk.batch.ticks[0];
        QCOMPARE(tick.receivedNs, std::uint64_t{77});
        QCOMPARE(tick.mode, Mode::Quote);
        QVERIFY(!tick.brokerFromTopic);
        QCOMPARE(desk.frame(0).at(tick.modeAt), '2');
        QCOMPARE(desk.frame(0).mid(tick.payloadAt, tick.payloadSize), kTick);
    }

    void framesOfABatchLieInBusOrder()
    {
        Desk desk;
        for (int i = 0; i < 1'000; ++i)
            desk.decode(i % 2 == 0 ? "NSE_A_LTP" : "NSE_B_DEPTH", QByteArray::number(i));
        QCOMPARE(desk.batch.ticks.size(), std::size_t{1'000});
        QCOMPARE(desk.batch.newSymbols.size(), std::size_t{2});
        for (std::size_t i = 0; i < 1'000; ++i) {
            const TickRecord &tick = desk.batch.ticks[i];
            QCOMPARE(desk.frame(i).mid(tick.payloadAt, tick.payloadSize), QByteArray::number(static_cast<int>(i)));
            QCOMPARE(tick.symbol, desk.batch.newSymbols[i % 2].id);
        }
    }

    void anOlderPublishersBrokerIsNamedInTheFrame()
    {
        Desk desk;
        desk.batch.defaultBroker = "zerodha";
        desk.decode("angel_NSE_RELIANCE_LTP", kTick);
        QVERIFY(desk.batch.ticks[0].brokerFromTopic);
        QVERIFY(desk.frame(0).endsWith(R"(,"broker":"angel"})"));
    }

    void aChangedDefaultBrokerCountsFromTheNextTickOn()
    {
        Desk desk;
        desk.batch.defaultBroker = "zerodha";
        desk.decode("NSE_A_LTP", "1");
        desk.batch.defaultBroker = "angel";
        desk.decode("NSE_A_LTP", "2");
        QVERIFY(desk.frame(0).endsWith(R"("zerodha"})"));
        QVERIFY(desk.frame(1).endsWith(R"("angel"})"));
    }

    void symbolsWithQuotesAndOtherScriptsMakeValidJson()
    {
        Desk desk;
        desk.decode("NSE_A\"B\\\xe2\x82\xb9_LTP", kTick);
        const QJsonObject tick = QJsonDocument::fromJson(Desk::text(desk.frame(0))).object();
        QCOMPARE(tick.value(QLatin1String("symbol")).toString(), QStringLiteral("A\"B\\\u20b9"));
    }

    void nanAndInfinityBecomeNullAndAreCounted()
    {
        Desk desk;
        desk.decode("NSE_A_LTP", R"({"ltp":NaN,"high":Infinity,"low":-Infinity,"note":"NaN"})");
        QCOMPARE(desk.counters.repairedPayloads, std::uint64_t{1});
        QCOMPARE(desk.counters.ticks, std::uint64_t{1});
        QCOMPARE(desk.counters.badPayloads, std::uint64_t{0});
        QVERIFY(Desk::text(desk.frame(0)).contains(R"("data":{"ltp":null,"high":null,"low":null,"note":"NaN"},)"));
        const TickRecord &tick = desk.batch.ticks[0];
        QVERIFY(desk.frame(0).mid(tick.payloadAt, tick.payloadSize).endsWith(R"("note":"NaN"})"));
    }

    void invalidPayloadsAreCountedAndLeaveTheBatchAsItWas_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("truncated") << QByteArray(R"({"ltp":14)");
        QTest::newRow("truncated with NaN") << QByteArray(R"({"ltp":NaN)");
        QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\xfe\"}");
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("two values") << QByteArray("{}{}");
        QTest::newRow("injection") << QByteArray(R"({},"broker":"evil"})");
        QTest::newRow("pickle") << QByteArray::fromHex("80049503000000000000007d942e");
    }

    void invalidPayloadsAreCountedAndLeaveTheBatchAsItWas()
    {
        QFETCH(QByteArray, payload);
        Desk desk;
        desk.decode("NSE_A_LTP", "1");
        const std::size_t before = desk.batch.bytes.size();
        desk.decode("NSE_A_LTP", payload);
        QCOMPARE(desk.counters.badPayloads, std::uint64_t{1});
        QCOMPARE(desk.counters.ticks, std::uint64_t{1});
        QCOMPARE(desk.batch.ticks.size(), std::size_t{1});
        QCOMPARE(desk.batch.bytes.size(), before);
        desk.decode("NSE_A_LTP", "2");
        QVERIFY(Desk::text(desk.frame(1)).contains(R"("data":2,)"));
    }

    void payloadsOfUpToOneMebibytePassAndLargerOnesAreCounted()
    {
        Desk desk;
        const QByteArray most = "\"" + QByteArray(1'048'574, 'x') + "\"";
        desk.decode("NSE_A_LTP", most);
        QCOMPARE(desk.counters.ticks, std::uint64_t{1});
        QVERIFY(Desk::text(desk.frame(0)).contains(most));
        desk.decode("NSE_A_LTP", most + " ");
        desk.decode("NSE_A_LTP", "\"" + QByteArray(5 * 1'048'576, 'x') + "\"");
        QCOMPARE(desk.counters.oversizedPayloads, std::uint64_t{2});
        QCOMPARE(desk.counters.ticks, std::uint64_t{1});
        QCOMPARE(desk.counters.badPayloads, std::uint64_t{0});
    }

    void anOrderUpdateIsAFrameForTheUserOfThePayload()
    {
        Desk desk;
        const QByteArray payload = R"({"type":"order_update", "user_id":"anna","orderid":"1"})";
        desk.decode("zerodha_berta_orders", payload);
        QCOMPARE(desk.counters.orders, std::uint64_t{1});
        QCOMPARE(desk.batch.orders.size(), std::size_t{1});
        QCOMPARE(bytes(desk.batch.orders[0].userId), QByteArray("anna")); // never the topic's
        QCOMPARE(Desk::text(bytes(desk.batch.orders[0].frame)), payload);
        QVERIFY(desk.batch.ticks.empty());
    }

    void orderUpdatesWithHugeNumbersAreNotLost()
    {
        Desk desk;
        const QByteArray payload = R"({"type":"order_update","user_id":"anna","orderid":24112300012345678901})";
        desk.decode("zerodha_anna_orders", payload);
        QCOMPARE(desk.batch.orders.size(), std::size_t{1});
        QCOMPARE(Desk::text(bytes(desk.batch.orders[0].frame)), payload);
    }

    void orderUpdatesWithNanAreRepaired()
    {
        Desk desk;
        desk.decode("zerodha_anna_orders", R"({"user_id":"anna","price":NaN})");
        QCOMPARE(desk.batch.orders.size(), std::size_t{1});
        QCOMPARE(Desk::text(bytes(desk.batch.orders[0].frame)), QByteArray(R"({"user_id":"anna","price":null})"));
        QCOMPARE(desk.counters.repairedPayloads, std::uint64_t{1});
    }

    void orderUpdatesWithoutAUserAreBad()
    {
        Desk desk;
        for (const char *payload : {R"({"orderid":"1"})", R"({"user_id":""})", R"({"user_id":"anna")", "[]", ""})
            desk.decode("zerodha_anna_orders", payload);
        QCOMPARE(desk.counters.badPayloads, std::uint64_t{5});
        QCOMPARE(desk.counters.orders, std::uint64_t{0});
        QVERIFY(desk.batch.empty());
    }

    void positionsAndMarginsGoNowhere()
    {
        Desk desk;
        desk.decode("zerodha_anna_positions", R"({"user_id":"anna"})");
        desk.decode("zerodha_anna_margins", "not even JSON");
        QCOMPARE(desk.counters.privateTopics, std::uint64_t{2});
        QVERIFY(desk.batch.empty());
        QVERIFY(desk.batch.bytes.empty());
    }

    void invalidationsAreHandedOnWithScopeAndUser()
    {
        Desk desk;
        desk.decode("CACHE_INVALIDATE_AUTH_anna", R"({"user_id":"anna","cache_type":"AUTH"})");
        desk.decode("CACHE_INVALIDATE_ALL_berta", "");
        QCOMPARE(desk.counters.invalidations, std::uint64_t{2});
        QCOMPARE(desk.batch.invalidations.size(), std::size_t{2});
        QCOMPARE(desk.batch.invalidations[0].scope, InvalidateScope::Auth);
        QCOMPARE(bytes(desk.batch.invalidations[0].userId), QByteArray("anna"));
        QCOMPARE(desk.batch.invalidations[1].scope, InvalidateScope::All);
    }

    void unknownTopicsAreCountedWithTheFirstAsExample()
    {
        Desk desk;
        desk.decode("NYSE_IBM_LTP", kTick);
        desk.decode("something else", kTick);
        QCOMPARE(desk.counters.unknownTopics, std::uint64_t{2});
        QCOMPARE(bytes(desk.counters.unknownExample), QByteArray("NYSE_IBM_LTP"));
        QVERIFY(desk.batch.empty());
    }

    void anExampleIsPrintableAndShort_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QByteArray>("example");
        QTest::newRow("binary") << QByteArray("A\x01\xff"
                                              "B")
                                << QByteArray("A??B");
        QTest::newRow("long") << QByteArray(10'000, 'x') << QByteArray(80, 'x');
        QTest::newRow("cut inside a character") << QByteArray(79, 'x') + "\xe2\x82\xb9" << QByteArray(79, 'x') + "?";
        QTest::newRow("other script") << QByteArray("\xe2\x82\xb9") << QByteArray("\xe2\x82\xb9");
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }

    void anExampleIsPrintableAndShort()
    {
        QFETCH(QByteArray, topic);
        Desk desk;
        desk.decode(topic, kTick);
        QCOMPARE(desk.counters.unknownTopics, std::uint64_t{1});
        QTEST(bytes(desk.counters.unknownExample), "example");
    }

    void overlongTopicsAreUnknown()
    {
        Desk desk;
        desk.decode("NSE_" + QByteArray(static_cast<qsizetype>(limits::kBusTopicBytes), 'A') + "_LTP", kTick);
        QCOMPARE(desk.counters.unknownTopics, std::uint64_t{1});
        QVERIFY(desk.batch.empty());
    }

    void messagesOfOtherThanTwoFramesAreCounted()
    {
        Desk desk;
        desk.decoder.countBadFrames(1);
        desk.decoder.countBadFrames(5);
        QCOMPARE(desk.counters.badFrameCounts, std::uint64_t{2});
    }
};

QTEST_GUILESS_MAIN(TestTickDecoder)
#include "tst_TickDecoder.moc"
