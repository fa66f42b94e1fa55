#include "core/protocol/Frame.h"

#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>
#include <QTest>

using namespace tickgate;
using tickgate::test::bytes;

namespace {

QByteArray textFrame(qsizetype payloadSize)
{
    ByteBuffer out;
    appendTextFrame(out, std::string(static_cast<std::size_t>(payloadSize), 'x'));
    return bytes(out.view(0, out.size()));
}

} // namespace

class TestFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textFramesAreFinalAndUnmaskedWithTheShortestLength_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<QByteArray>("header");
        const auto row = [](qsizetype size, const char *hex) {
            QTest::addRow("%lld", static_cast<long long>(size)) << size << QByteArray::fromHex(hex);
        };
        row(0, "8100");
        row(1, "8101");
        row(125, "817d");
        row(126, "817e007e");
        row(127, "817e007f");
        row(255, "817e00ff");
        row(256, "817e0100");
        row(65'535, "817effff");
        row(65'536, "817f0000000000010000");
        row(1'048'576, "817f0000000000100000");
    }

    void textFramesAreFinalAndUnmaskedWithTheShortestLength()
    {
        QFETCH(qsizetype, size);
        QFETCH(QByteArray, header);
        const QByteArray frame = textFrame(size);
        QCOMPARE(frame.left(header.size()), header);
        QCOMPARE(frame.mid(header.size()), QByteArray(size, 'x'));
        QCOMPARE(static_cast<qsizetype>(textHeaderSize(static_cast<std::size_t>(size))), header.size());
    }

    void framesAreAppendedBackToBack()
    {
        ByteBuffer out;
        appendTextFrame(out, "one");
        appendTextFrame(out, "two");
        QCOMPARE(bytes(out.view(0, out.size())), QByteArray("\x81\x03one\x81\x03two"));
    }

    void aCloseFrameCarriesCodeAndReason()
    {
        QCOMPARE(bytes(closeFrame(1001, "server going away")),
                 QByteArray::fromHex("881303e9") + QByteArray("server going away"));
        QCOMPARE(bytes(closeFrame(4408, "")), QByteArray::fromHex("88021138"));
    }

    void aCloseReasonIsCutAt123Bytes()
    {
        const QByteArray frame = bytes(closeFrame(4403, std::string(300, 'r')));
        QCOMPARE(frame.size(), 127);
        QCOMPARE(frame.left(2), QByteArray::fromHex("887d")); // 125: the most that a control frame may carry
    }

    void aCloseReasonIsNeverCutInsideACharacter()
    {
        const QByteArray rupee("\xe2\x82\xb9");
        for (qsizetype lead = 0; lead < 4; ++lead) {
            const QByteArray reason = QByteArray(lead, 'x') + rupee.repeated(60);
            const QByteArray sent = bytes(closeFrame(4403, test::view(reason))).mid(4);
            QStringDecoder decode(QStringDecoder::Utf8);
            const QString text = decode(sent);
            QVERIFY(!decode.hasError() && text.toUtf8() == sent);
            QVERIFY(sent.size() > 120 && sent.size() <= 123);
            QVERIFY(reason.startsWith(sent));
        }
    }

    void textInsideJsonQuotesIsEscaped()
    {
        QCOMPARE(bytes(jsonEscaped("M&M/BAJAJ-AUTO")), QByteArray("M&M/BAJAJ-AUTO"));
        QCOMPARE(bytes(jsonEscaped("a\"b\\c")), QByteArray(R"(a\"b\\c)"));
        QCOMPARE(bytes(jsonEscaped(std::string_view("\0\n\x1f", 3))), QByteArray(R"(\u0000\u000a\u001f)"));
        QCOMPARE(bytes(jsonEscaped("\xe2\x82\xb9")), QByteArray("\xe2\x82\xb9"));
    }

    void aTickIsTheEnvelopeOfTheProtocolByteForByte()
    {
        const std::string_view payload = R"({ "ltp" : 1412.50,	"x": [1,2]})";
        ByteBuffer out;
        const TickLayout layout =
            appendTick(out, tickPrefix("NSE", "RELIANCE"), Mode::Quote, payload, tickSuffix("zerodha"));
        const QByteArray text = R"({"type":"market_data","symbol":"RELIANCE","exchange":"NSE","mode":2,"data":)" +
                                bytes(payload) + R"(,"broker":"zerodha"})";
        const QByteArray frame = bytes(out.view(0, out.size()));
        QCOMPARE(frame, QByteArray("\x81") + static_cast<char>(text.size()) + text);
        QCOMPARE(static_cast<qsizetype>(layout.size), frame.size());
        QCOMPARE(frame.at(layout.modeAt), '2');
        QCOMPARE(frame.mid(layout.payloadAt, layout.payloadSize), bytes(payload));
    }

    void layoutsCountFromTheFramesFirstByteWhereverItLies()
    {
        ByteBuffer out;
        out.append("something before");
        const std::string payload(70'000, ' ');
        const TickLayout layout =
            appendTick(out, tickPrefix("NSE", "TCS"), Mode::Depth, payload + "1", tickSuffix("b"));
        const QByteArray frame = bytes(out.view(16, layout.size));
        QCOMPARE(frame.left(2), QByteArray::fromHex("817f"));
        QCOMPARE(frame.at(layout.modeAt), '3');
        QCOMPARE(static_cast<std::size_t>(layout.payloadSize), payload.size() + 1);
        QCOMPARE(out.size(), std::size_t{16} + layout.size);
    }

    void namesWithQuotesAndOtherScriptsMakeValidJson()
    {
        ByteBuffer out;
        appendTick(out, tickPrefix("NSE", "A\"B\\\xe2\x82\xb9"), Mode::Ltp, "{}", tickSuffix("b\"r"));
        const QJsonDocument document = QJsonDocument::fromJson(bytes(out.view(2, out.size() - 2)));
        QVERIFY(document.isObject());
        QCOMPARE(document.object().value(QLatin1String("symbol")).toString(), QStringLiteral("A\"B\\\u20b9"));
        QCOMPARE(document.object().value(QLatin1String("broker")).toString(), QStringLiteral("b\"r"));
    }

    void aSnapshotSaysSo()
    {
        QCOMPARE(bytes(snapshotSuffix("zerodha")), QByteArray(R"(,"broker":"zerodha","snapshot":true})"));
    }

    void bufferMemoryIsKeptOverClearAndGivenBackAfterABurst()
    {
        ByteBuffer buffer;
        buffer.append(std::string(100'000, 'x'));
        const std::size_t capacity = buffer.capacity();
        buffer.clear();
        QVERIFY(buffer.empty());
        QCOMPARE(buffer.capacity(), capacity);
        buffer.clearAndShrink(capacity);
        QCOMPARE(buffer.capacity(), capacity);
        buffer.clearAndShrink(capacity - 1);
        QCOMPARE(buffer.capacity(), std::size_t{0});
        buffer.append("again");
        QCOMPARE(bytes(buffer.view(0, buffer.size())), QByteArray("again"));
    }
};

QTEST_GUILESS_MAIN(TestFrame)
#include "tst_Frame.moc"
