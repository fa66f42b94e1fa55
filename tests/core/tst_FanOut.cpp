#include "core/server/FanOut.h"

#include "core/bus/TickDecoder.h"
#include "core/metrics/Clock.h"
#include "core/protocol/Frame.h"
#include "core/server/InputGuard.h"
#include "core/server/Session.h"
#include "tests/support/ServerFrames.h"
#include "tests/support/SocketPair.h"
#include "tests/support/TestSupport.h"

#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <array>
#include <cstring>
#include <memory>

using namespace tickgate;
using tickgate::test::ServerFrames;
using tickgate::test::SocketPair;

namespace {

constexpr std::uint64_t kNoDeadline = ~std::uint64_t{0};

/// A session of some broker's user and the client at its other end.
struct Client
{
    Client(quint64 id, BrokerTable &brokers, const QString &broker, Backlog::Budget budget = {})
        : session(std::make_unique<Session>(id, new QWebSocket, &pair.server(), new InputGuard(pair.server(), 0),
                                            HandshakeInfo{}, budget))
    {
        session->identity = {QStringLiteral("user"), broker, {}, brokers.numberOf(broker.toStdString())};
    }

    [[nodiscard]] bool waitTexts(qsizetype count)
    {
        return test::waitFor([&] {
            received.feed(pair.read());
            return received.texts().size() >= count;
        });
    }
    [[nodiscard]] QByteArray text(qsizetype i) const { return received.texts().value(i); }

    SocketPair pair;
    ServerFrames received;
    std::unique_ptr<Session> session;
};

/// The middle of the data path with three clients, fed by real batches.
struct Desk
{
    Desk()
        : fanOut(index, brokers)
    {
        batch.defaultBroker = "zerodha";
        for (std::size_t i = 0; i < clients.size(); ++i)
            clients[i] = std::make_unique<Client>(i + 1, brokers, QStringLiteral("zerodha"));
    }

    void subscribe(std::size_t client, const char *symbol, Mode mode)
    {
        QVERIFY(index.add(index.slot("NSE", symbol), *clients[client]->session, mode, 1));
    }
    void tick(const QByteArray &topic, const QByteArray &payload)
    {
        decoder.decode(test::view(topic), test::view(payload), monotonicNs(), batch);
    }
    /// Hands out the batch and begins a new one.
    void turn()
    {
        fanOut.begin(batch);
        QCOMPARE(fanOut.deliver(batch, 0, kNoDeadline), batch.ticks.size());
        fanOut.flush();
        std::memset(batch.bytes.data(), '~', batch.bytes.size()); // nobody refers to it any more
        batch.clear();
    }

    BusCounters counters;
    TickDecoder decoder{counters};
    TickBatch batch;
    SubscriptionIndex index;
    BrokerTable brokers;
    FanOut fanOut;
    std::array<std::unique_ptr<Client>, 3> clients;
};

QByteArray envelope(int mode, const QByteArray &payload, const QByteArray &broker = "zerodha")
{
    return R"({"type":"market_data","symbol":"TCS","exchange":"NSE","mode":)" + QByteArray::number(mode) +
           R"(,"data":)" + payload + R"(,"broker":")" + broker + R"("})";
}

} // namespace

class TestFanOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTickReachesEachSessionOnceWithTheHighestModeItHolds()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Quote);
        desk.subscribe(2, "TCS", Mode::Depth);
        desk.tick("NSE_TCS_LTP", "1");
        desk.tick("NSE_TCS_QUOTE", "2");
        desk.tick("NSE_TCS_DEPTH", "3");
        desk.turn();
        QVERIFY(desk.clients[0]->waitTexts(3));
        QVERIFY(desk.clients[1]->waitTexts(3));
        QVERIFY(desk.clients[2]->waitTexts(1));
        QCOMPARE(desk.clients[0]->received.texts(),
                 (QList<QByteArray>{envelope(1, "1"), envelope(1, "2"), envelope(1, "3")}));
        QCOMPARE(desk.clients[1]->received.texts(),
                 (QList<QByteArray>{envelope(1, "1"), envelope(2, "2"), envelope(2, "3")}));
        QCOMPARE(desk.clients[2]->received.texts(), QList<QByteArray>{envelope(3, "3")});
    }

    void whatNobodyWantsGoesNowhereButIsRemembered()
    {
        Desk desk;
        desk.subscribe(0, "INFY", Mode::Ltp);
        desk.tick("NSE_TCS_QUOTE", R"({"ltp":1})");
        desk.turn();
        const SymbolSlot *slot = desk.index.find("NSE", "TCS");
        QVERIFY(slot != nullptr);
        QCOMPARE(slot->ticks[1], std::uint64_t{1});
        QCOMPARE(test::bytes(slot->last[1].payload()), QByteArray(R"({"ltp":1})"));
    }

    void theOrderPerSymbolIsBusOrderOverManyTurns()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        int value = 0;
        for (int turn = 0; turn < 20; ++turn) {
            for (int i = 0; i < 50; ++i)
                desk.tick(i % 2 == 0 ? "NSE_TCS_LTP" : "NSE_TCS_DEPTH", QByteArray::number(value++));
            desk.turn();
        }
        QVERIFY(desk.clients[0]->waitTexts(value));
        for (int i = 0; i < value; ++i)
            QCOMPARE(desk.clients[0]->text(i), envelope(1, QByteArray::number(i)));
    }

    void sessionsOfAnotherBrokerSeeTheirOwn()
    {
        Desk desk;
        for (std::size_t i = 0; i < 3; ++i)
            desk.subscribe(i, "TCS", Mode::Quote);
        desk.clients[0]->session->identity.brokerNumber = desk.brokers.numberOf("angel");
        desk.clients[2]->session->identity.brokerNumber = desk.brokers.numberOf("a\"b");
        desk.tick("NSE_TCS_QUOTE", "1");
        desk.tick("NSE_TCS_DEPTH", "2");
        desk.turn();
        for (const auto &client : desk.clients)
            QVERIFY(client->waitTexts(2));
        QCOMPARE(desk.clients[0]->text(0), envelope(2, "1", "angel"));
        QCOMPARE(desk.clients[0]->text(1), envelope(2, "2", "angel"));
        QCOMPARE(desk.clients[1]->text(0), envelope(2, "1"));
        QCOMPARE(desk.clients[1]->text(1), envelope(2, "2"));
        QCOMPARE(desk.clients[2]->text(1), envelope(2, "2", R"(a\"b)"));
    }

    void aBrokerNamedByTheTopicIsTheBrokerForAll()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        desk.clients[0]->session->identity.brokerNumber = desk.brokers.numberOf("angel");
        desk.tick("fyers_NSE_TCS_LTP", "1");
        desk.turn();
        for (const std::size_t i : {0U, 1U}) {
            QVERIFY(desk.clients[i]->waitTexts(1));
            QCOMPARE(desk.clients[i]->text(0), envelope(1, "1", "fyers"));
        }
    }

    void aTurnEndsAtItsDeadlineAndGoesOnWhereItStopped()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        constexpr int kTicks = 1'000;
        for (int i = 0; i < kTicks; ++i)
            desk.tick("NSE_TCS_LTP", QByteArray::number(i));
        desk.fanOut.begin(desk.batch);
        std::size_t next = 0;
        int turns = 0;
        while (next < desk.batch.ticks.size()) {
            const std::size_t before = next;
            next = desk.fanOut.deliver(desk.batch, next, 0); // long over
            QVERIFY(next > before);
            QVERIFY(next - before < 100);
            desk.fanOut.flush();
            ++turns;
        }
        QVERIFY(turns > 10);
        QVERIFY(desk.clients[0]->waitTexts(kTicks));
        for (int i = 0; i < kTicks; ++i)
            QCOMPARE(desk.clients[0]->text(i), envelope(1, QByteArray::number(i)));
    }

    void numbersFromBeforeTheBusForgotItsSymbolsLeadNowhere()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.tick("NSE_TCS_LTP", "1");
        desk.turn();
        desk.tick("NSE_TCS_LTP", "2");
        desk.batch.symbolsForgotten = true;
        desk.turn();
        TickDecoder fresh(desk.counters);
        fresh.decode("NSE_TCS_LTP", "3", 1, desk.batch);
        desk.turn();
        QVERIFY(desk.clients[0]->waitTexts(2));
        QCOMPARE(desk.clients[0]->text(1), envelope(1, "3"));
    }

    void aSnapshotIsTheNewestTickMarkedAsOne()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Quote);
        const SymbolSlot &slot = desk.index.slot("NSE", "TCS");
        QVERIFY(!desk.fanOut.sendSnapshot(slot, *desk.clients[0]->session, Mode::Quote, 1)); // never ticked
        desk.tick("NSE_TCS_LTP", "1");
        desk.turn();
        QVERIFY(!desk.fanOut.sendSnapshot(slot, *desk.clients[0]->session, Mode::Quote, 1)); // an LTP is no quote
        desk.tick("NSE_TCS_QUOTE", R"({"ltp":2 })");
        desk.turn();
        QVERIFY(desk.clients[0]->waitTexts(1));
        QVERIFY(desk.fanOut.sendSnapshot(slot, *desk.clients[0]->session, Mode::Quote, 1));
        desk.fanOut.flush();
        QVERIFY(desk.clients[0]->waitTexts(2));
        QByteArray expected = envelope(2, R"({"ltp":2 })");
        expected.chop(1);
        QCOMPARE(desk.clients[0]->text(1), expected + R"(,"snapshot":true})");
    }

    void aSnapshotNamesTheTopicsBrokerWhereItHadOne()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.tick("fyers_NSE_TCS_LTP", "1");
        desk.turn();
        QVERIFY(desk.fanOut.sendSnapshot(desk.index.slot("NSE", "TCS"), *desk.clients[0]->session, Mode::Ltp, 1));
        desk.fanOut.flush();
        QVERIFY(desk.clients[0]->waitTexts(2));
        QVERIFY(desk.clients[0]->text(1).endsWith(R"(,"broker":"fyers","snapshot":true})"));
    }

    void nothingIsWrittenBeforeTheFlush()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.tick("NSE_TCS_LTP", "1");
        desk.fanOut.begin(desk.batch);
        QCOMPARE(desk.fanOut.deliver(desk.batch, 0, kNoDeadline), std::size_t{1});
        QVERIFY(desk.clients[0]->session->output().dirty());
        QVERIFY(desk.clients[0]->session->flushPending);
        desk.fanOut.flush();
        QVERIFY(!desk.clients[0]->session->output().dirty());
        QVERIFY(!desk.clients[0]->session->flushPending);
        QCOMPARE(desk.clients[0]->session->output().delivered(), std::uint64_t{1});
    }

    void aSessionThatGoesInTheMiddleOfATurnIsForgotten()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        desk.tick("NSE_TCS_LTP", "1");
        desk.fanOut.begin(desk.batch);
        QCOMPARE(desk.fanOut.deliver(desk.batch, 0, kNoDeadline), std::size_t{1});
        QVERIFY(desk.index.remove(desk.index.slot("NSE", "TCS"), *desk.clients[0]->session, Mode::Ltp));
        desk.fanOut.forget(*desk.clients[0]->session);
        desk.clients[0].reset();
        desk.fanOut.flush();
        QVERIFY(desk.clients[1]->waitTexts(1));
    }

    void aWriteThatFindsAConnectionBrokenEndsNoSessionUnderTheFanOut()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        Client &broken = *desk.clients[0];
        bool ended = false;
        QObject::connect(broken.session.get(), &Session::ended, broken.session.get(), [&ended] { ended = true; });
        // Closed with something unread, a connection is reset.
        broken.pair.server().write(QByteArray(20'000, 'x'));
        broken.pair.server().flush();
        QVERIFY(broken.pair.client().waitForReadyRead());
        broken.pair.client().abort();
        const QByteArray payload = '"' + QByteArray(20'000, 'x') + '"';
        for (int i = 0; i < 10; ++i) // more than a turn's batch, so that it is written early
            desk.tick("NSE_TCS_LTP", payload);
        desk.fanOut.begin(desk.batch);
        broken.pair.server().write("x"); // such as a ping that waits for the loop
        QCOMPARE(desk.fanOut.deliver(desk.batch, 0, kNoDeadline), desk.batch.ticks.size());
        desk.fanOut.flush();
        QVERIFY(broken.session->closing());
        QVERIFY(!ended);
        QVERIFY(!broken.session->output().dirty());
        QTRY_VERIFY(ended);
    }

    void anOrderUpdateIsWrittenAsItIs()
    {
        Desk desk;
        ByteBuffer frame;
        appendTextFrame(frame, R"({"type":"order_update","user_id":"user"})");
        QVERIFY(desk.fanOut.deliverKept(*desk.clients[0]->session, std::string(frame.view(0, frame.size())), 1));
        desk.fanOut.flush();
        QVERIFY(desk.clients[0]->waitTexts(1));
        QCOMPARE(desk.clients[0]->text(0), QByteArray(R"({"type":"order_update","user_id":"user"})"));
    }

    void oneSlowReaderDoesNotHoldUpTheOthers()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp); // never reads
        desk.subscribe(1, "TCS", Mode::Ltp);
        const QByteArray padding(2'000, ' ');
        int value = 0;
        for (; value < 5'000 && desk.clients[0]->session->output().conflated() == 0; ++value) {
            desk.tick("NSE_TCS_LTP", QByteArray::number(value) + padding);
            desk.turn();
            QVERIFY(desk.clients[1]->waitTexts(value + 1));
        }
        QVERIFY(desk.clients[0]->session->output().conflated() > 0);
        QCOMPARE(desk.clients[1]->session->output().conflated(), std::uint64_t{0});
        QVERIFY(!desk.clients[1]->session->output().blocked());
        QVERIFY(desk.fanOut.latency().samples() < 2 * desk.clients[1]->session->output().delivered());
        const std::uint64_t timed = desk.fanOut.latency().samples();
        desk.tick("NSE_TCS_LTP", "1");
        desk.turn();
        QCOMPARE(desk.fanOut.latency().samples(), timed + 1); // what waits for the slow one was not written
    }

    void whoIsBehindIsNotWrittenAtEachTurnButTheOthersAre()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        desk.clients[0]->pair.server().setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, 1024 * 1024);
        SessionOutput &slow = desk.clients[0]->session->output();
        const QByteArray payload = '"' + QByteArray(1'000, 'x') + '"';
        int ticks = 0;
        while (!slow.holdsBack() && !slow.blocked()) {
            desk.tick("NSE_TCS_LTP", payload);
            desk.turn();
            QVERIFY(desk.clients[1]->waitTexts(++ticks));
        }
        if (!slow.holdsBack())
            QSKIP("this system does not tell what its kernel holds, or holds less");
        desk.tick("NSE_TCS_LTP", payload);
        desk.turn();
        QVERIFY(slow.dirty());
        QVERIFY(desk.clients[1]->waitTexts(++ticks));
        slow.lookAtReader(1);
        QVERIFY(desk.clients[0]->waitTexts(ticks));
    }

    void everyDeliveryIsTimedFromTheBusToTheWrite()
    {
        Desk desk;
        desk.subscribe(0, "TCS", Mode::Ltp);
        desk.subscribe(1, "TCS", Mode::Ltp);
        desk.tick("NSE_TCS_LTP", "1");
        desk.tick("NSE_INFY_LTP", "1");
        desk.batch.ticks[0].receivedNs -= 5'000'000;
        desk.fanOut.begin(desk.batch);
        QCOMPARE(desk.fanOut.deliver(desk.batch, 0, kNoDeadline), std::size_t{2});
        QCOMPARE(desk.fanOut.latency().samples(), std::uint64_t{0});
        desk.fanOut.flush();
        QCOMPARE(desk.fanOut.latency().samples(), std::uint64_t{2});
        QVERIFY(desk.fanOut.latency().percentileUs(0.5) >= 5'000);
    }
};

QTEST_GUILESS_MAIN(TestFanOut)
#include "tst_FanOut.moc"
