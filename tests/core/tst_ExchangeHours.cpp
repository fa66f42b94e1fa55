#include "core/metrics/ExchangeHours.h"
#include "core/metrics/SilentFeed.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

/// Monday 2 March 2026, a time of day in India.
QDateTime monday(int hour, int minute, int second = 0)
{
    return QDateTime(QDate(2026, 3, 2), QTime(hour, minute, second), Qt::OffsetFromUTC, 19800).toUTC();
}

SymbolSnapshot ticking(const QString &exchange, const QString &name, std::chrono::milliseconds sinceLastTick)
{
    SymbolSnapshot symbol;
    symbol.exchange = exchange;
    symbol.symbol = name;
    symbol.subscribers = 1;
    symbol.everTicked = true;
    symbol.sinceLastTick = sinceLastTick;
    return symbol;
}

SymbolSnapshot waiting(const QString &exchange, const QString &name)
{
    SymbolSnapshot symbol = ticking(exchange, name, 0ms);
    symbol.everTicked = false;
    return symbol;
}

const QString kNfo = QStringLiteral("NFO");
const QString kNse = QStringLiteral("NSE");
const QString kMcx = QStringLiteral("MCX");
const QString kCrypto = QStringLiteral("CRYPTO");

} // namespace

class tst_ExchangeHours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesTradeFromQuarterPastNineToHalfPastThree()
    {
        const ExchangeHours hours;
        for (const char *name : {"NSE", "NFO", "BFO", "BSE"}) {
            const QString exchange = QLatin1String(name);
            QVERIFY(!hours.isOpen(exchange, monday(9, 14, 59)));
            QVERIFY(hours.isOpen(exchange, monday(9, 15)));
            QVERIFY(hours.isOpen(exchange, monday(15, 29, 59)));
            QVERIFY(!hours.isOpen(exchange, monday(15, 30)));
            QVERIFY(!hours.isOpen(exchange, monday(12, 0).addDays(-1)));
        }
    }

    void currenciesTradeFromNineToFive()
    {
        const ExchangeHours hours;
        for (const char *name : {"CDS", "BCD"}) {
            const QString exchange = QLatin1String(name);
            QVERIFY(!hours.isOpen(exchange, monday(8, 59, 59)));
            QVERIFY(hours.isOpen(exchange, monday(9, 0)));
            QVERIFY(hours.isOpen(exchange, monday(16, 59, 59)));
            QVERIFY(!hours.isOpen(exchange, monday(17, 0)));
        }
    }

    void commoditiesTradeLongerWhileTheUnitedStatesAreOnWinterTime_data()
    {
        QTest::addColumn<QDate>("day");
        QTest::addColumn<QTime>("close");
        const QTime summer(23, 30);
        const QTime winter(23, 55);
        QTest::newRow("Friday before the second Sunday of March") << QDate(2026, 3, 6) << winter;
        QTest::newRow("Monday after it") << QDate(2026, 3, 9) << summer;
        QTest::newRow("Friday before the first Sunday of November") << QDate(2026, 10, 30) << summer;
        QTest::newRow("Monday after it, in November") << QDate(2026, 11, 2) << winter;
        QTest::newRow("March that begins on a Saturday") << QDate(2025, 3, 7) << winter;
        QTest::newRow("March that began on a Saturday") << QDate(2025, 3, 10) << summer;
        QTest::newRow("March that begins on a Sunday") << QDate(2026, 3, 2) << winter;
        QTest::newRow("November that begins on a Saturday") << QDate(2025, 10, 31) << summer;
        QTest::newRow("November that began on a Saturday") << QDate(2025, 11, 3) << winter;
        QTest::newRow("January") << QDate(2026, 1, 5) << winter;
        QTest::newRow("July") << QDate(2026, 7, 1) << summer;
    }

    void commoditiesTradeLongerWhileTheUnitedStatesAreOnWinterTime()
    {
        QFETCH(QDate, day);
        QFETCH(QTime, close);
        const auto india = [day](QTime time) { return QDateTime(day, time, Qt::OffsetFromUTC, 19800).toUTC(); };
        const ExchangeHours hours;
        QVERIFY(!hours.isOpen(kMcx, india(QTime(8, 59, 59))));
        QVERIFY(hours.isOpen(kMcx, india(QTime(9, 0))));
        QVERIFY(hours.isOpen(kMcx, india(close.addSecs(-1))));
        QVERIFY(!hours.isOpen(kMcx, india(close)));
    }

    void theWintersCloseCanBeEdited()
    {
        ExchangeHours hours; // Monday 2 March is in the winter
        QVERIFY(hours.readHours(QStringLiteral("MCX Mon-Fri 09:00-17:00 Winter 18:00")).isEmpty());
        QVERIFY(hours.isOpen(kMcx, monday(17, 59)));
        QVERIFY(!hours.isOpen(kMcx, monday(18, 0)));
        QVERIFY(hours.readHours(QStringLiteral("MCX Mon-Fri 09:00-17:00")).isEmpty());
        QVERIFY(!hours.isOpen(kMcx, monday(17, 0)));
        for (const char *line : {"MCX Mon-Fri 09:00-17:00 winter", "MCX Mon-Fri 09:00-17:00 summer 18:00",
                                 "MCX Mon-Fri 09:00-17:00 winter 08:00", "MCX Mon-Fri 09:00-17:00 winter 18:00 19:00"})
            QCOMPARE(hours.readHours(QLatin1String(line)).size(), 1);
    }

    void cryptoTradesAlwaysAndUnknownExchangesNever()
    {
        const ExchangeHours hours;
        QVERIFY(hours.isOpen(kCrypto, monday(3, 0).addDays(-1)));
        QVERIFY(!hours.isOpen(QStringLiteral("NOWHERE"), monday(12, 0)));
    }

    void theTableCanBeEdited()
    {
        ExchangeHours hours;
        QVERIFY(hours.readHours(QStringLiteral("# Diwali\nnse Mon-Sat 18:00-19:00\nMCX never\n\nXYZ always # new"))
                    .isEmpty());
        QVERIFY(!hours.isOpen(kNse, monday(12, 0)));
        QVERIFY(hours.isOpen(kNse, monday(18, 30).addDays(5)));
        QVERIFY(!hours.isOpen(kMcx, monday(12, 0)));
        QVERIFY(hours.isOpen(QStringLiteral("XYZ"), monday(0, 0)));
    }

    void linesThatCannotBeReadAreNamedAndTheRestIsTaken()
    {
        ExchangeHours hours;
        const QStringList unread =
            hours.readHours(QStringLiteral("NSE Mon-Fri 25:00-26:00\nNSE Moon 09:00-10:00\nMCX Sun 09:00-10:00\nNFO\n"
                                           "BSE Mon-Fri 15:00-09:00"));
        QCOMPARE(unread.size(), 4);
        QVERIFY(unread.first().startsWith(QLatin1String("1:")));
        QVERIFY(hours.isOpen(kMcx, monday(9, 30).addDays(-1)));
        QVERIFY(hours.isOpen(kNse, monday(12, 0)));
    }

    void whatIsWrittenReadsBackTheSame()
    {
        ExchangeHours edited;
        QVERIFY(edited
                    .readHours(
                        QStringLiteral("NSE Mon,Wed-Fri 10:00-11:30\nMCX always\nNCO Mon-Sat 09:00-17:00 winter 17:30"))
                    .isEmpty());
        ExchangeHours again;
        QVERIFY(again.readHours(edited.toText()).isEmpty());
        QCOMPARE(again.toText(), edited.toText());
        QVERIFY(again == edited);
    }

    void holidaysCloseAllOrTheNamedOnes()
    {
        ExchangeHours hours;
        QVERIFY(hours.readHolidays(QStringLiteral("2026-03-02 NSE, NFO # Holi\n2026-03-03\n")).isEmpty());
        QVERIFY(!hours.isOpen(kNse, monday(12, 0)));
        QVERIFY(hours.isOpen(kMcx, monday(12, 0)));
        QVERIFY(!hours.isOpen(kMcx, monday(12, 0).addDays(1)));
        QVERIFY(hours.isOpen(kCrypto, monday(12, 0).addDays(1)));
        QCOMPARE(hours.readHolidays(QStringLiteral("26 January")).size(), 1);
    }

    void theNextOpeningSkipsWeekendsAndHolidays()
    {
        ExchangeHours hours;
        QVERIFY(hours.readHolidays(QStringLiteral("2026-03-09")).isEmpty());
        const QDateTime friday = monday(16, 0).addDays(4);
        QCOMPARE(hours.nextOpening(kNse, friday), monday(9, 15).addDays(8));
        QCOMPARE(hours.nextOpening(kNse, monday(8, 0)), monday(9, 15));
        QVERIFY(!hours.nextOpening(kCrypto, friday).isValid());
    }

    void anExchangeThatGoesQuietWhileItTradesIsSilent()
    {
        const auto silent =
            silentExchanges({ticking(kNfo, QStringLiteral("A"), 130s), ticking(kNfo, QStringLiteral("B"), 140s),
                             waiting(kNfo, QStringLiteral("C")), ticking(kNse, QStringLiteral("D"), 1s)},
                            ExchangeHours(), monday(12, 0), 120s);
        QCOMPARE(silent.size(), std::size_t(1));
        QCOMPARE(silent.front(), (SilentExchange{kNfo, 130s, 3}));
    }

    void beforeTheFirstTickNothingIsSilent()
    {
        QVERIFY(silentExchanges({waiting(kNfo, QStringLiteral("A"))}, ExchangeHours(), monday(12, 0), 120s).empty());
    }

    void outsideItsHoursNothingIsSilent()
    {
        const std::vector<SymbolSnapshot> symbols{ticking(kNfo, QStringLiteral("A"), 2h)};
        QVERIFY(silentExchanges(symbols, ExchangeHours(), monday(18, 0), 120s).empty());
        QVERIFY(!isSilent(symbols.front(), ExchangeHours(), monday(18, 0), 120s));
    }

    void theNightBeforeTheOpeningDoesNotCount()
    {
        const std::vector<SymbolSnapshot> symbols{ticking(kNfo, QStringLiteral("A"), 18h)};
        QVERIFY(silentExchanges(symbols, ExchangeHours(), monday(9, 16), 120s).empty());
        const auto later = silentExchanges(symbols, ExchangeHours(), monday(9, 18), 120s);
        QCOMPARE(later.size(), std::size_t(1));
        QCOMPARE(later.front().silentFor, 180s);
    }

    void aSymbolNobodyWantsIsNeverSilent()
    {
        std::vector<SymbolSnapshot> symbols{ticking(kNfo, QStringLiteral("A"), 130s)};
        symbols.front().subscribers = 0;
        QVERIFY(silentExchanges(symbols, ExchangeHours(), monday(12, 0), 120s).empty());
        QVERIFY(!isSilent(symbols.front(), ExchangeHours(), monday(12, 0), 120s));
    }

    void aThresholdOfZeroSwitchesTheWatchOff()
    {
        const std::vector<SymbolSnapshot> symbols{ticking(kNfo, QStringLiteral("A"), 2h)};
        QVERIFY(silentExchanges(symbols, ExchangeHours(), monday(12, 0), 0s).empty());
        QVERIFY(!isSilent(symbols.front(), ExchangeHours(), monday(12, 0), 0s));
    }
};

QTEST_GUILESS_MAIN(tst_ExchangeHours)
#include "tst_ExchangeHours.moc"
