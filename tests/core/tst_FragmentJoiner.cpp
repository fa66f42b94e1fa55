#include "core/server/FragmentJoiner.h"
#include "core/server/FrameInspector.h"

#include <QTest>

using namespace tickgate;

namespace {

std::string frame(int opcode, std::string payload, bool final = true)
{
    const std::string mask = "\x11\x82\x33\xf4";
    std::string out;
    out += static_cast<char>((final ? 0x80 : 0) | opcode);
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else {
        out += static_cast<char>(0x80 | 126);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 0xff);
    }
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
    return out + mask + payload;
}

/// As the joiner makes them: masked with zeros.
std::string joinedFrame(int opcode, const std::string &payload)
{
    std::string out;
    out += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else {
        out += static_cast<char>(0x80 | 126);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 0xff);
    }
    return out + std::string(4, '\0') + payload;
}

std::string fed(FragmentJoiner &joiner, const std::string &bytes, std::size_t step)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        const std::string part = bytes.substr(at, step);
        out += joiner.feed(part).value_or(part);
    }
    return out;
}

} // namespace

class TestFragmentJoiner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeFramesStayAsTheyAre()
    {
        FragmentJoiner joiner;
        const std::string bytes = frame(1, "text") + frame(2, std::string(300, 'b')) + frame(9, "") + frame(1, "");
        QVERIFY(!joiner.feed(bytes));
        for (const char byte : bytes)
            QVERIFY(!joiner.feed(std::string_view(&byte, 1)));
    }

    void aMessageInFragmentsBecomesOneFrameHoweverItArrives()
    {
        // The euro sign is split between the fragments.
        const std::string tail = "\x82\xac" + std::string(200, 'z');
        const std::string bytes =
            frame(1, "before") + frame(1, "a\xe2", false) + frame(0, "", false) + frame(0, tail) + frame(1, "after");
        const std::string expected = frame(1, "before") + joinedFrame(1, "a\xe2" + tail) + frame(1, "after");
        for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, bytes.size()}) {
            FragmentJoiner joiner;
            QCOMPARE(fed(joiner, bytes, step), expected);
        }
    }

    void controlFramesBetweenFragmentsGoAhead()
    {
        FragmentJoiner joiner;
        const std::string bytes = frame(2, "a", false) + frame(9, "ping") + frame(0, "b");
        QCOMPARE(fed(joiner, bytes, bytes.size()), frame(9, "ping") + joinedFrame(2, "ab"));
    }

    void severalMessagesInFragmentsFollowEachOther()
    {
        FragmentJoiner joiner;
        const std::string bytes = frame(1, "a", false) + frame(0, "b") + frame(1, "c", false) + frame(0, "");
        QCOMPARE(fed(joiner, bytes, 4), joinedFrame(1, "ab") + joinedFrame(1, "c"));
    }

    void fragmentsOutOfOrderNeverReachIt()
    {
        for (const std::string &bytes :
             {frame(0, "a"), frame(1, "a", false) + frame(1, "b"), frame(3, "a"), std::string("\xc1\x80\0\0\0\0", 6)}) {
            FrameInspector inspector(1000);
            QCOMPARE(inspector.feed(bytes), std::optional(CloseCode::ProtocolError));
        }
        FrameInspector inspector(1000);
        QCOMPARE(inspector.feed(frame(1, "a", false) + frame(9, "") + frame(0, "b") + frame(1, "c")), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestFragmentJoiner)
#include "tst_FragmentJoiner.moc"
