#pragma once

#include "ServerFrames.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>
#include <QWebSocket>

namespace tickgate::test {

/// A well-behaved client of the proxy. Lives on the test's thread.
class ProxyClient : public QObject
{
public:
    explicit ProxyClient(quint16 port, const QString &host = QStringLiteral("127.0.0.1"));

    [[nodiscard]] bool waitOpen();
    void send(const QByteArray &json);
    /// Sends and waits for the next message that is no tick; empty when none came.
    [[nodiscard]] QJsonObject ask(const QByteArray &json);
    /// The demo key is accepted.
    [[nodiscard]] bool logIn(const QByteArray &key = "demo-key");

    [[nodiscard]] const QList<QByteArray> &messages() const { return m_messages; }
    [[nodiscard]] QList<QJsonObject> ticks() const;
    [[nodiscard]] bool waitTicks(qsizetype count);
    [[nodiscard]] bool waitClosed();
    [[nodiscard]] int closeCode() const { return static_cast<int>(m_socket.closeCode()); }
    [[nodiscard]] QString closeReason() const { return m_socket.closeReason(); }
    [[nodiscard]] QWebSocket &socket() { return m_socket; }

private:
    QWebSocket m_socket;
    QList<QByteArray> m_messages;
    bool m_closed = false;
};

/// A client that speaks frames by hand and answers nothing by itself: no pongs, no Close.
class MuteClient : public QObject
{
public:
    explicit MuteClient(quint16 port);

    [[nodiscard]] bool waitOpen();
    void sendText(const QByteArray &text) { sendFrame(0x81, text); }
    /// One masked frame; first is FIN, RSV and opcode.
    void sendFrame(int first, const QByteArray &payload);
    void sendRaw(const QByteArray &bytes);
    /// Waits for a frame of this kind and returns its payload.
    [[nodiscard]] bool waitFrame(int opcode);
    [[nodiscard]] QByteArray lastPayload(int opcode) const;
    /// The code of the Close frame, 0 when none has come.
    [[nodiscard]] int closeCode() const;
    [[nodiscard]] bool waitDisconnected();
    [[nodiscard]] const ServerFrames &received() const { return m_received; }
    [[nodiscard]] QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    QByteArray m_header;
    bool m_open = false;
    ServerFrames m_received;
};

} // namespace tickgate::test
