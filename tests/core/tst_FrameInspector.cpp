#include "core/server/FrameInspector.h"

#include "tests/support/TestSupport.h"

#include <QTest>

using namespace tickgate;

namespace {

constexpr std::uint64_t kMost = 1'048'576;

enum Opcode
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa,
};

struct Frame
{
    Opcode opcode = Text;
    std::uint64_t size = 0; ///< as announced
    bool final = true;
    bool masked = true;
    int lengthBytes = -1; ///< of the extended length; -1: the shortest
    bool withPayload = true;
};

QByteArray encoded(const Frame &frame)
{
    const int lengthBytes = frame.lengthBytes >= 0 ? frame.lengthBytes
                            : frame.size < 126     ? 0
                            : frame.size <= 0xffff ? 2
                                                   : 8;
    QByteArray out;
    out += static_cast<char>((frame.final ? 0x80 : 0) | frame.opcode);
    const int seven = lengthBytes == 0 ? static_cast<int>(frame.size) : lengthBytes == 2 ? 126 : 127;
    out += static_cast<char>((frame.masked ? 0x80 : 0) | seven);
    for (int i = lengthBytes; i-- > 0;)
        out += static_cast<char>(frame.size >> (8 * i) & 0xff);
    if (frame.masked)
        out += QByteArray::fromHex("8188ff00"); // a key whose bytes look like headers
    if (frame.withPayload)
        out += QByteArray(static_cast<qsizetype>(frame.size), '\x81');
    return out;
}

std::optional<CloseCode> fed(FrameInspector &inspector, const QByteArray &bytes)
{
    return inspector.feed(test::view(bytes));
}

/// The verdict must not depend on how the network cuts the stream.
std::optional<CloseCode> fedByteByByte(FrameInspector &inspector, const QByteArray &bytes)
{
    for (const char byte : bytes) {
        if (const auto code = inspector.feed({&byte, 1}))
            return code;
    }
    return std::nullopt;
}

} // namespace

Q_DECLARE_METATYPE(std::optional<CloseCode>)

class TestFrameInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesOfAClient_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<std::optional<CloseCode>>("verdict");
        const auto row = [](const char *name, const QByteArray &bytes, std::optional<CloseCode> verdict = {}) {
            QTest::newRow(name) << bytes << verdict;
        };
        const auto protocolError = std::optional(CloseCode::ProtocolError);
        const auto tooBig = std::optional(CloseCode::MessageTooBig);

        row("nothing", {});
        row("masked text", encoded({.size = 5}));
        row("masked text without payload", encoded({}));
        row("masked binary", encoded({.opcode = Binary, .size = 5}));
        row("masked ping", encoded({.opcode = Ping, .size = 125}));
        row("masked pong", encoded({.opcode = Pong}));
        row("length of 125", encoded({.size = 125}));
        row("length of 126 in 16 bits", encoded({.size = 126}));
        row("length of 65535 in 16 bits", encoded({.size = 65'535}));
        row("length of 65536 in 64 bits", encoded({.size = 65'536}));
        row("frames back to back",
            encoded({.size = 3}) + encoded({.opcode = Ping, .size = 1}) + encoded({.size = 200}));

        row("unmasked text", encoded({.size = 5, .masked = false}), protocolError);
        row("unmasked empty text", encoded({.masked = false}), protocolError);
        row("unmasked binary", encoded({.opcode = Binary, .size = 5, .masked = false}), protocolError);
        row("unmasked ping", encoded({.opcode = Ping, .masked = false}), protocolError);
        row("unmasked close", encoded({.opcode = Close, .size = 2, .masked = false}), protocolError);
        row("unmasked with a 16 bit length", encoded({.size = 300, .masked = false}), protocolError);
        row("unmasked with a 64 bit length", encoded({.size = 70'000, .masked = false}), protocolError);
        row("unmasked behind a masked one", encoded({.size = 300}) + encoded({.size = 5, .masked = false}),
            protocolError);

        row("exactly 1 MiB", encoded({.size = kMost}));
        row("one byte more than 1 MiB", encoded({.size = kMost + 1, .withPayload = false}), tooBig);
        row("2 MiB binary", encoded({.opcode = Binary, .size = 2 * kMost, .withPayload = false}), tooBig);
        row("2^63", encoded({.size = 1ULL << 63, .withPayload = false}), tooBig);
        row("2^64-1", encoded({.size = ~0ULL, .withPayload = false}), tooBig);
        row("1 MiB in fragments",
            encoded({.size = kMost / 2, .final = false}) + encoded({.opcode = Continuation, .size = kMost / 2}));
        row("more than 1 MiB in fragments",
            encoded({.size = kMost / 2, .final = false}) +
                encoded({.opcode = Continuation, .size = kMost / 2, .final = false}) +
                encoded({.opcode = Continuation, .size = 1}),
            tooBig);
        row("a ping between fragments counts for nothing", encoded({.size = kMost / 2, .final = false}) +
                                                               encoded({.opcode = Ping, .size = 100}) +
                                                               encoded({.opcode = Continuation, .size = kMost / 2}));
        row("three fragments", encoded({.size = 3, .final = false}) +
                                   encoded({.opcode = Continuation, .size = 3, .final = false}) +
                                   encoded({.opcode = Continuation, .size = 3}) + encoded({.size = 3}));
        row("a continuation of nothing", encoded({.opcode = Continuation, .size = 3}), protocolError);
        row("a continuation of a whole message", encoded({.size = 3}) + encoded({.opcode = Continuation, .size = 3}),
            protocolError);
        row("a message inside another", encoded({.size = 3, .final = false}) + encoded({.size = 3}), protocolError);
        row("an opcode that is reserved", encoded({.opcode = static_cast<Opcode>(0x3), .size = 3}), protocolError);
        row("two messages of 1 MiB", encoded({.size = kMost}) + encoded({.size = kMost}));
        row("a fragmented message and the next one", encoded({.size = kMost / 2, .final = false}) +
                                                         encoded({.opcode = Continuation, .size = kMost / 2}) +
                                                         encoded({.size = kMost}));
        // A control frame of more than 125 bytes is QWebSocket's to refuse; the next boundary is unknown until then.
        row("a length in more bits than needed", encoded({.size = 5, .lengthBytes = 8}));
    }

    void framesOfAClient()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(std::optional<CloseCode>, verdict);
        FrameInspector whole(kMost);
        QVERIFY(fed(whole, bytes) == verdict);
        FrameInspector single(kMost);
        QVERIFY(fedByteByByte(single, bytes) == verdict);
        QCOMPARE(whole.closeSeen(), single.closeSeen());
        for (const qsizetype cut : {1, 2, 3, 5, 9, 10, 13, 14}) {
            FrameInspector twoParts(kMost);
            auto code = fed(twoParts, bytes.left(cut));
            if (!code)
                code = fed(twoParts, bytes.mid(cut));
            QVERIFY(code == verdict);
        }
    }

    void aViolationIsToldWithTheHeaderBeforeAnyPayload()
    {
        FrameInspector inspector(kMost);
        const QByteArray header = encoded({.size = kMost + 1, .withPayload = false});
        QVERIFY(!fed(inspector, header.left(9)));
        QVERIFY(fed(inspector, header.mid(9, 1)) == CloseCode::MessageTooBig);
    }

    void aCloseFrameIsSeenWithItsHeader()
    {
        FrameInspector inspector(kMost);
        QVERIFY(!fed(inspector, encoded({.size = 10})));
        QVERIFY(!inspector.closeSeen());
        QVERIFY(!fed(inspector, encoded({.opcode = Close, .size = 2}).left(2)));
        QVERIFY(inspector.closeSeen());
    }

    void payloadThatLooksLikeACloseFrameIsNone()
    {
        FrameInspector inspector(kMost);
        QByteArray frame = encoded({.size = 100, .withPayload = false});
        frame += QByteArray::fromHex("8882").repeated(50);
        QVERIFY(!fedByteByByte(inspector, frame));
        QVERIFY(!inspector.closeSeen());
    }

    void anAbsurdControlFrameDoesNotLoseCount()
    {
        FrameInspector inspector(kMost);
        QVERIFY(!fed(inspector, encoded({.opcode = Ping, .size = ~0ULL, .lengthBytes = 8, .withPayload = false})));
        // All of this is still its payload.
        QVERIFY(!fed(inspector, encoded({.size = 5, .masked = false}) + encoded({.opcode = Close})));
        QVERIFY(!inspector.closeSeen());
    }
};

QTEST_GUILESS_MAIN(TestFrameInspector)
#include "tst_FrameInspector.moc"
