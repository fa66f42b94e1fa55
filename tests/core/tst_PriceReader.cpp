#include "core/server/PriceReader.h"

#include "tests/support/TestSupport.h"

#include <QTest>

using namespace tickgate;

namespace {
constexpr double kNone = -1;
}

class tst_PriceReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePriceOfAPayload_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<double>("price");
        const auto row = [](const char *name, const QByteArray &payload, double price) {
            QTest::newRow(name) << payload << price;
        };
        row("ltp", R"({"ltp":2950.25,"volume":12})", 2950.25);
        row("ltp after others", R"({"depth":{"buy":[{"price":1}],"sell":[]},"volume":12,"ltp":2950.25})", 2950.25);
        row("whole number", R"({"ltp":2950})", 2950);
        row("blanks", " { \"ltp\" : 1.5 } ", 1.5);
        row("last_price", R"({"last_price":3465.2,"volume":0})", 3465.2);
        row("price", R"({"volume":0,"price":3465.2})", 3465.2);
        row("ltp before price", R"({"price":1,"last_price":2,"ltp":3})", 3);
        row("last_price before price", R"({"price":1,"last_price":2})", 2);
        row("text is no price", R"({"ltp":"12.5","price":3})", 3);
        row("null is no price", R"({"ltp":null,"last_price":2.5})", 2.5);
        row("an object is no price", R"({"ltp":{"price":7},"price":3})", 3);
        row("too big for a double", R"({"ltp":1e999,"price":3})", 3);
        row("a number beyond 64 bits beside it", R"({"orderid":24112300012345678901,"ltp":4})", 4);
        row("names inside other members", R"({"depth":{"ltp":1,"price":2},"volume":3})", kNone);
        row("empty object", "{}", kNone);
        row("array", R"([{"ltp":1}])", kNone);
        row("number", "5", kNone);
        row("nothing", "", kNone);
        row("no JSON", R"({"ltp")", kNone);
    }

    void thePriceOfAPayload()
    {
        QFETCH(QByteArray, payload);
        PriceReader reader;
        QTEST(reader.read(test::view(payload)).value_or(kNone), "price");
    }

    void aLongPayloadLeavesNothingForTheNext()
    {
        PriceReader reader;
        const QByteArray longer = R"({"volume":[0)" + QByteArray(2000, '0').replace("0", ",0") + R"(],"ltp":7})";
        QCOMPARE(reader.read(test::view(longer)).value_or(kNone), 7.0);
        QCOMPARE(reader.read(R"({"volume":1})").value_or(kNone), kNone);
        QCOMPARE(reader.read(R"({"ltp":8})").value_or(kNone), 8.0);
        QCOMPARE(reader.read(test::view(longer)).value_or(kNone), 7.0);
    }
};

QTEST_GUILESS_MAIN(tst_PriceReader)
#include "tst_PriceReader.moc"
