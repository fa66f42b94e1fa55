#include "core/server/HandshakePolicy.h"

#include <QTest>

using namespace tickgate;

namespace {

const char *const kKey = "dGhlIHNhbXBsZSBub25jZQ==";

/// A browser's or library's upgrade; an empty value leaves the header out.
struct Upgrade
{
    QByteArray requestLine = "GET / HTTP/1.1";
    QByteArray host = "127.0.0.1:8765";
    QByteArray origin{};
    QByteArray upgrade = "websocket";
    QByteArray connection = "Upgrade";
    QByteArray version = "13";
    QByteArray key = kKey;
    QByteArray extra{};

    [[nodiscard]] QByteArray text() const
    {
        QByteArray out = requestLine + "\r\n";
        const auto add = [&out](const char *name, const QByteArray &value) {
            if (!value.isEmpty())
                out += QByteArray(name) + ": " + value + "\r\n";
        };
        add("Host", host);
        add("Origin", origin);
        add("Upgrade", upgrade);
        add("Connection", connection);
        add("Sec-WebSocket-Version", version);
        add("Sec-WebSocket-Key", key);
        return out + extra + "\r\n";
    }
};

int statusOf(const Upgrade &upgrade, const QStringList &allowedOrigins = {}, bool allowRemote = false)
{
    return HandshakePolicy(allowedOrigins, allowRemote).judge(upgrade.text()).status;
}

} // namespace

class TestHandshakePolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nativeClientsWithoutOriginAreLetIn()
    {
        const HandshakeVerdict verdict =
            HandshakePolicy({}, false).judge(Upgrade{.extra = "User-Agent: Python/3.11 websockets/12.0\r\n"}.text());
        QVERIFY(verdict.accepted());
        QCOMPARE(verdict.status, 101);
        QCOMPARE(verdict.info.userAgent, QStringLiteral("Python/3.11 websockets/12.0"));
        QCOMPARE(verdict.info.host, QStringLiteral("127.0.0.1:8765"));
        QCOMPARE(verdict.info.origin, QString());
    }

    void loopbackHostsAreLetIn_data()
    {
        QTest::addColumn<QByteArray>("host");
        for (const char *host : {"127.0.0.1", "127.0.0.1:8765", "127.0.0.5:8765", "localhost", "localhost:8765",
                                 "LocalHost:8765", "[::1]", "[::1]:8765"})
            QTest::newRow(host) << QByteArray(host);
    }

    void loopbackHostsAreLetIn()
    {
        QFETCH(QByteArray, host);
        QCOMPARE(statusOf({.host = host}), 101);
    }

    void aNameThatWasReboundToThisComputerIsRefused_data()
    {
        QTest::addColumn<QByteArray>("host");
        for (const char *host : {"evil.example",
                                 "evil.example:8765",
                                 "localhost.evil.example",
                                 "127.0.0.1.evil.example:8765",
                                 "evil.example@127.0.0.1",
                                 "127.0.0.1@evil.example",
                                 "127.0.0.1/evil.example",
                                 "192.168.1.5:8765",
                                 "0.0.0.0:8765",
                                 "[::]:8765",
                                 "[fe80::1]:8765",
                                 "127.0.0.1:port",
                                 "localhost:8765:1",
                                 "[::1",
                                 "::1 evil",
                                 "127.0.0.1 evil.example",
                                 "localhost, evil.example",
                                 ":8765",
                                 "localhost?x",
                                 "\xe2\x93\x9bocalhost",
                                 "localhost#x",
                                 "/",
                                 "?",
                                 "#"})
            QTest::newRow(host) << QByteArray(host);
    }

    void aNameThatWasReboundToThisComputerIsRefused()
    {
        QFETCH(QByteArray, host);
        QCOMPARE(statusOf({.host = host}), 403);
    }

    void withoutAHostNobodyIsLetIn()
    {
        QCOMPARE(statusOf({.host = ""}), 403);
        QCOMPARE(statusOf({.host = ""}, {}, true), 403);
    }

    void twoHostsAreRefused()
    {
        QVERIFY(statusOf({.host = "evil.example", .extra = "Host: 127.0.0.1:8765\r\n"}) != 101);
        QVERIFY(statusOf({.host = "127.0.0.1:8765", .extra = "Host: evil.example\r\n"}) != 101);
    }

    void withRemoteAccessAnyHostMayBeNamed()
    {
        QCOMPARE(statusOf({.host = "192.168.1.5:8765"}, {}, true), 101);
        QCOMPARE(statusOf({.host = "trading-box:8765"}, {}, true), 101);
        QCOMPARE(statusOf({.host = "a b"}, {}, true), 403);
    }

    void loopbackPagesAreLetIn_data()
    {
        QTest::addColumn<QByteArray>("origin");
        for (const char *origin : {"http://localhost", "http://localhost:5000", "http://127.0.0.1:5000",
                                   "https://localhost:8443", "http://[::1]:5000", "HTTP://LOCALHOST:5000"})
            QTest::newRow(origin) << QByteArray(origin);
    }

    void loopbackPagesAreLetIn()
    {
        QFETCH(QByteArray, origin);
        QCOMPARE(statusOf({.origin = origin}), 101);
    }

    void otherPagesGet403_data()
    {
        QTest::addColumn<QByteArray>("origin");
        for (const char *origin :
             {"http://evil.example", "https://evil.example:443", "null", "http://localhost.evil.example",
              "http://127.0.0.1.evil.example", "http://localhost@evil.example", "file://", "file:///home/x.html",
              "chrome-extension://abcdef", "http://192.168.1.5", "http://0.0.0.0:5000", "http://", "localhost",
              "javascript://localhost", "http://localhost evil.example", "*"})
            QTest::newRow(origin) << QByteArray(origin);
    }

    void otherPagesGet403()
    {
        QFETCH(QByteArray, origin);
        QCOMPARE(statusOf({.origin = origin}), 403);
        QCOMPARE(statusOf({.origin = origin}, {}, true), 403); // remote access lets programs in, not pages
        QCOMPARE(statusOf({.origin = origin}, {QStringLiteral("https://good.example")}), 403);
    }

    void anEmptyOriginIsNotNone() { QCOMPARE(statusOf({.extra = "Origin:\r\n"}), 403); }

    void twoOriginsAreRefused()
    {
        QVERIFY(statusOf({.origin = "http://evil.example", .extra = "Origin: http://localhost\r\n"}) != 101);
        QVERIFY(statusOf({.origin = "http://localhost", .extra = "Origin: http://evil.example\r\n"}) != 101);
    }

    void allowedOriginsAreLetInWholeAndInAnyCase()
    {
        const QStringList allowed{QStringLiteral("https://charts.example"), QStringLiteral("chrome-extension://abc")};
        QCOMPARE(statusOf({.origin = "https://charts.example"}, allowed), 101);
        QCOMPARE(statusOf({.origin = "https://CHARTS.example"}, allowed), 101);
        QCOMPARE(statusOf({.origin = "chrome-extension://abc"}, allowed), 101);
        QCOMPARE(statusOf({.origin = "http://charts.example"}, allowed), 403);
        QCOMPARE(statusOf({.origin = "https://charts.example:444"}, allowed), 403);
        QCOMPARE(statusOf({.origin = "https://charts.example.evil.example"}, allowed), 403);
        QCOMPARE(statusOf({.origin = "https://anything.example"}, {QStringLiteral("*")}), 101);
    }

    void anAllowedOriginDoesNotExcuseAReboundHost()
    {
        QCOMPARE(statusOf({.host = "evil.example", .origin = "http://localhost"}), 403);
        QCOMPARE(statusOf({.host = "evil.example", .origin = "http://evil.example"}, {QStringLiteral("*")}), 403);
    }

    void onlyVersion13IsSpoken()
    {
        for (const char *version : {"", "8", "12", "14", "13, 8", "thirteen"})
            QVERIFY2(statusOf({.version = version}) == 426, version);
        const QByteArray answer =
            HandshakePolicy::response(HandshakePolicy({}, false).judge(Upgrade{.version = "8"}.text()));
        QVERIFY(answer.startsWith("HTTP/1.1 426 "));
        QVERIFY(answer.contains("\r\nSec-WebSocket-Version: 13\r\n"));
    }

    void onlyGetWithHttp11IsAnswered()
    {
        for (const char *line : {"POST / HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/2", "get / HTTP/1.1", "GET /", "",
                                 "\x16\x03\x01", "OPTIONS * HTTP/1.1"})
            QVERIFY2(statusOf({.requestLine = line}) == 400, line);
        QCOMPARE(statusOf({.requestLine = "GET /ws?x=1 HTTP/1.1"}), 101); // any path
    }

    void plainHttpIsToldToUpgrade()
    {
        QCOMPARE(statusOf({.upgrade = ""}), 426);
        QCOMPARE(statusOf({.upgrade = "h2c"}), 426);
        QCOMPARE(statusOf({.connection = ""}), 426);
        QCOMPARE(statusOf({.connection = "keep-alive"}), 426);
    }

    void tokensAreFoundInListsAndInAnyCase()
    {
        QCOMPARE(statusOf({.upgrade = "WebSocket", .connection = "keep-alive, Upgrade"}), 101);
        QCOMPARE(statusOf({.connection = "UPGRADE"}), 101);
        QCOMPARE(statusOf({.connection = "upgraded"}), 426);
    }

    // What QWebSocketServer would drop without an answer gets one from us.

    void onlyWebSocketMayBeUpgradedTo()
    {
        QCOMPARE(statusOf({.upgrade = "h2c, websocket"}), 426);
        QCOMPARE(statusOf({.upgrade = "websocket/13"}), 426);
        QCOMPARE(statusOf({.upgrade = "h2c", .extra = "Upgrade: websocket\r\n"}), 426);
        QCOMPARE(statusOf({.connection = "keep-alive", .extra = "Connection: Upgrade\r\n"}), 426);
    }

    void aHeaderLineHasANameAndAColon_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const char *line : {"no colon", "no-colon", ": no name", "Spaced : name", "Two words: x", "Bracket[]: x",
                                 "Uml\xc3\xa4ut: x", " X-Continued: x", "\tcontinued"})
            QTest::newRow(line) << QByteArray(line);
        QTest::newRow("an empty line by line feeds") << QByteArray("X: y\n\nX: z");
        QTest::newRow("a carriage return inside") << QByteArray("X: y\rz");
        QTest::newRow("a zero byte") << QByteArray("X: y\0z", 6);
    }

    void aHeaderLineHasANameAndAColon()
    {
        QFETCH(QByteArray, line);
        QCOMPARE(statusOf({.extra = line + "\r\n"}), 400);
        QCOMPARE(statusOf({.extra = line + "\r\nX-Last: x\r\n"}), 400);
        QByteArray first = Upgrade{}.text();
        first.insert(first.indexOf("Host:"), line + "\r\n");
        QCOMPARE(HandshakePolicy({}, false).judge(first).status, 400);
    }

    void headersMayBeAnythingElse()
    {
        QCOMPARE(statusOf({.extra = "X-Empty:\r\nX!#$%&'*+-.^_`|~9: \xe2\x82\xb9 a:b\tc \r\n"}), 101);
        QCOMPARE(statusOf({.extra = "X-Line-Feed: only\nX-Last: x\r\n"}), 101);
    }

    void aHundredHeaderLinesAreTheLimit()
    {
        const auto withLines = [](int count) {
            QByteArray lines;
            for (int i = 5; i < count; ++i) // beside the five that it takes
                lines += "X: y\r\n";
            return Upgrade{.extra = lines};
        };
        QCOMPARE(statusOf(withLines(100)), 101);
        QCOMPARE(statusOf(withLines(101)), 431);
        QCOMPARE(statusOf(withLines(1'000)), 431);
    }

    void theTargetIsOneWord()
    {
        for (const char *line : {"GET  HTTP/1.1", "GET / / HTTP/1.1", "GET /  HTTP/1.1", "GET /\tx HTTP/1.1",
                                 "GET urn:x HTTP/1.1", "GET /\nHost: HTTP/1.1"})
            QVERIFY2(statusOf({.requestLine = line}) == 400, line);
        for (const char *line : {"GET * HTTP/1.1", "GET x HTTP/1.1", "GET ws://127.0.0.1:8765/x HTTP/1.1",
                                 "GET //elsewhere/x HTTP/1.1", "GET /%zz HTTP/1.1"})
            QVERIFY2(statusOf({.requestLine = line}) == 101, line);
    }

    void oneKeyIsSent()
    {
        QCOMPARE(statusOf({.key = "",
                           .extra = QByteArray("Sec-WebSocket-Key:\r\n"
                                               "Sec-WebSocket-Key: ") +
                                    kKey + "\r\n"}),
                 400);
    }

    void headerNamesAreInAnyCase()
    {
        QByteArray text = Upgrade{.origin = "http://evil.example"}.text();
        text.replace("Origin:", "oRIGIN:").replace("Host:", "HOST:");
        QCOMPARE(HandshakePolicy({}, false).judge(text).status, 403);
    }

    void theKeyIs16BytesInBase64()
    {
        QCOMPARE(statusOf({.key = ""}), 400);
        QCOMPARE(statusOf({.key = "c2hvcnQ="}), 400);
        QCOMPARE(statusOf({.key = "dGhlIHNhbXBsZSBub25jZSB0b28gbG9uZw=="}), 400);
    }

    void aRefusalIsAWholeHttpAnswerThatSaysWhatToDo_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 403, 426, 431, 503})
            QTest::addRow("%d", status) << status;
    }

    void aRefusalIsAWholeHttpAnswerThatSaysWhatToDo()
    {
        QFETCH(int, status);
        const QByteArray answer = HandshakePolicy::response({status, QStringLiteral("Because \u20b9."), {}});
        QVERIFY(answer.startsWith("HTTP/1.1 " + QByteArray::number(status) + ' '));
        const qsizetype end = answer.indexOf("\r\n\r\n");
        QVERIFY(end > 0);
        const QByteArray body = answer.mid(end + 4);
        QCOMPARE(body, QByteArray("Because \xe2\x82\xb9.\n"));
        QVERIFY(answer.left(end + 2).contains("\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"));
        QVERIFY(answer.left(end + 2).contains("\r\nConnection: close\r\n"));
    }

    void aRefusedPageIsNamedWithTheSettingThatLetsItIn()
    {
        const HandshakeVerdict verdict =
            HandshakePolicy({}, false).judge(Upgrade{.origin = "https://charts.example"}.text());
        QVERIFY(verdict.reason.contains(QStringLiteral("https://charts.example")));
        QVERIFY(verdict.reason.contains(QStringLiteral("TICKGATE_ALLOWED_ORIGINS")));
        QCOMPARE(verdict.info.origin, QStringLiteral("https://charts.example"));
    }

    void anEndlessUserAgentIsCut()
    {
        const HandshakeVerdict verdict =
            HandshakePolicy({}, false).judge(Upgrade{.extra = "User-Agent: " + QByteArray(5'000, 'x') + "\r\n"}.text());
        QVERIFY(verdict.accepted());
        QCOMPARE(verdict.info.userAgent.size(), 200);
    }
};

QTEST_GUILESS_MAIN(TestHandshakePolicy)
#include "tst_HandshakePolicy.moc"
