#include "PublisherMonitor.h"

#include <zmq.hpp>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace tickgate {

namespace {

constexpr int kEvents = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED |
                        ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

} // namespace

PublisherMonitor::PublisherMonitor(zmq::context_t &context, zmq::socket_t &socket)
    : m_watched(socket)
{
    // ZeroMQ gives an endpoint's name free some time after its monitor has ended, so each monitor has a name of its
    // own.
    static std::atomic<unsigned> made = 0;
    const std::string endpoint = "inproc://publisher-monitor-" + std::to_string(++made);
    if (zmq_socket_monitor(socket.handle(), endpoint.c_str(), kEvents) != 0)
        throw zmq::error_t();
    m_events = std::make_unique<zmq::socket_t>(context, zmq::socket_type::pair);
    m_events->set(zmq::sockopt::linger, 0);
    m_events->connect(endpoint);
}

PublisherMonitor::~PublisherMonitor()
{
    zmq_socket_monitor(m_watched.handle(), nullptr, 0);
}

void *PublisherMonitor::handle() const
{
    return m_events->handle();
}

os::SocketHandle PublisherMonitor::descriptor() const
{
    return static_cast<os::SocketHandle>(m_events->get(zmq::sockopt::fd));
}

void PublisherMonitor::read()
{
    zmq::message_t event;
    zmq::message_t address;
    while (m_events->recv(event, zmq::recv_flags::dontwait)) {
        if (event.more())
            static_cast<void>(m_events->recv(address, zmq::recv_flags::none));
        if (event.size() < 6) // 16 bit event, 32 bit value (zmq_socket_monitor(3))
            continue;
        std::uint16_t kind = 0;
        std::int32_t value = 0;
        std::memcpy(&kind, event.data(), sizeof kind);
        std::memcpy(&value, static_cast<const char *>(event.data()) + sizeof kind, sizeof value);
        switch (kind) {
        case ZMQ_EVENT_ACCEPTED:
        case ZMQ_EVENT_CONNECTED:
            os::setLingerZero(static_cast<os::SocketHandle>(value));
            m_pending.push_back(value);
            break;
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
            handshakeSucceeded();
            break;
        case ZMQ_EVENT_DISCONNECTED:
            disconnected(value);
            break;
        default:
            m_failed = true;
            break;
        }
    }
}

void PublisherMonitor::handshakeSucceeded()
{
    m_everAttached = true;
    if (m_pending.empty())
        return;
    // The event does not say whose handshake it was. A publisher takes no time, so it is the newest; who has hung
    // about for longer is a stranger.
    m_ready.push_back(m_pending.back());
    m_pending.pop_back();
}

void PublisherMonitor::disconnected(Descriptor descriptor)
{
    // Strangers end with or without a failure, depending on what they sent; after one the guess can be checked.
    const bool wasReady = std::erase(m_ready, descriptor) > 0;
    std::erase(m_pending, descriptor);
    if (std::exchange(m_failed, false) && wasReady && !m_pending.empty()) {
        m_ready.push_back(m_pending.back());
        m_pending.pop_back();
    }
}

} // namespace tickgate
