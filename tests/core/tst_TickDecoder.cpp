#include "core/bus/TickDecoder.h"

#include "core/logging/LogRing.h"
#include "core/logging/LogSetup.h"
#include "core/protocol/Limits.h"
#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace tickgate;
using namespace std::chrono_literals;
using tickgate::test::bytes;

using Drop = std::function<void(TickDecoder &, TickBatch &)>;
Q_DECLARE_METATYPE(Drop)

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

/// Drops a message by its topic and payload.
Drop message(const QByteArray &topic, const QByteArray &payload)
{
    return [topic, payload](TickDecoder &decoder, TickBatch &batch) {
        decoder.decode(test::view(topic), test::view(payload), 1, batch);
    };
}

Drop frames(const QByteArray &topic, std::size_t count)
{
    return [topic, count](TickDecoder &decoder, TickBatch &) { decoder.countBadFrames(test::view(topic), count); };
}

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
        QCOMPARE(desk.counters.lastTickNs, std::uint64_t{77});
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
        desk.decode("", kTick);
        desk.decode("NYSE_IBM_LTP", kTick);
        desk.decode("something else", kTick);
        QCOMPARE(desk.counters.lastTickNs, std::uint64_t{0});
        QCOMPARE(desk.counters.unknownTopics, std::uint64_t{3});
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
        desk.decoder.countBadFrames("NSE_A_LTP", 1);
        desk.decoder.countBadFrames("NSE_A_LTP", 5);
        QCOMPARE(desk.counters.badFrameCounts, std::uint64_t{2});
    }

    void aFloodOfDroppedMessagesMakesOneLine_data()
    {
        QTest::addColumn<Drop>("drop");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *name, const Drop &drop, const char *line) {
            QTest::newRow(name) << drop << QString::fromUtf8(line);
        };
        row("no JSON", message("NSE_A_LTP", "{\"ltp\":14"),
            "dropped a payload of 9 bytes that is not JSON in UTF-8, topic \"NSE_A_LTP\"");
        row("bad UTF-8", message("NSE_A_LTP", "\"\xff\""),
            "dropped a payload of 3 bytes that is not JSON in UTF-8, topic \"NSE_A_LTP\"");
        row("oversized", message("NSE_A_LTP", QByteArray(1'048'577, '1')),
            "dropped a payload of 1048577 bytes, of which at most 1048576 are taken, topic \"NSE_A_LTP\"");
        row("one frame", frames("NSE_A_LTP", 1),
            "dropped a message of 1 frame where a topic and a payload belong, topic \"NSE_A_LTP\"");
        row("three frames", frames("NSE_A_LTP", 3),
            "dropped a message of 3 frames where a topic and a payload belong, topic \"NSE_A_LTP\"");
        row("unknown topic", message("NYSE_IBM_LTP", kTick), "dropped a message of unknown topic \"NYSE_IBM_LTP\"");
        row("binary topic", message("A\x01\n\xff", kTick), "dropped a message of unknown topic \"A???\"");
        row("endless topic", message(QByteArray(100'000, 'x'), kTick),
            ("dropped a message of unknown topic \"" + QByteArray(80, 'x') + '"').constData());
        row("endless topic of one frame", frames(QByteArray(100'000, '\n'), 1),
            ("dropped a message of 1 frame where a topic and a payload belong, topic \"" + QByteArray(80, '?') + '"')
                .constData());
        // Who trades is nobody's business who reads a log.
        row("order", message("zerodha_anna_orders", "[]"),
            "dropped an order update of 2 bytes that is not JSON in UTF-8 or names no user");
        row("oversized order", message("zerodha_anna_orders", QByteArray(1'048'577, '1')),
            "dropped a payload of 1048577 bytes, of which at most 1048576 are taken, topic of an account");
        row("account's topic of one frame", frames("CACHE_INVALIDATE_AUTH_anna", 1),
            "dropped a message of 1 frame where a topic and a payload belong, topic of an account");
    }

    void aFloodOfDroppedMessagesMakesOneLine()
    {
        QFETCH(Drop, drop);
        QFETCH(QString, line);
        LogSetup log({});
        BusCounters counters;
        TickBatch batch;
        TickDecoder decoder(counters, 1h);
        for (int i = 0; i < 10'000; ++i)
            drop(decoder, batch);
        QCOMPARE(counters.badPayloads + counters.oversizedPayloads + counters.badFrameCounts + counters.unknownTopics,
                 std::uint64_t{10'000});
        const QList<LogEntry> entries = log.ring()->since(0);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.constFirst().category, QStringLiteral("bus"));
        QVERIFY(entries.constFirst().level == LogLevel::Warn);
        QCOMPARE(entries.constFirst().text, line);
    }

    void aFloodOfOneKindHidesNoOtherKind()
    {
        LogSetup log({});
        BusCounters counters;
        TickBatch batch;
        TickDecoder decoder(counters, 1h);
        for (int i = 0; i < 100; ++i)
            message("NSE_A_LTP", "hello")(decoder, batch);
        for (const Drop &drop : {message("zerodha_anna_orders", "hello"), message("nonsense", kTick),
                                 message("NSE_A_LTP", QByteArray(1'048'577, '1')), frames("NSE_A_LTP", 3)})
            drop(decoder, batch);
        QCOMPARE(log.ring()->since(0).size(), 5);
    }

    void nothingIsLoggedOfWhatIsTaken()
    {
        LogSetup log({});
        BusCounters counters;
        TickBatch batch;
        TickDecoder decoder(counters, 0ms);
        message("NSE_A_LTP", kTick)(decoder, batch);
        message("NSE_A_LTP", R"({"ltp":NaN})")(decoder, batch);
        message("zerodha_anna_orders", R"({"user_id":"anna"})")(decoder, batch);
        message("zerodha_anna_positions", "not even JSON")(decoder, batch);
        message("CACHE_INVALIDATE_ALL_anna", "")(decoder, batch);
        QVERIFY(log.ring()->since(0).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTickDecoder)
#include "tst_TickDecoder.moc"
