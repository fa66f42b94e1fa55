#include "core/bus/SymbolTable.h"

#include "tests/support/TestSupport.h"

#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

class TestSymbolTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTopicIsKnownByItsFrameAndItsSymbolsNumber()
    {
        SymbolTable table;
        TickBatch batch;
        const SymbolTable::Entry *entry = table.find("NSE_RELIANCE_QUOTE", batch);
        QVERIFY(entry != nullptr);
        QCOMPARE(entry->mode, Mode::Quote);
        QCOMPARE(entry->symbol, SymbolId{0});
        QCOMPARE(bytes(entry->prefix),
                 QByteArray(R"({"type":"market_data","symbol":"RELIANCE","exchange":"NSE","mode":)"));
        QVERIFY(entry->suffix.empty());
    }

    void newSymbolsAreNumberedFromZeroAndToldOnce()
    {
        SymbolTable table;
        TickBatch batch;
        for (int round = 0; round < 2; ++round) {
            for (const char *topic : {"NSE_A_LTP", "NSE_A_QUOTE", "NFO_A_LTP", "NSE_INDEX_B_DEPTH"})
                QVERIFY(table.find(topic, batch) != nullptr);
        }
        QCOMPARE(batch.newSymbols.size(), std::size_t{3});
        for (SymbolId id = 0; id < 3; ++id)
            QCOMPARE(batch.newSymbols[id].id, id);
        QCOMPARE(bytes(batch.newSymbols[1].exchange), QByteArray("NFO"));
        QCOMPARE(bytes(batch.newSymbols[1].symbol), QByteArray("A"));
        QCOMPARE(bytes(batch.newSymbols[2].exchange), QByteArray("NSE_INDEX"));
        QVERIFY(!batch.symbolsForgotten);
    }

    void allModesAndBrokersOfASymbolShareItsNumber()
    {
        SymbolTable table;
        TickBatch batch;
        const SymbolId number = table.find("NSE_A_LTP", batch)->symbol;
        QCOMPARE(table.find("NSE_A_QUOTE", batch)->symbol, number);
        QCOMPARE(table.find("NSE_A_DEPTH", batch)->symbol, number);
        QCOMPARE(table.find("zerodha_NSE_A_LTP", batch)->symbol, number);
        QCOMPARE(table.find("NSE_A_ltp", batch)->symbol, number);
        QCOMPARE(batch.newSymbols.size(), std::size_t{1});
    }

    void aBrokerInTheTopicIsNamedInTheFrame()
    {
        SymbolTable table;
        TickBatch batch;
        QCOMPARE(bytes(table.find("zerodha_NSE_A_LTP", batch)->suffix), QByteArray(R"(,"broker":"zerodha"})"));
    }

    void otherKindsOfTopicsAreNotRemembered()
    {
        SymbolTable table;
        TickBatch batch;
        for (const char *topic : {"a_b_orders", "a_b_positions", "CACHE_INVALIDATE_ALL_a", "nonsense", ""})
            QVERIFY(table.find(topic, batch) == nullptr);
        QVERIFY(batch.empty());
    }

    void entriesStayWhereTheyAre()
    {
        SymbolTable table;
        TickBatch batch;
        const SymbolTable::Entry *first = table.find("NSE_FIRST_LTP", batch);
        for (int i = 0; i < 5'000; ++i)
            static_cast<void>(table.find("NSE_S" + std::to_string(i) + "_LTP", batch));
        QCOMPARE(table.find("NSE_FIRST_LTP", batch), first);
    }

    void aBusThatNamesTooManySymbolsMakesItForgetAllAndSaySo()
    {
        constexpr std::size_t kMost = 1'000;
        SymbolTable table(kMost);
        TickBatch batch;
        for (std::size_t i = 0; i < kMost; ++i)
            QVERIFY(table.find("NSE_S" + std::to_string(i) + "_LTP", batch) != nullptr);
        QVERIFY(!batch.symbolsForgotten);
        QCOMPARE(batch.newSymbols.size(), kMost);
        batch.ticks.emplace_back(); // one of the old numbers, which the hub is about to forget

        const SymbolTable::Entry *entry = table.find("NSE_ONEMORE_LTP", batch);
        QVERIFY(batch.symbolsForgotten);
        QVERIFY(batch.ticks.empty());
        QCOMPARE(entry->symbol, SymbolId{0});
        QCOMPARE(batch.newSymbols.size(), std::size_t{1});
        QCOMPARE(bytes(batch.newSymbols[0].symbol), QByteArray("ONEMORE"));
    }
};

QTEST_GUILESS_MAIN(TestSymbolTable)
#include "tst_SymbolTable.moc"
