#pragma once

#include "core/server/HandshakePolicy.h"

#include <QObject>
#include <QSet>

class QTcpSocket;

namespace tickgate {

/// Holds connections until their HTTP header has come whole and was judged: within 5 s and 8 KiB (DESIGN 8), else
/// they are cut. Hub thread; owned by the reception, owns the sockets it holds.
class HandshakeGate : public QObject
{
    Q_OBJECT

public:
    explicit HandshakeGate(HandshakePolicy policy, QObject *parent = nullptr);

    void hold(QTcpSocket *socket);
    /// Answers with 503, whatever the client asks for.
    void turnAway(QTcpSocket *socket, const QString &reason);
    /// Those that may still come in.
    [[nodiscard]] int held() const { return static_cast<int>(m_held.size() - m_refused.size()); }
    /// Cuts all that are still held.
    void abortAll();

Q_SIGNALS:
    /// The socket is the receiver's now; headerBytes of it are the header, still unread.
    void passed(QTcpSocket *socket, qint64 headerBytes, const tickgate::HandshakeInfo &info);
    void refused(const QString &peer, const QString &reason);

private:
    void headerArrived(QTcpSocket *socket);
    void judge(QTcpSocket *socket, const QByteArray &header);
    void refuse(QTcpSocket *socket, const HandshakeVerdict &verdict);
    void letGo(QTcpSocket *socket);

    HandshakePolicy m_policy;
    QSet<QTcpSocket *> m_held;
    QSet<QTcpSocket *> m_refused; ///< of m_held, until they have read the answer
};

} // namespace tickgate
