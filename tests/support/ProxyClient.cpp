#include "ProxyClient.h"

#include "TestSupport.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace tickgate::test {

namespace {

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

bool isTick(const QJsonObject &message)
{
    return message.value(QLatin1String("type")).toString() == QLatin1String("market_data");
}

} // namespace

ProxyClient::ProxyClient(quint16 port, const QString &host)
{
    connect(&m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { m_messages.append(text.toUtf8()); });
    connect(&m_socket, &QWebSocket::disconnected, this, [this] { m_closed = true; });
    QUrl url;
    url.setScheme(QStringLiteral("ws"));
    url.setHost(host);
    url.setPort(port);
    m_socket.open(url);
}

bool ProxyClient::waitOpen()
{
    return waitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
}

void ProxyClient::send(const QByteArray &json)
{
    m_socket.sendTextMessage(QString::fromUtf8(json));
}

QJsonObject ProxyClient::ask(const QByteArray &json)
{
    qsizetype next = m_messages.size();
    send(json);
    QJsonObject answer;
    static_cast<void>(waitFor([&] {
        for (; next < m_messages.size() && answer.isEmpty(); ++next) {
            if (const QJsonObject message = objectOf(m_messages[next]); !isTick(message))
                answer = message;
        }
        return !answer.isEmpty() || m_closed;
    }));
    return answer;
}

bool ProxyClient::logIn(const QByteArray &key)
{
    return waitOpen() &&
           ask(R"({"action":"authenticate","api_key":")" + key + "\"}").value(QLatin1String("status")).toString() ==
               QLatin1String("success");
}

QList<QJsonObject> ProxyClient::ticks() const
{
    QList<QJsonObject> ticks;
    for (const QByteArray &message : m_messages) {
        if (const QJsonObject object = objectOf(message); isTick(object))
            ticks.append(object);
    }
    return ticks;
}

bool ProxyClient::waitTicks(qsizetype count)
{
    return waitFor([&] { return ticks().size() >= count; });
}

bool ProxyClient::waitClosed()
{
    return waitFor([this] { return m_closed; });
}

MuteClient::MuteClient(quint16 port)
{
    connect(&m_socket, &QTcpSocket::connected, this, [this] {
        m_socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] {
        QByteArray bytes = m_socket.readAll();
        if (!m_open) {
            m_header += bytes;
            const qsizetype end = m_header.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            m_open = m_header.startsWith("HTTP/1.1 101 ");
            bytes = m_header.mid(end + 4);
        }
        m_received.feed(bytes);
    });
    m_socket.connectToHost(QHostAddress::LocalHost, port);
}

bool MuteClient::waitOpen()
{
    return waitFor([this] { return m_open; });
}

void MuteClient::sendFrame(int first, const QByteArray &payload)
{
    const auto key = QByteArray::fromHex("37fa213d");
    QByteArray frame(1, static_cast<char>(first));
    const auto size = static_cast<quint64>(payload.size());
    const int lengthBytes = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    frame += static_cast<char>(0x80 | (lengthBytes == 0 ? static_cast<int>(size) : lengthBytes == 2 ? 126 : 127));
    for (int i = lengthBytes; i-- > 0;)
        frame += static_cast<char>(size >> (8 * i) & 0xff);
    frame += key;
    for (qsizetype i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ key[i % 4]);
    sendRaw(frame);
}

void MuteClient::sendRaw(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

bool MuteClient::waitFrame(int opcode)
{
    return waitFor([&] {
        return std::any_of(m_received.frames().begin(), m_received.frames().end(),
                           [opcode](const ServerFrames::Frame &frame) { return frame.opcode == opcode; });
    });
}

QByteArray MuteClient::lastPayload(int opcode) const
{
    QByteArray payload;
    for (const ServerFrames::Frame &frame : m_received.frames()) {
        if (frame.opcode == opcode)
            payload = frame.payload;
    }
    return payload;
}

int MuteClient::closeCode() const
{
    const QByteArray payload = lastPayload(8);
    return payload.size() < 2 ? 0
                              : static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

bool MuteClient::waitDisconnected()
{
    return waitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
}

} // namespace tickgate::test
