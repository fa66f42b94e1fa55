#pragma once

#include "core/ports/ListenSocket.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace zmq {
class context_t;
class socket_t;
} // namespace zmq

namespace tickgate {

/// Counts the publishers attached to a SUB socket, from ZeroMQ's socket monitor, and sets linger 0 on their TCP
/// connections, so that closing the bus leaves none of them in TIME_WAIT. Bridge thread only.
class PublisherMonitor
{
public:
    /// Watches the socket from here on; throws zmq::error_t.
    PublisherMonitor(zmq::context_t &context, zmq::socket_t &socket);
    ~PublisherMonitor();

    /// The raw handle to poll on for reading.
    [[nodiscard]] void *handle() const;
    /// The same for a wait of one's own; it announces events once, so read() before the next wait.
    [[nodiscard]] os::SocketHandle descriptor() const;
    /// Reads what is there without waiting.
    void read();

    [[nodiscard]] int publishers() const { return static_cast<int>(m_ready.size()); }
    /// True once any peer has spoken ZeroMQ to us.
    [[nodiscard]] bool everAttached() const { return m_everAttached; }

private:
    using Descriptor = std::int32_t; ///< as events carry it

    void handshakeSucceeded();
    void disconnected(Descriptor descriptor);

    zmq::socket_t &m_watched;
    std::unique_ptr<zmq::socket_t> m_events;
    std::vector<Descriptor> m_pending; ///< connections that have not got through their handshake
    std::vector<Descriptor> m_ready;
    bool m_failed = false; ///< a handshake failed and its disconnect is still to come
    bool m_everAttached = false;
};

} // namespace tickgate
