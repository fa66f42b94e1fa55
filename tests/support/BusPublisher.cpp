#include "BusPublisher.h"

#include "TestSupport.h"

#include <stdexcept>

namespace tickgate::test {

BusPublisher::BusPublisher()
    : m_socket(m_context, zmq::socket_type::xpub)
{
    m_socket.set(zmq::sockopt::linger, 0);
    m_socket.set(zmq::sockopt::sndhwm, 0);
    m_socket.set(zmq::sockopt::reconnect_ivl, 10);
}

void BusPublisher::connect(std::uint16_t port, const std::string &host)
{
    m_socket.connect("tcp://" + host + ":" + std::to_string(port));
}

std::uint16_t BusPublisher::bind()
{
    m_socket.bind("tcp://127.0.0.1:*");
    const std::string endpoint = m_socket.get(zmq::sockopt::last_endpoint);
    return static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1)));
}

bool BusPublisher::waitSubscribed()
{
    return waitFor([this] {
        zmq::message_t subscription;
        return m_socket.recv(subscription, zmq::recv_flags::dontwait).has_value();
    });
}

bool BusPublisher::reach(std::uint16_t port)
{
    connect(port);
    return waitSubscribed();
}

void BusPublisher::send(const QList<QByteArray> &frames)
{
    for (qsizetype i = 0; i < frames.size(); ++i) {
        const auto flags = i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
        const auto bytes = static_cast<std::size_t>(frames[i].size());
        if (!m_socket.send(zmq::const_buffer(frames[i].constData(), bytes), flags))
            throw std::runtime_error("the bus took no message");
    }
}

void BusPublisher::close()
{
    m_socket.close();
    m_context.close();
}

} // namespace tickgate::test
