#include "core/bus/JsonCheck.h"

#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

namespace {

bool isValid(JsonCheck &check, const QByteArray &json)
{
    std::string padded(json.constData(), static_cast<std::size_t>(json.size()));
    padded.resize(padded.size() + JsonCheck::padding(), '#'); // their values do not matter
    return check.isValid({padded.data(), static_cast<std::size_t>(json.size())});
}

QByteArray repaired(JsonCheck &check, const QByteArray &json)
{
    const auto text = check.repaired(test::view(json));
    return text ? bytes(*text) : QByteArray("(nothing)");
}

QByteArray userId(JsonCheck &check, const QByteArray &json)
{
    const auto user = check.userId(test::view(json));
    return user ? bytes(*user) : QByteArray("(nothing)");
}

} // namespace

class TestJsonCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonIsValid_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
        row("object", R"({"ltp":1412.5,"volume":0,"depth":{"buy":[{"price":1,"quantity":-2}]}})");
        row("blanks", " {\t\"a\" :\r\n[ ] } ");
        row("array", "[1,2,3]");
        row("number", "5");
        row("null", "null");
        row("UTF-8", "{\"name\":\"\xe2\x82\xb9 \xf0\x9f\x93\x88\"}");
        row("escapes", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20b9\\ud83d\\udcc8\"}");
        row("whole number beyond 64 bits", R"({"orderid":24112300012345678901})");
        row("negative number beyond 64 bits", R"({"a":-99999999999999999999999999})");
        row("exponent", R"({"a":1e5,"b":-2.5E-3,"c":0.1e+1})");
        row("exponent beyond a double", R"({"a":1e999})");
        row("many digits", R"({"a":0.1000000000000000055511151231257827021181583404541015625})");
        row("big number beside other things", "{\"s\":\"1. and \\\" 01\",\"a\":24112300012345678901,\"b\":[1,-0,0.5]}");
    }

    void jsonIsValid()
    {
        QFETCH(QByteArray, json);
        JsonCheck check;
        QVERIFY(isValid(check, json));
    }

    void anythingElseIsNot_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
        row("empty", "");
        row("blank", "  ");
        row("truncated", R"({"ltp":1412.5)");
        row("truncated in a string", "{\"ltp\":\"14");
        row("two values", "{}{}");
        row("trailing comma", R"({"a":1,})");
        row("single quotes", "{'a':1}");
        row("bare word", R"({"a":nan})");
        row("NaN", R"({"a":NaN})");
        row("bad UTF-8", "{\"a\":\"\xff\"}");
        row("overlong UTF-8", "{\"a\":\"\xc0\xaf\"}");
        row("surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}");
        row("raw control character", "{\"a\":\"\x01\"}");
        row("byte order mark", "\xef\xbb\xbf{}");
        row("leading zero", R"({"a":01})");
        row("point without digits", R"({"a":1.})");
        row("point without digits, exponent", R"({"a":1.e5})");
        row("negative point", R"({"a":-.5})");
        row("leading point", R"({"a":.5})");
        row("plus", R"({"a":+1})");
        row("minus alone", R"({"a":-})");
        row("exponent without digits", R"({"a":1e})");
        row("two points", R"({"a":1.2.3})");
        row("hexadecimal", R"({"a":0x10})");
        row("bad number beside a big one", R"({"a":24112300012345678901,"b":1.})");
        row("control character beside a big number", "{\"a\":24112300012345678901,\"b\":\"\x01\"}");
        row("NUL behind", QByteArray("{}\0", 3));
        row("nested without end", QByteArray(100'000, '['));
    }

    void anythingElseIsNot()
    {
        QFETCH(QByteArray, json);
        JsonCheck check;
        QVERIFY(!isValid(check, json));
    }

    void oneCheckServesManyPayloadsOfAnySize()
    {
        JsonCheck check;
        for (const int size : {1, 100'000, 3, 1'000'000, 10}) {
            const QByteArray text = "\"" + QByteArray(size, 'x') + "\"";
            QVERIFY(isValid(check, text));
            QVERIFY(!isValid(check, text + "\""));
        }
    }

    void bareNanAndInfinityBecomeNull()
    {
        JsonCheck check;
        QCOMPARE(repaired(check, R"({"a":NaN,"b":Infinity,"c":-Infinity,"d":[NaN, 1]})"),
                 QByteArray(R"({"a":null,"b":null,"c":null,"d":[null, 1]})"));
    }

    void theSameWordsInsideStringsStay()
    {
        JsonCheck check;
        const QByteArray json = "{\"NaN\":NaN,\"s\":\"NaN \\\" Infinity\",\"t\":\"\\\\\",\"u\":NaN}";
        const QByteArray wanted = "{\"NaN\":null,\"s\":\"NaN \\\" Infinity\",\"t\":\"\\\\\",\"u\":null}";
        QCOMPARE(repaired(check, json), wanted);
    }

    void whatStaysInvalidIsNotRepaired_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : {R"({"a":1})", R"({"a":nan})", R"({"a":NaNa})", R"({"a":NaN)", R"({"a":--Infinity})",
                                 R"({"a":-NaN})", R"({"s":"NaN"})", "", "{\"a\":\"\\"})
            QTest::newRow(json) << QByteArray(json);
    }

    void whatStaysInvalidIsNotRepaired()
    {
        QFETCH(QByteArray, json);
        JsonCheck check;
        QCOMPARE(repaired(check, json), QByteArray("(nothing)"));
    }

    void theUserIsTheTopLevelMember()
    {
        JsonCheck check;
        QCOMPARE(userId(check, R"({"type":"order_update","user_id":"anna"})"), QByteArray("anna"));
        QCOMPARE(userId(check, "{\"user_id\":\"\\u20b9\"}"), QByteArray("\xe2\x82\xb9"));
        QCOMPARE(userId(check, R"({"user_id":4711})"), QByteArray("4711"));
        QCOMPARE(userId(check, R"({"nested":{"user_id":"eve"},"user_id":"anna"})"), QByteArray("anna"));
    }

    void theUserIsFoundBesideNumbersOfAnySize()
    {
        JsonCheck check;
        QCOMPARE(userId(check, R"({"orderid":24112300012345678901,"user_id":"anna"})"), QByteArray("anna"));
        QCOMPARE(userId(check, R"({"a":1e999,"user_id":4711})"), QByteArray("4711"));
    }

    void noUserIsNothing_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : {"", "[]", "5", R"({})", R"({"user_id":null})", R"({"user_id":""})",
                                 R"({"user_id":true})", R"({"user_id":["anna"]})", R"({"nested":{"user_id":"eve"}})",
                                 R"({"user_id":"anna")", R"({"user_id":1.})", R"({"USER_ID":"anna"})"})
            QTest::newRow(json) << QByteArray(json);
    }

    void noUserIsNothing()
    {
        QFETCH(QByteArray, json);
        JsonCheck check;
        QCOMPARE(userId(check, json), QByteArray("(nothing)"));
    }
};

QTEST_GUILESS_MAIN(TestJsonCheck)
#include "tst_JsonCheck.moc"
