#include "Reception.h"

#include "core/server/InputGuard.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QWebSocket>

#include <algorithm>
#include <utility>

namespace tickgate {

Reception::Reception(HandshakePolicy policy, QObject *parent)
    : QObject(parent)
    , m_gate(std::move(policy))
    , m_server(QStringLiteral("Tickgate"), QWebSocketServer::NonSecureMode)
{
    connect(&m_gate, &HandshakeGate::passed, this, &Reception::upgrade);
    connect(&m_gate, &HandshakeGate::refused, this, &Reception::refused);
    connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
        while (QWebSocket *webSocket = m_server.nextPendingConnection())
            upgraded(webSocket);
    });
}

void Reception::receive(QTcpSocket *socket)
{
    m_gate.hold(socket);
}

void Reception::turnAway(QTcpSocket *socket, const QString &reason)
{
    m_gate.turnAway(socket, reason);
}

void Reception::abortAll()
{
    m_gate.abortAll();
    const auto upgrading = std::exchange(m_upgrading, {});
    for (const auto &[socket, state] : upgrading)
        socket->abort();
}

void Reception::upgrade(QTcpSocket *socket, qint64 headerBytes, const HandshakeInfo &info)
{
    auto *guard = new InputGuard(*socket, headerBytes);
    m_upgrading[socket] = {guard, info};
    connect(socket, &QTcpSocket::disconnected, this, [this, socket, peer = socket->peerAddress().toString()] {
        if (m_upgrading.erase(socket) > 0)
            Q_EMIT refused(peer, QStringLiteral("the connection ended before it was upgraded"));
    });
    m_server.handleConnection(socket);
    // The bytes came before the hand-over, and QWebSocketServer waits for the signal (Qt 6.4).
    Q_EMIT socket->readyRead();
}

void Reception::upgraded(QWebSocket *webSocket)
{
    // QWebSocket does not tell its TCP socket; the peer's address and port are unique among open connections.
    const auto found = std::find_if(m_upgrading.begin(), m_upgrading.end(), [webSocket](const auto &entry) {
        return entry.first->peerPort() == webSocket->peerPort() &&
               entry.first->peerAddress() == webSocket->peerAddress();
    });
    if (found == m_upgrading.end()) {
        webSocket->deleteLater();
        return;
    }
    QTcpSocket *tcp = found->first;
    const Upgrading state = found->second;
    m_upgrading.erase(found);
    disconnect(tcp, &QTcpSocket::disconnected, this, nullptr);
    Q_EMIT arrived(webSocket, tcp, state.guard, state.info);
    state.guard->attachBehind();
}

} // namespace tickgate
