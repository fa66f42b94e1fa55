#include "BusBridge.h"

#include "core/bus/Mailbox.h"
#include "core/bus/PublisherMonitor.h"
#include "core/bus/TickDecoder.h"
#include "core/metrics/Clock.h"
#include "core/ports/ListenSocket.h"
#include "core/protocol/TestTick.h"

#include <QThread>

#include <spdlog/spdlog.h>
#include <zmq.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr const char *kControlEndpoint = "inproc://bridge-control";
constexpr int kReceiveHighWater = 100'000; // messages per publisher that ZeroMQ holds while we are behind
constexpr std::int64_t kMaxMessageBytes = 64 * 1024 * 1024; // ZeroMQ drops the connection of who sends more
constexpr int kMessagesPerTurn = 2'048;
constexpr std::uint64_t kTurnNs = 2'000'000;
constexpr int kIdleTurnMs = 1'000;   // the loop turns at least so often, for the watchdog
constexpr int kFullTurnMs = 1;       // how often a full mailbox is looked at again
constexpr auto kLongestRest = 500us; // what pacing may add to a tick's latency
constexpr auto kPublisherProbe = 700ms;

std::string endpointOf(const std::string &host, std::uint16_t port)
{
    const bool v6 = host.find(':') != std::string::npos;
    return "tcp://" + (v6 ? "[" + host + "]" : host) + ":" + (port == 0 ? std::string("*") : std::to_string(port));
}

os::SocketHandle handleOf(const zmq::socket_t &socket)
{
    return static_cast<os::SocketHandle>(socket.get(zmq::sockopt::fd));
}

std::uint16_t portOf(const std::string &endpoint)
{
    const std::size_t colon = endpoint.rfind(':');
    return colon == std::string::npos ? 0 : static_cast<std::uint16_t>(std::stoi(endpoint.substr(colon + 1)));
}

} // namespace

/// The control pair has a context of its own, so that the bus's context can be ended, and its TCP sockets are known to
/// be gone, on the bridge thread while the hub still holds its end of the pair. Destroyed in reverse order.
struct BusBridge::Sockets
{
    zmq::context_t controlContext{0};                                 // inproc needs no I/O thread
    zmq::socket_t controlOut{controlContext, zmq::socket_type::pair}; ///< hub thread
    zmq::socket_t controlIn{controlContext, zmq::socket_type::pair};
    zmq::context_t context{1};
    zmq::socket_t bus;
    std::unique_ptr<PublisherMonitor> monitor;

    Sockets()
    {
        controlIn.set(zmq::sockopt::linger, 0);
        controlOut.set(zmq::sockopt::linger, 0);
        controlIn.bind(kControlEndpoint);
        controlOut.connect(kControlEndpoint);
    }

    void makeBus(bool v6)
    {
        monitor.reset();
        bus = zmq::socket_t(context, zmq::socket_type::sub);
        bus.set(zmq::sockopt::linger, 0);
        bus.set(zmq::sockopt::rcvhwm, kReceiveHighWater);
        bus.set(zmq::sockopt::maxmsgsize, kMaxMessageBytes);
        bus.set(zmq::sockopt::ipv6, v6);
        bus.set(zmq::sockopt::subscribe, "");
        monitor = std::make_unique<PublisherMonitor>(context, bus);
    }

    void closeBus()
    {
        monitor.reset();
        bus.close();
        context.shutdown();
        context.close();
    }
};

BusBridge::BusBridge(BusOptions options, Mailbox &mailbox, Callbacks callbacks)
    : m_options(std::move(options))
    , m_mailbox(mailbox)
    , m_callbacks(std::move(callbacks))
{}

BusBridge::~BusBridge()
{
    close();
    if (m_thread)
        m_thread->wait();
}

void BusBridge::open()
{
    m_lastTurnNs = monotonicNs();
    m_sockets = std::make_unique<Sockets>();
    m_thread.reset(QThread::create([this] { run(); }));
    m_thread->setObjectName(QStringLiteral("bridge")); // what debuggers and top show
    m_thread->start();
}

void BusBridge::close()
{
    if (!m_sockets || m_closeAsked)
        return;
    m_closeAsked = true;
    // A PAIR with nobody left to read would refuse; the thread has then ended already.
    static_cast<void>(m_sockets->controlOut.send(zmq::message_t(), zmq::send_flags::dontwait));
}

BusStatus BusBridge::status() const
{
    const std::lock_guard lock(m_statusMutex);
    return m_status;
}

void BusBridge::run() noexcept
{
    std::string failure;
    try {
        serve();
    } catch (const std::exception &e) {
        failure = e.what();
    } catch (...) {
        failure = "unknown error";
    }
    try {
        m_sockets->closeBus();
    } catch (const std::exception &e) {
        spdlog::error("bus: closing: {}", e.what());
    }
    publishStatus(0);
    if (!failure.empty())
        m_callbacks.failed(failure);
    m_callbacks.closed();
}

BusOpened BusBridge::openBus(Sockets &sockets)
{
    const bool v6 = m_options.host.find(':') != std::string::npos;
    BusOpened result;
    result.endpoint = endpointOf(m_options.host, m_options.port);

    if (m_options.topology != BusTopology::Connect) {
        sockets.makeBus(v6);
        try {
            sockets.bus.bind(result.endpoint);
            result.endpoint = sockets.bus.get(zmq::sockopt::last_endpoint);
            result.port = portOf(result.endpoint);
            result.ok = true;
            return result;
        } catch (const zmq::error_t &e) {
            result.error = e.num();
            result.errorText = e.what();
        }
        if (m_options.topology == BusTopology::Bind || result.error != EADDRINUSE)
            return result;
    }

    sockets.makeBus(v6);
    try {
        sockets.bus.connect(result.endpoint);
    } catch (const zmq::error_t &e) {
        result.error = e.num();
        result.errorText = e.what();
        return result;
    }
    if (m_options.topology == BusTopology::Auto) {
        // Something holds the port: a publisher that binds, as older OpenAlgo versions did, completes ZeroMQ's
        // handshake with a SUB; anything else does not.
        const std::uint64_t deadline = monotonicNs() + std::chrono::nanoseconds(kPublisherProbe).count();
        while (!sockets.monitor->everAttached() && monotonicNs() < deadline) {
            std::array items{zmq::pollitem_t{sockets.monitor->handle(), 0, ZMQ_POLLIN, 0},
                             zmq::pollitem_t{sockets.controlIn.handle(), 0, ZMQ_POLLIN, 0}};
            zmq::poll(items, 50ms);
            sockets.monitor->read();
            if (items[1].revents != 0)
                break;
        }
        if (!sockets.monitor->everAttached())
            return result; // still EADDRINUSE
    }
    result.ok = true;
    result.connected = true;
    result.port = m_options.port;
    result.error = 0;
    result.errorText.clear();
    return result;
}

void BusBridge::serve()
{
    Sockets &sockets = *m_sockets;
    try {
        m_opened = openBus(sockets);
    } catch (const zmq::error_t &e) {
        // Whoever asked waits for an answer, also when there are no sockets or descriptors left to open.
        m_opened = {};
        m_opened.endpoint = endpointOf(m_options.host, m_options.port);
        m_opened.error = e.num();
        m_opened.errorText = e.what();
    }
    publishStatus(0);
    m_callbacks.opened(m_opened);
    if (!m_opened.ok)
        return;
    drain(sockets);
}

void BusBridge::drain(Sockets &sockets)
{
    // Waited on by their descriptors: zmq::poll() asks the kernel two or three times for each wait, which was a quarter
    // of this thread's time. ZeroMQ announces what comes once only, so each socket is read until it has nothing more
    // before its next wait (zmq_getsockopt(3), ZMQ_FD).
    enum : unsigned
    {
        kControl = 1,
        kMonitor = 2,
        kBus = 4,
        kAll = 7
    };
    const std::array watched{handleOf(sockets.controlIn), sockets.monitor->descriptor(), handleOf(sockets.bus)};
    const std::span all(watched);

    TickDecoder decoder(m_counters);
    std::unique_ptr<TickBatch> batch = m_mailbox.blank();
    zmq::message_t command;
    bool full = false;
    unsigned ready = kAll; // what came before the first wait
    for (;;) {
        const std::uint64_t turnStart = monotonicNs();
        m_lastTurnNs.store(turnStart, std::memory_order_relaxed);
        if ((ready & kControl) != 0 && sockets.controlIn.recv(command, zmq::recv_flags::dontwait))
            return;
#ifdef TICKGATE_FAULT_HOOKS
        if (m_throwAtNextTurn.exchange(false))
            throw std::runtime_error("fault hook: bridge");
#endif
        if ((ready & kMonitor) != 0)
            sockets.monitor->read();

        const bool wasFull = std::exchange(full, !m_mailbox.hasRoom());
        bool drained = (ready & kBus) == 0;
        if (full && !wasFull)
            ++m_counters.stalls;
        if (!full && !drained) {
            drained = readBus(sockets.bus, decoder, *batch, turnStart);
            if (!batch->empty()) {
                m_mailbox.post(std::move(batch));
                batch = m_mailbox.blank();
            }
        }
        publishStatus(sockets.monitor->publishers());

        if (full) {
            // The hub is behind: messages wait in ZeroMQ's bounded queue.
            ready = os::waitReadable(all.first(2), kFullTurnMs) | kBus;
        } else if (!drained) {
            ready = os::waitReadable(all.first(2), 0) | kBus;
        } else {
            ready = os::waitReadable(all, kIdleTurnMs);
            if ((ready & kBus) != 0)
                gather();
            if (ready == 0)
                ready = kAll;
        }
    }
}

bool BusBridge::readBus(zmq::socket_t &bus, TickDecoder &decoder, TickBatch &batch, std::uint64_t turnStart)
{
    zmq::message_t topic;
    zmq::message_t payload;
    zmq::message_t surplus;
    for (int taken = 0; taken < kMessagesPerTurn; ++taken) {
        if (!bus.recv(topic, zmq::recv_flags::dontwait))
            return true;
        const std::uint64_t now = monotonicNs();
        std::size_t frames = 1;
        bool more = topic.more();
        if (more) {
            static_cast<void>(bus.recv(payload, zmq::recv_flags::none));
            ++frames;
            more = payload.more();
        }
        while (more) {
            static_cast<void>(bus.recv(surplus, zmq::recv_flags::none));
            ++frames;
            more = surplus.more();
        }
        if (topic.to_string_view() != test_tick::kTopic) {
            ++m_counters.messages;
            m_counters.bytes += topic.size() + (frames > 1 ? payload.size() : 0);
            m_counters.lastMessageNs = now;
        }
        if (frames == 2)
            decoder.decode(topic.to_string_view(), payload.to_string_view(), now, batch);
        else
            decoder.countBadFrames(topic.to_string_view(), frames);
        if (now - turnStart > kTurnNs)
            break;
    }
    return false;
}

void BusBridge::gather() const
{
    const std::uint64_t now = monotonicNs();
    const std::uint64_t until = m_mailbox.restUntilNs();
    if (until > now)
        std::this_thread::sleep_for(
            std::min<std::chrono::nanoseconds>(std::chrono::nanoseconds(until - now), kLongestRest));
}

void BusBridge::publishStatus(int publishers)
{
    const std::lock_guard lock(m_statusMutex);
    m_status.opened = m_opened;
    m_status.publishers = publishers;
    if (m_opened.ok)
        m_status.absence.note(publishers, monotonicNs());
    m_status.counters = m_counters;
}

} // namespace tickgate
