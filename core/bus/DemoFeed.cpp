#include "DemoFeed.h"

#include "core/bus/DemoMarket.h"
#include "core/bus/PublisherMonitor.h"

#include <QThread>

#include <spdlog/spdlog.h>
#include <zmq.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace tickgate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char *kControlEndpoint = "inproc://demo-control";
constexpr auto kOrderEvery = std::chrono::seconds(5);
constexpr auto kShortestPause = std::chrono::milliseconds(2); // above 500 ticks/s they leave in small groups
constexpr double kMostPerTurn = 5'000;

std::int64_t wallClockMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

struct DemoFeed::Sockets
{
    zmq::context_t context{1};
    zmq::socket_t controlOut{context, zmq::socket_type::pair}; ///< owner's thread
    zmq::socket_t controlIn{context, zmq::socket_type::pair};
};

DemoFeed::DemoFeed(DemoFeedOptions options)
    : m_options(std::move(options))
    , m_sockets(std::make_unique<Sockets>())
{
    m_sockets->controlIn.bind(kControlEndpoint);
    m_sockets->controlOut.connect(kControlEndpoint);
    m_thread.reset(QThread::create([this] { run(); }));
    m_thread->setObjectName(QStringLiteral("demo feed"));
    m_thread->start();
}

DemoFeed::~DemoFeed()
{
    static_cast<void>(m_sockets->controlOut.send(zmq::message_t(), zmq::send_flags::dontwait));
    m_thread->wait();
}

void DemoFeed::run() noexcept
{
    try {
        publish();
    } catch (const std::exception &e) {
        spdlog::error("demo: the feed ended: {}", e.what());
    }
}

void DemoFeed::publish()
{
    zmq::socket_t bus(m_sockets->context, zmq::socket_type::pub);
    bus.set(zmq::sockopt::linger, 0);
    bus.set(zmq::sockopt::ipv6, m_options.host.find(':') != std::string::npos);
    PublisherMonitor monitor(m_sockets->context, bus); // for linger 0 on the connection
    const bool v6 = m_options.host.find(':') != std::string::npos;
    bus.connect("tcp://" + (v6 ? "[" + m_options.host + "]" : m_options.host) + ":" + std::to_string(m_options.port));

    DemoMarket market(m_options.seed != 0 ? m_options.seed : std::random_device{}());
    const double perSecond = std::max(1.0, m_options.ticksPerSecond);
    const auto start = Clock::now();
    auto nextOrder = start + kOrderEvery;
    double sent = 0;
    const auto send = [&bus](const BusMessage &message) {
        static_cast<void>(bus.send(zmq::buffer(message.topic), zmq::send_flags::sndmore));
        static_cast<void>(bus.send(zmq::buffer(message.payload), zmq::send_flags::dontwait));
    };
    std::array items{zmq::pollitem_t{m_sockets->controlIn.handle(), 0, ZMQ_POLLIN, 0},
                     zmq::pollitem_t{monitor.handle(), 0, ZMQ_POLLIN, 0}};
    for (;;) {
        const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::duration<double>(std::clamp(1 / perSecond, 0.0, 1.0)));
        zmq::poll(items, std::max<std::chrono::milliseconds>(kShortestPause, pause));
        if (items[0].revents != 0)
            return;
        if (items[1].revents != 0)
            monitor.read();
        const auto now = Clock::now();
        double due = std::chrono::duration<double>(now - start).count() * perSecond;
        if (due - sent > kMostPerTurn)
            sent = due - kMostPerTurn; // after sleep, or when the machine cannot keep up: no flood to catch up
        for (; sent + 1 <= due; sent += 1)
            send(market.nextTick(wallClockMs()));
        if (now >= nextOrder) {
            send(market.nextOrder(wallClockMs()));
            nextOrder = now + kOrderEvery;
        }
    }
}

} // namespace tickgate
