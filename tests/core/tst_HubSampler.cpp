#include "core/server/HubSampler.h"

#include "core/server/FanOut.h"
#include "core/server/Session.h"
#include "core/server/SubscriptionIndex.h"

#include <QTest>

#include <algorithm>

using namespace tickgate;

namespace {

struct Desk
{
    void tick(const char *symbol, Mode mode, const char *payload, std::uint64_t receivedNs)
    {
        SymbolSlot &slot = index.slot("NSE", symbol);
        LastTick &last = slot.last[modeIndex(mode)];
        last.mode = mode;
        last.payloadAndTail = std::string(payload) + R"(,"broker":"demo"})";
        last.payloadSize = std::string_view(payload).size();
        last.receivedNs = receivedNs;
        ++slot.ticks[modeIndex(mode)];
    }

    HubSnapshot sample(SnapshotDetail detail, std::vector<RefusedSymbol> refused = {})
    {
        HubSnapshot out;
        out.feed.refused = std::move(refused);
        sampler.sample({}, index, fanOut, detail, out);
        std::sort(out.symbolList.begin(), out.symbolList.end(),
                  [](const SymbolSnapshot &a, const SymbolSnapshot &b) { return a.symbol < b.symbol; });
        return out;
    }

    SubscriptionIndex index;
    BrokerTable brokers;
    FanOut fanOut{index, brokers};
    HubSampler sampler;
};

} // namespace

/// What the Symbols page is told; the sessions' and the bus's numbers are tested with the hub.
class tst_HubSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void symbolsAreListedOnlyForThoseWhoAsk()
    {
        Desk desk;
        desk.tick("TCS", Mode::Ltp, R"({"ltp":3465.2})", 1);
        QVERIFY(desk.sample(SnapshotDetail::Totals).symbolList.empty());
        QVERIFY(desk.sample(SnapshotDetail::Clients).symbolList.empty());
        QCOMPARE(desk.sample(SnapshotDetail::ClientsAndSymbols).symbolList.size(), std::size_t{1});
    }

    void thePriceIsThatOfTheNewestTickInAnyMode()
    {
        Desk desk;
        desk.tick("TCS", Mode::Ltp, R"({"ltp":1})", 10);
        desk.tick("TCS", Mode::Depth, R"({"ltp":3})", 30);
        desk.tick("TCS", Mode::Quote, R"({"ltp":2})", 20);
        desk.tick("WIPRO", Mode::Ltp, R"({"volume":5})", 10);
        const HubSnapshot snapshot = desk.sample(SnapshotDetail::ClientsAndSymbols);
        QVERIFY(snapshot.symbolList.at(0).hasPrice);
        QCOMPARE(snapshot.symbolList.at(0).lastPrice, 3.0);
        QVERIFY(!snapshot.symbolList.at(1).hasPrice);
    }

    void aSymbolThatTicksInLowerModesOnlyIsStillWaitedFor()
    {
        Desk desk;
        desk.tick("TCS", Mode::Ltp, R"({"ltp":1})", 10);
        std::vector<SymbolSlot::Subscriber> &subscribers = desk.index.slot("NSE", "TCS").subscribers;
        const auto sampled = [&desk] { return desk.sample(SnapshotDetail::ClientsAndSymbols).symbolList.front(); };
        subscribers.push_back({nullptr, modeBit(Mode::Depth)});
        QVERIFY(!sampled().everTicked);
        QVERIFY(!sampled().hasPrice);
        QCOMPARE(sampled().ticks, quint64{1});
        QCOMPARE(sampled().note, QStringLiteral("no Depth tick yet"));

        subscribers.push_back({nullptr, modeBit(Mode::Ltp)});
        QVERIFY(sampled().everTicked);
        QVERIFY(sampled().hasPrice);
        QCOMPARE(sampled().note, QStringLiteral("no Depth tick yet"));

        desk.tick("TCS", Mode::Depth, R"({"ltp":2})", 20);
        QCOMPARE(sampled().lastPrice, 2.0);
        QCOMPARE(sampled().note, QString());
    }

    void aSymbolThatTheBrokerRefusesSaysSo()
    {
        Desk desk;
        for (const char *symbol : {"INFY", "TCS", "WIPRO"})
            desk.tick(symbol, Mode::Ltp, "{}", 1);
        const auto snapshot =
            desk.sample(SnapshotDetail::ClientsAndSymbols,
                        {{QStringLiteral("NSE"), QStringLiteral("WIPRO"), QStringLiteral("no rights")},
                         {QStringLiteral("BSE"), QStringLiteral("TCS"), QStringLiteral("elsewhere")},
                         {QStringLiteral("NSE"), QStringLiteral("INFY"), QStringLiteral("unknown")}});
        QCOMPARE(snapshot.symbolList.at(0).note, QStringLiteral("unknown"));
        QCOMPARE(snapshot.symbolList.at(1).note, QString());
        QCOMPARE(snapshot.symbolList.at(2).note, QStringLiteral("no rights"));
    }
};

QTEST_GUILESS_MAIN(tst_HubSampler)
#include "tst_HubSampler.moc"
