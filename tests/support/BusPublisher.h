#pragma once

#include <QByteArray>
#include <QList>

#include <cstdint>
#include <string>

#include <zmq.hpp>

namespace tickgate::test {

/// A PUB socket of a test: connects to a bus, or binds as older publishers do. Any one thread; closing it leaves
/// nothing in TIME_WAIT where the other side resets.
class BusPublisher
{
public:
    BusPublisher();

    void connect(std::uint16_t port, const std::string &host = "127.0.0.1");
    /// The port that was chosen.
    std::uint16_t bind();

    /// True once a subscriber's subscription has arrived: what is sent from then on is not lost.
    [[nodiscard]] bool waitSubscribed();
    /// Connects to a bus that is open, and waits for its subscription.
    [[nodiscard]] bool reach(std::uint16_t port);
    /// A message of that many frames.
    void send(const QList<QByteArray> &frames);
    void send(const QByteArray &topic, const QByteArray &payload) { send({topic, payload}); }
    void close();

private:
    zmq::context_t m_context{1};
    zmq::socket_t m_socket; ///< XPUB, which sees subscriptions
};

} // namespace tickgate::test
