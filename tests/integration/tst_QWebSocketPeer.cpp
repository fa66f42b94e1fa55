#include "tests/support/TestSupport.h"
#include "tests/support/TickgateProcess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

#include <memory>

using namespace tickgate;

namespace {

QJsonObject objectOf(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace

/// The real executable with its demo feed, seen by Qt's own WebSocket client.
class TestQWebSocketPeer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::unique_ptr<test::TickgateProcess> m_process;

    std::unique_ptr<QWebSocket> connected()
    {
        auto socket = std::make_unique<QWebSocket>();
        QSignalSpy open(socket.get(), &QWebSocket::connected);
        socket->open(QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_process->webSocketPort)));
        return open.wait(10'000) ? std::move(socket) : nullptr;
    }

    /// The next message of a type; the others are dropped.
    static QJsonObject next(QSignalSpy &messages, const QString &type)
    {
        QJsonObject found;
        const bool came = test::waitFor([&] {
            while (found.isEmpty() && !messages.isEmpty()) {
                const QJsonObject object = objectOf(messages.takeFirst().constFirst().toString());
                if (object.value(QLatin1String("type")).toString() == type)
                    found = object;
            }
            return !found.isEmpty();
        });
        return came ? found : QJsonObject();
    }

    static void send(QWebSocket &socket, const QJsonObject &object)
    {
        socket.sendTextMessage(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
    }

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_dir.isValid());
        m_process = std::make_unique<test::TickgateProcess>(m_dir.path());
        QVERIFY(m_process->waitListening());
    }

    void cleanup() { m_process.reset(); }

    void aClientReceivesTicksOfTheModeItAskedForAndTheCloseAtTheEnd()
    {
        const auto socket = connected();
        QVERIFY(socket);
        QSignalSpy messages(socket.get(), &QWebSocket::textMessageReceived);
        send(*socket, {{QStringLiteral("action"), QStringLiteral("authenticate")},
                       {QStringLiteral("api_key"), QStringLiteral("demo-key")}});
        QCOMPARE(next(messages, QStringLiteral("auth")).value(QLatin1String("status")).toString(),
                 QStringLiteral("success"));

        send(*socket, {{QStringLiteral("action"), QStringLiteral("subscribe")},
                       {QStringLiteral("symbol"), QStringLiteral("RELIANCE")},
                       {QStringLiteral("exchange"), QStringLiteral("NSE")},
                       {QStringLiteral("mode"), QStringLiteral("ltp")},
                       {QStringLiteral("request_id"), 7}});
        const QJsonObject reply = next(messages, QStringLiteral("subscribe"));
        QCOMPARE(reply.value(QLatin1String("status")).toString(), QStringLiteral("success"));
        QCOMPARE(reply.value(QLatin1String("request_id")).toInt(), 7);

        const QJsonObject tick = next(messages, QStringLiteral("market_data"));
        QCOMPARE(tick.value(QLatin1String("symbol")).toString(), QStringLiteral("RELIANCE"));
        QCOMPARE(tick.value(QLatin1String("mode")).toInt(), 1);
        QCOMPARE(tick.value(QLatin1String("broker")).toString(), QStringLiteral("demo"));

        QSignalSpy disconnected(socket.get(), &QWebSocket::disconnected);
        m_process->terminate();
        QVERIFY(test::waitFor([&] { return !disconnected.isEmpty(); }));
        QCOMPARE(socket->closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
        QCOMPARE(m_process->waitEnd(), 0);
    }

    void pingsAreAnsweredAndAClientMayLeaveAsItLikes()
    {
        const auto socket = connected();
        QVERIFY(socket);
        QSignalSpy pong(socket.get(), &QWebSocket::pong);
        socket->ping("payload");
        QVERIFY(test::waitFor([&] { return !pong.isEmpty(); }));
        QCOMPARE(pong.constFirst().at(1).toByteArray(), QByteArray("payload"));
        QSignalSpy disconnected(socket.get(), &QWebSocket::disconnected);
        socket->close();
        QVERIFY(test::waitFor([&] { return !disconnected.isEmpty(); }));
    }
};

QTEST_GUILESS_MAIN(TestQWebSocketPeer)
#include "tst_QWebSocketPeer.moc"
