#pragma once

#include "core/server/HandshakeGate.h"

#include <QObject>
#include <QWebSocketServer>

#include <map>

class QTcpSocket;
class QWebSocket;

namespace tickgate {

class InputGuard;

/// From an accepted connection to a WebSocket: the gate judges the handshake, an InputGuard is put in front, and
/// QWebSocketServer upgrades. Hub thread; owned by the hub.
class Reception : public QObject
{
    Q_OBJECT

public:
    explicit Reception(HandshakePolicy policy, QObject *parent = nullptr);

    /// Takes the connection over.
    void receive(QTcpSocket *socket);
    /// Takes it over to answer 503.
    void turnAway(QTcpSocket *socket, const QString &reason);
    /// Connections that are not yet sessions.
    [[nodiscard]] int waiting() const { return m_gate.held() + static_cast<int>(m_upgrading.size()); }
    /// Cuts all of them.
    void abortAll();

Q_SIGNALS:
    /// All three are the receiver's; the guard is a child of the TCP socket.
    void arrived(QWebSocket *webSocket, QTcpSocket *tcp, tickgate::InputGuard *guard,
                 const tickgate::HandshakeInfo &info);
    void refused(const QString &peer, const QString &reason);

private:
    void upgrade(QTcpSocket *socket, qint64 headerBytes, const HandshakeInfo &info);
    void upgraded(QWebSocket *webSocket);

    struct Upgrading
    {
        InputGuard *guard = nullptr;
        HandshakeInfo info;
    };

    HandshakeGate m_gate;
    QWebSocketServer m_server;
    std::map<QTcpSocket *, Upgrading> m_upgrading;
};

} // namespace tickgate
