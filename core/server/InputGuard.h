#pragma once

#include "core/protocol/CloseCode.h"
#include "core/server/FrameInspector.h"

#include <QObject>

class QTcpSocket;

namespace tickgate {

/// Sees every byte from a client before QWebSocket does, because it is connected to the socket first: enforces masking
/// and size, and once a Close frame of ours is under way reads on only for the client's answer. Hub thread; child of
/// the socket.
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
    /// The client's Close frame came while it was expected.
    void closeAnswered();

private:
    void inspect();

    QTcpSocket &m_socket;
    FrameInspector m_inspector;
    qint64 m_headerBytes; ///< 0 once QWebSocketServer has taken the header away
    qint64 m_seen = 0;    ///< bytes in the buffer, header excluded, that have been inspected
    bool m_expectClose = false;
    bool m_violated = false;
};

} // namespace tickgate
