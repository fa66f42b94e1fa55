#pragma once

#include "core/metrics/Snapshot.h"
#include "core/ports/ListenSocket.h"

#include <QObject>
#include <QStringList>

#include <cstdint>
#include <vector>

class QTcpSocket;

namespace tickgate {

class Acceptor;
struct ProxyConfig;

/// The address in the settings, then the other loopback where both are wanted. Pure.
[[nodiscard]] QStringList listenAddresses(const ProxyConfig &config);

/// The listening sockets of the WebSocket port, one per address, around sockets that we opened ourselves because
/// QWebSocketServer::listen loses the system's error. Hub thread; owned by the hub.
class Listeners : public QObject
{
    Q_OBJECT

public:
    /// How opening went: the first address decides, the others are extras that may fail with a sentence.
    struct Opened
    {
        quint16 port = 0;
        int error = 0; ///< of the first address, or of one with a twin: the platform's number
        QString errorText;

        [[nodiscard]] bool ok() const { return error == 0; }
    };

    explicit Listeners(QObject *parent = nullptr);
    ~Listeners() override;

    [[nodiscard]] Opened open(const QStringList &addresses, quint16 port, bool reusePort);
    /// Closes every listening socket at once.
    void close();

    /// Binds each address that was opened again, without address reuse: address:port of those that are not free.
    [[nodiscard]] QStringList stillHeld() const;

    [[nodiscard]] std::vector<ListenerSnapshot> snapshot() const;
    [[nodiscard]] quint16 port() const { return m_port; }
    /// An open listener has lost its descriptor: the service has to fail and say so.
    [[nodiscard]] bool isAlive() const;

#ifdef TICKGATE_FAULT_HOOKS
    /// Crash tests: closes the first listener's descriptor behind its back.
    void breakDescriptor();
#endif

Q_SIGNALS:
    /// A fresh connection, with linger 0 and no Nagle; the receiver's to own.
    void accepted(QTcpSocket *socket);

private:
    struct Listener
    {
        QString address;
        Acceptor *acceptor = nullptr; ///< nullptr when it could not be opened, or is closed again
        bool wasOpened = false;       ///< what never was ours is not ours to free
        QString error;
        bool absent = false; ///< see ListenerSnapshot
    };

    static void explain(Listener &listener, quint16 port, int error);

    std::vector<Listener> m_listeners;
    quint16 m_port = 0;
};

} // namespace tickgate
