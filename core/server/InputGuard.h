#pragma once

#include "core/protocol/CloseCode.h"
#include "core/server/FragmentJoiner.h"
#include "core/server/FrameInspector.h"

#include <QByteArray>
#include <QObject>

class QTcpSocket;

namespace tickgate {

/// Sees every byte from a client before QWebSocket does, because it is connected to the socket first: enforces masking
/// and size, joins fragments, holds back what came in one packet with the handshake, and once a Close frame of ours is
/// under way reads on only for the client's answer. Hub thread; child of the socket.
class InputGuard : public QObject
{
    Q_OBJECT

public:
    /// headerBytes: length of the HTTP header that is still in the socket's buffer.
    InputGuard(QTcpSocket &socket, qint64 headerBytes);

    /// After the QWebSocket was made: from here on it reads behind this.
    void attachBehind();
    /// A Close frame has been sent: what comes is not for QWebSocket any more.
    void expectClose();

Q_SIGNALS:
    void violated(tickgate::CloseCode code);
    /// The client's Close frame has come, before any of ours; QWebSocket will see it next.
    void closeArrived();
    /// The client's Close frame came while it was expected.
    void closeAnswered();

private:
    void inspect();
    void putBack(const QByteArray &bytes);

    QTcpSocket &m_socket;
    FrameInspector m_inspector;
    FragmentJoiner m_joiner;
    QByteArray m_early;   ///< frames behind the header, which QWebSocketServer would drop (Qt 6.4)
    qint64 m_headerBytes; ///< 0 once QWebSocketServer has taken the header away
    qint64 m_seen = 0;    ///< bytes in the buffer, header excluded, that have been inspected
    bool m_expectClose = false;
    bool m_violated = false;
    bool m_closeTold = false;
};

} // namespace tickgate
