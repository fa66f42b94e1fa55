#include "core/protocol/Topic.h"

#include "tests/support/TestSupport.h"

#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

class TestTopic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marketDataIsExchangeThenSymbolThenMode_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QByteArray>("broker");
        QTest::addColumn<QByteArray>("exchange");
        QTest::addColumn<QByteArray>("symbol");
        QTest::addColumn<int>("mode");
        const auto row = [](const char *topic, const char *broker, const char *exchange, const char *symbol,
                            Mode mode) {
            QTest::newRow(topic) << QByteArray(topic) << QByteArray(broker) << QByteArray(exchange)
                                 << QByteArray(symbol) << modeNumber(mode);
        };
        row("NSE_RELIANCE_LTP", "", "NSE", "RELIANCE", Mode::Ltp);
        row("NSE_RELIANCE_QUOTE", "", "NSE", "RELIANCE", Mode::Quote);
        row("NSE_RELIANCE_DEPTH", "", "NSE", "RELIANCE", Mode::Depth);
        row("NSE_RELIANCE_ltp", "", "NSE", "RELIANCE", Mode::Ltp);
        row("NSE_RELIANCE_Quote", "", "NSE", "RELIANCE", Mode::Quote);
        row("NSE_RELIANCE_dEpTh", "", "NSE", "RELIANCE", Mode::Depth);
        row("BSE_RELIANCE_LTP", "", "BSE", "RELIANCE", Mode::Ltp);
        row("NFO_NIFTY24APR25000CE_QUOTE", "", "NFO", "NIFTY24APR25000CE", Mode::Quote);
        row("BFO_SENSEX24APR80000PE_LTP", "", "BFO", "SENSEX24APR80000PE", Mode::Ltp);
        row("CDS_USDINR24APRFUT_LTP", "", "CDS", "USDINR24APRFUT", Mode::Ltp);
        row("BCD_USDINR24APRFUT_LTP", "", "BCD", "USDINR24APRFUT", Mode::Ltp);
        row("MCX_GOLD24APRFUT_LTP", "", "MCX", "GOLD24APRFUT", Mode::Ltp);
        row("NCDEX_GUARSEED_LTP", "", "NCDEX", "GUARSEED", Mode::Ltp);
        row("NCO_COPPER_LTP", "", "NCO", "COPPER", Mode::Ltp);
        row("DELTAIN_BTCUSD_LTP", "", "DELTAIN", "BTCUSD", Mode::Ltp);
        // The exchanges of two parts.
        row("NSE_INDEX_NIFTY_LTP", "", "NSE_INDEX", "NIFTY", Mode::Ltp);
        row("BSE_INDEX_SENSEX_QUOTE", "", "BSE_INDEX", "SENSEX", Mode::Quote);
        row("MCX_INDEX_MCXBULLDEX_LTP", "", "MCX_INDEX", "MCXBULLDEX", Mode::Ltp);
        row("GLOBAL_INDEX_US30_DEPTH", "", "GLOBAL_INDEX", "US30", Mode::Depth);
        row("NSE_INDEX_LTP", "", "NSE", "INDEX", Mode::Ltp);
        // The symbol is all in between.
        row("CRYPTO_SOL_INR_LTP", "", "CRYPTO", "SOL_INR", Mode::Ltp);
        row("CRYPTO_A_B_C_D_QUOTE", "", "CRYPTO", "A_B_C_D", Mode::Quote);
        row("NSE_M&M_LTP", "", "NSE", "M&M", Mode::Ltp);
        row("NSE_BAJAJ-AUTO_LTP", "", "NSE", "BAJAJ-AUTO", Mode::Ltp);
        row("NSE_NIFTY 50_LTP", "", "NSE", "NIFTY 50", Mode::Ltp);
        row("NSE_A\"B\\C_LTP", "", "NSE", "A\"B\\C", Mode::Ltp);
        row("NSE_\xe0\xa4\xb0\xe0\xa5\x81_LTP", "", "NSE", "\xe0\xa4\xb0\xe0\xa5\x81", Mode::Ltp);
        row("NSE_LTP_LTP", "", "NSE", "LTP", Mode::Ltp);
        row("NSE_A_LTP_QUOTE", "", "NSE", "A_LTP", Mode::Quote);
        row("NSE___LTP", "", "NSE", "_", Mode::Ltp);
        row("NSE_NSE_LTP", "", "NSE", "NSE", Mode::Ltp);
        // Older publishers prefix a broker.
        row("zerodha_NSE_RELIANCE_LTP", "zerodha", "NSE", "RELIANCE", Mode::Ltp);
        row("angel_NSE_INDEX_NIFTY_QUOTE", "angel", "NSE_INDEX", "NIFTY", Mode::Quote);
        row("deltaexchange_CRYPTO_SOL_INR_LTP", "deltaexchange", "CRYPTO", "SOL_INR", Mode::Ltp);
        // A first part that is an exchange is never a broker.
        row("NSE_BSE_X_LTP", "", "NSE", "BSE_X", Mode::Ltp);
    }

    void marketDataIsExchangeThenSymbolThenMode()
    {
        QFETCH(QByteArray, topic);
        const Topic parsed = parseTopic({topic.constData(), static_cast<std::size_t>(topic.size())});
        QCOMPARE(parsed.kind, TopicKind::MarketData);
        QTEST(bytes(parsed.broker), "broker");
        QTEST(bytes(parsed.exchange), "exchange");
        QTEST(bytes(parsed.symbol), "symbol");
        QTEST(modeNumber(parsed.mode), "mode");
    }

    void whateverEndsInOrdersIsAnOrderUpdate()
    {
        QCOMPARE(parseTopic("zerodha_anna_orders").kind, TopicKind::Orders);
        QCOMPARE(parseTopic("zerodha_CACHE_orders").kind, TopicKind::Orders);
        QCOMPARE(parseTopic("NSE_RELIANCE_orders").kind, TopicKind::Orders);
        QVERIFY(parseTopic("zerodha_anna_orders").user.empty()); // the payload says whose they are
    }

    void positionsAndMarginsArePrivate()
    {
        QCOMPARE(parseTopic("zerodha_anna_positions").kind, TopicKind::Private);
        QCOMPARE(parseTopic("zerodha_anna_margins").kind, TopicKind::Private);
    }

    void cacheInvalidationNamesScopeAndUser_data()
    {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<int>("scope");
        QTest::addColumn<QByteArray>("user");
        const auto row = [](const char *topic, InvalidateScope scope, const char *user) {
            QTest::newRow(topic) << QByteArray(topic) << static_cast<int>(scope) << QByteArray(user);
        };
        row("CACHE_INVALIDATE_AUTH_anna", InvalidateScope::Auth, "anna");
        row("CACHE_INVALIDATE_FEED_anna", InvalidateScope::Feed, "anna");
        row("CACHE_INVALIDATE_ALL_anna", InvalidateScope::All, "anna");
        row("CACHE_INVALIDATE_AUTH_anna_b_orders", InvalidateScope::Auth, "anna_b_orders");
    }

    void cacheInvalidationNamesScopeAndUser()
    {
        QFETCH(QByteArray, topic);
        const Topic parsed = parseTopic({topic.constData(), static_cast<std::size_t>(topic.size())});
        QCOMPARE(parsed.kind, TopicKind::CacheInvalidate);
        QTEST(static_cast<int>(parsed.scope), "scope");
        QTEST(bytes(parsed.user), "user");
    }

    void anythingElseIsUnknown_data()
    {
        QTest::addColumn<QByteArray>("topic");
        const auto row = [](const char *name, const QByteArray &topic) { QTest::newRow(name) << topic; };
        row("empty", "");
        row("one underscore", "_");
        row("underscores", "____");
        row("no mode", "NSE_RELIANCE");
        row("an unknown mode", "NSE_RELIANCE_FULL");
        row("mode not last", "NSE_LTP_RELIANCE");
        row("blank behind the mode", "NSE_RELIANCE_LTP ");
        row("no symbol", "NSE_LTP");
        row("empty symbol", "NSE__LTP");
        row("mode only", "LTP");
        row("empty exchange", "_RELIANCE_LTP");
        row("unknown exchange", "NYSE_IBM_LTP");
        row("two parts before the exchange", "a_b_NSE_RELIANCE_LTP");
        row("empty broker", "_NSE_RELIANCE_LTP");
        row("exchange in lower case", "nse_RELIANCE_LTP");
        row("broken UTF-8", "NSE_\xff\xfe_LTP");
        row("control character", QByteArray("NSE_A\x01_LTP"));
        row("NUL", QByteArray("NSE_A\0B_LTP", 11));
        row("broken UTF-8 in the broker", "\xc3_NSE_RELIANCE_LTP");
        row("cache scope", "CACHE_INVALIDATE_SOME_anna");
        row("cache without user", "CACHE_INVALIDATE_ALL_");
        row("cache without scope", "CACHE_INVALIDATE_");
        row("orders in upper case", "zerodha_anna_ORDERS");
    }

    void anythingElseIsUnknown()
    {
        QFETCH(QByteArray, topic);
        QCOMPARE(parseTopic({topic.constData(), static_cast<std::size_t>(topic.size())}).kind, TopicKind::Unknown);
    }

    void knownExchangesAreThoseOfTheProtocol()
    {
        for (const char *known : {"NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX", "NCDEX", "NCO", "CRYPTO", "DELTAIN",
                                  "NSE_INDEX", "BSE_INDEX", "MCX_INDEX", "GLOBAL_INDEX"})
            QVERIFY2(isKnownExchange(known), known);
        for (const char *unknown : {"", "nse", "NYSE", "INDEX", "CRYPTO_INDEX", "NSE_", "NSE "})
            QVERIFY2(!isKnownExchange(unknown), unknown);
    }
};

QTEST_GUILESS_MAIN(TestTopic)
#include "tst_Topic.moc"
