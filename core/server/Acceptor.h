#pragma once

#include "core/logging/RateLimitedLog.h"
#include "core/ports/ListenSocket.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

class QTcpSocket;

namespace tickgate {

/// One listening socket. Hands each connection on at once; after a failure, mostly too many open files, it rests a
/// moment and tries again. Not a QTcpServer, which remembers the first error of its socket for good (Qt 6.4): after a
/// failed accept it stays deaf, or spins without a word. Hub thread; owned by Listeners.
class Acceptor : public QObject
{
    Q_OBJECT

public:
    /// Takes the listening socket over.
    explicit Acceptor(os::SocketHandle socket, QObject *parent = nullptr);
    ~Acceptor() override;

    [[nodiscard]] os::SocketHandle socket() const { return m_socket; }
    /// False when the socket was closed, by us or behind our back.
    [[nodiscard]] bool isAlive() const;
    /// Closes the socket at once; whoever still waits to be accepted is reset.
    void close();

Q_SIGNALS:
    /// A fresh connection, with linger 0 and no Nagle; the receiver's to own.
    void accepted(QTcpSocket *socket);
    /// The platform's error number.
    void acceptFailed(int error);

private:
    void acceptAll();
    void handOn(os::SocketHandle connection);
    void rest(int error);

    os::SocketHandle m_socket;
    const std::uint16_t m_port;
    QSocketNotifier m_notifier;
    QTimer m_rest;
    RateLimitedLog m_log;
};

} // namespace tickgate
