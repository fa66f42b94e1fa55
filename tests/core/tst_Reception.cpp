#include "core/server/Reception.h"

#include "core/server/InputGuard.h"
#include "tests/support/TestSupport.h"

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <memory>

using namespace tickgate;
using namespace tickgate::test;

namespace {

/// A reception behind a listening socket, and what became of its connections.
class Desk
{
public:
    Desk()
    {
        QObject::connect(&reception, &Reception::arrived, &reception, [this](QWebSocket *socket) {
            ++arrived;
            session.reset(socket);
        });
        QObject::connect(&reception, &Reception::refused, &reception,
                         [this](const QString &, const QString &reason) { refusals.append(reason); });
        listening = server.listen(QHostAddress::LocalHost);
    }

    /// The next connection, once it has bytes to read.
    [[nodiscard]] QTcpSocket *next()
    {
        if (!waitFor([this] { return server.hasPendingConnections(); }))
            return nullptr;
        QTcpSocket *socket = server.nextPendingConnection();
        socket->setParent(nullptr);
        return waitFor([socket] { return socket->bytesAvailable() > 0; }) ? socket : nullptr;
    }

    /// What a client that sends these bytes is answered; empty when it is dropped.
    [[nodiscard]] QByteArray answerTo(const QByteArray &bytes)
    {
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, server.serverPort());
        client.write(bytes);
        QTcpSocket *accepted = next();
        if (accepted == nullptr)
            return {};
        reception.receive(accepted);
        QByteArray answer;
        static_cast<void>(waitFor([&] {
            answer += client.readAll();
            return answer.contains("\r\n\r\n") || client.state() == QAbstractSocket::UnconnectedState;
        }));
        return answer;
    }

    QTcpServer server;
    std::unique_ptr<QWebSocket> session;
    Reception reception{HandshakePolicy({}, true)};
    bool listening = false;
    int arrived = 0;
    QStringList refusals;
};

QByteArray upgrade(const QByteArray &extra = {}, const QByteArray &requestLine = "GET / HTTP/1.1",
                   const QByteArray &host = "127.0.0.1")
{
    return requestLine + "\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           extra + "\r\n";
}

/// Of so many bytes.
QByteArray upgradeOf(qsizetype bytes)
{
    return upgrade("X: " + QByteArray(bytes - upgrade("X: \r\n").size(), 'y') + "\r\n");
}

} // namespace

class TestReception : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyHandshakeIsUpgradedOrRefusedWithAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain") << upgrade();
        for (const char *line : {"no colon",
                                 "Spaced : x",
                                 ": x",
                                 " Folded: x",
                                 "\tfolded",
                                 "X: bare\rreturn",
                                 "X: y\n",
                                 "X: y\nX: z",
                                 "X: y\n\nX: z",
                                 "Uml\xc3\xa4ut: x",
                                 "X: \xc3\xa4\xff",
                                 "X:",
                                 "Upgrade: h2c",
                                 "Upgrade:",
                                 "Connection: close",
                                 "Connection:",
                                 "Sec-WebSocket-Version: 13",
                                 "Sec-WebSocket-Version: 8",
                                 "Sec-WebSocket-Version:",
                                 "Sec-WebSocket-Key: x",
                                 "Sec-WebSocket-Key:",
                                 "Host: localhost",
                                 "Host:",
                                 "Origin: http://localhost",
                                 "Origin: http://evil.example",
                                 "Origin:",
                                 "Sec-WebSocket-Protocol: a, b",
                                 "Sec-WebSocket-Extensions: permessage-deflate",
                                 "Content-Length: 5"}) {
            QTest::addRow("last: %s", line) << upgrade(QByteArray(line) + "\r\n");
            QByteArray first = upgrade();
            first.insert(first.indexOf("Host:"), QByteArray(line) + "\r\n");
            QTest::addRow("first: %s", line) << first;
        }
        for (const char *line :
             {"GET  HTTP/1.1", "GET / / HTTP/1.1", "GET * HTTP/1.1", "GET x HTTP/1.1", "GET urn:x HTTP/1.1",
              "GET mailto:a@b HTTP/1.1", "GET ws://u:p@127.0.0.1/ HTTP/1.1", "GET ws:/// HTTP/1.1",
              "GET //u@elsewhere/ HTTP/1.1", "GET /%zz HTTP/1.1", "GET /\xff HTTP/1.1", "GET /?a#b HTTP/1.1",
              "GET http://[ HTTP/1.1", "GET http:// HTTP/1.1", "GET : HTTP/1.1", "GET /\tx HTTP/1.1"})
            QTest::addRow("%s", line) << upgrade({}, line);
        for (const char *host : {"localhost?x", "localhost#x", "localhost:", "localhost:0", "localhost:99999", "[::1]",
                                 "[::1%25lo]", "a_b", "a..b", "%41", "user@localhost",
                                 "b\xc3\xbc"
                                 "cher.example"})
            QTest::addRow("Host: %s", host) << upgrade({}, "GET / HTTP/1.1", host);
        for (const int lines : {95, 96, 500})
            QTest::addRow("%d lines more", lines) << upgrade(QByteArray("X: y\r\n").repeated(lines));
        QTest::newRow("8 KiB") << upgradeOf(8 * 1024);
        QTest::newRow("8 KiB of a path") << upgrade({}, "GET /" + QByteArray(8 * 1024 - upgrade().size(), 'y') +
                                                            " HTTP/1.1");
    }

    void everyHandshakeIsUpgradedOrRefusedWithAnAnswer()
    {
        QFETCH(QByteArray, bytes);
        Desk desk;
        QVERIFY(desk.listening);
        const QByteArray answer = desk.answerTo(bytes);
        QVERIFY2(answer.startsWith("HTTP/1.1 "), "dropped without an answer");
        const bool upgraded = answer.startsWith("HTTP/1.1 101 ");
        QCOMPARE(desk.arrived, upgraded ? 1 : 0);
        QCOMPARE(desk.refusals.size(), upgraded ? 0 : 1);
    }

    void aHeaderMayBe8KiBLongAndNotAByteMore()
    {
        Desk desk;
        QVERIFY(desk.listening);
        QVERIFY(desk.answerTo(upgradeOf(8 * 1024)).startsWith("HTTP/1.1 101 "));
        QVERIFY(desk.answerTo(upgradeOf(8 * 1024 + 1)).startsWith("HTTP/1.1 431 "));
    }

    void anUpgradeThatBreaksOffIsCounted()
    {
        Desk desk;
        QVERIFY(desk.listening);
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, desk.server.serverPort());
        client.write(upgrade());
        const QPointer<QTcpSocket> accepted = desk.next();
        QVERIFY(accepted != nullptr);
        desk.reception.receive(accepted); // it passes at once, and is upgraded in the next turn of the event loop
        QCOMPARE(desk.reception.waiting(), 1);
        accepted->abort();
        QCOMPARE(desk.reception.waiting(), 0);
        QCOMPARE(desk.refusals.size(), 1);
        QCOMPARE(desk.arrived, 0);
        QVERIFY(waitFor([&] { return accepted.isNull(); }));
    }

    void whoIsCutWithTheServiceIsNotRefused()
    {
        Desk desk;
        QVERIFY(desk.listening);
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, desk.server.serverPort());
        client.write(upgrade());
        const QPointer<QTcpSocket> accepted = desk.next();
        QVERIFY(accepted != nullptr);
        desk.reception.receive(accepted);
        desk.reception.abortAll();
        QCOMPARE(desk.reception.waiting(), 0);
        QVERIFY(desk.refusals.isEmpty());
        QVERIFY(waitFor([&] { return accepted.isNull(); }));
    }
};

QTEST_GUILESS_MAIN(TestReception)
#include "tst_Reception.moc"
