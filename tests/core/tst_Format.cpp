#include "core/metrics/Format.h"

#include <QTest>

#include <limits>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

/// The special blanks as plain ones, so that rows read as a user reads them.
QString plain(QString text)
{
    return text.replace(QChar(0x202F), QLatin1Char(' ')).replace(QChar(0x00A0), QLatin1Char(' '));
}

} // namespace

class tst_Format : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAreGroupedByThree()
    {
        QCOMPARE(plain(format::count(0)), QStringLiteral("0"));
        QCOMPARE(plain(format::count(999)), QStringLiteral("999"));
        QCOMPARE(plain(format::count(11906)), QStringLiteral("11 906"));
        QCOMPARE(plain(format::count(1'234'567)), QStringLiteral("1 234 567"));
        QCOMPARE(plain(format::count(std::numeric_limits<quint64>::max())),
                 QStringLiteral("18 446 744 073 709 551 615"));
    }

    void numbersAreNeverTornByALineBreak()
    {
        for (const QString &text : {format::count(1'234'567), format::duration(3h + 41min), format::bytes(2'000'000),
                                    format::age(94s), format::latency(900us), format::percent(3)})
            QVERIFY2(!text.contains(QLatin1Char(' ')), qPrintable(text));
    }

    void oneIsNotMany()
    {
        const auto say = [](qint64 n) {
            return plain(format::counted(n, QStringLiteral("1 program"), QStringLiteral("%1 programs")));
        };
        QCOMPARE(say(0), QStringLiteral("0 programs"));
        QCOMPARE(say(1), QStringLiteral("1 program"));
        QCOMPARE(say(1204), QStringLiteral("1 204 programs"));
    }

    void rates_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << QStringLiteral("0");
        QTest::newRow("hardly any") << 0.01 << QStringLiteral("<0.1");
        QTest::newRow("few") << 0.4 << QStringLiteral("0.4");
        QTest::newRow("below ten") << 9.94 << QStringLiteral("9.9");
        QTest::newRow("ten, not 10.0") << 9.96 << QStringLiteral("10");
        QTest::newRow("many") << 11906.4 << QStringLiteral("11 906");
        QTest::newRow("negative") << -3.0 << QStringLiteral("0");
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("0");
        QTest::newRow("endless") << std::numeric_limits<double>::infinity() << QStringLiteral("0");
    }

    void rates()
    {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(plain(format::rate(value)), text);
    }

    void bytes_data()
    {
        QTest::addColumn<quint64>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << QStringLiteral("0 B");
        QTest::newRow("below a KiB") << quint64(1023) << QStringLiteral("1023 B");
        QTest::newRow("a KiB") << quint64(1024) << QStringLiteral("1.0 KiB");
        QTest::newRow("some MiB") << quint64(1'468'006) << QStringLiteral("1.4 MiB");
        QTest::newRow("never 1024 KiB") << quint64(1024 * 1024 - 1) << QStringLiteral("1.0 MiB");
        QTest::newRow("tens") << quint64(40'000'000) << QStringLiteral("38 MiB");
        QTest::newRow("huge") << std::numeric_limits<quint64>::max() << QStringLiteral("16384 PiB");
    }

    void bytes()
    {
        QFETCH(quint64, value);
        QFETCH(QString, text);
        QCOMPARE(plain(format::bytes(value)), text);
    }

    void durationsHaveTwoUnitsAtMost()
    {
        QCOMPARE(plain(format::duration(0ms)), QStringLiteral("0 s"));
        QCOMPARE(plain(format::duration(41'999ms)), QStringLiteral("41 s"));
        QCOMPARE(plain(format::duration(59'999ms)), QStringLiteral("59 s"));
        QCOMPARE(plain(format::duration(60s)), QStringLiteral("1 m 00 s"));
        QCOMPARE(plain(format::duration(185s)), QStringLiteral("3 m 05 s"));
        QCOMPARE(plain(format::duration(3h + 41min + 59s)), QStringLiteral("3 h 41 m"));
        QCOMPARE(plain(format::duration(52h)), QStringLiteral("2 d 4 h"));
        QCOMPARE(plain(format::duration(-5s)), QStringLiteral("0 s"));
    }

    void agesAreFineWhereItMatters()
    {
        QCOMPARE(plain(format::age(40ms)), QStringLiteral("0.04 s"));
        QCOMPARE(plain(format::age(310ms)), QStringLiteral("0.3 s"));
        QCOMPARE(plain(format::age(94'800ms)), QStringLiteral("94 s"));
        QCOMPARE(plain(format::age(119'999ms)), QStringLiteral("119 s"));
        QCOMPARE(plain(format::age(120s)), QStringLiteral("2 m 00 s"));
    }

    void latenciesPickTheirUnit()
    {
        QCOMPARE(plain(format::latency(840us)), QStringLiteral("840 µs"));
        QCOMPARE(plain(format::latency(1400us)), QStringLiteral("1.4 ms"));
        QCOMPARE(plain(format::latency(12'300us)), QStringLiteral("12 ms"));
        QCOMPARE(plain(format::latency(1'300ms)), QStringLiteral("1.3 s"));
    }

    void pricesKeepTheDecimalsThatCarrySomething()
    {
        QCOMPARE(plain(format::price(24512.35)), QStringLiteral("24 512.35"));
        QCOMPARE(plain(format::price(5)), QStringLiteral("5.00"));
        QCOMPARE(plain(format::price(0.0042)), QStringLiteral("0.0042"));
        QCOMPARE(plain(format::price(-1234.5)), QString(QChar(0x2212) + QStringLiteral("1 234.50")));
        QCOMPARE(format::price(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("-"));
    }

    void theClockIsIndiasWhereverTheComputerStands()
    {
        const QDateTime utc(QDate(2026, 3, 2), QTime(7, 46, 2), Qt::UTC);
        QCOMPARE(format::indianClock(utc), QStringLiteral("13:16:02"));
        QCOMPARE(format::indianClock(utc.toOffsetFromUtc(-8 * 3600)), QStringLiteral("13:16:02"));
    }
};

QTEST_GUILESS_MAIN(tst_Format)
#include "tst_Format.moc"
