#pragma once

#include "core/bus/BusCounters.h"
#include "core/bus/PublisherAbsence.h"
#include "core/config/ProxyConfig.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

class QThread;

namespace zmq {
class socket_t;
}

namespace tickgate {

class Mailbox;
class TickDecoder;
struct TickBatch;

struct BusOptions
{
    std::string host = "127.0.0.1"; ///< numeric
    std::uint16_t port = 5555;      ///< 0 lets the system choose
    BusTopology topology = BusTopology::Auto;
};

/// How opening went.
struct BusOpened
{
    bool ok = false;
    bool connected = false; ///< to a publisher that binds; else we are bound
    std::uint16_t port = 0;
    std::string endpoint;
    int error = 0; ///< ZeroMQ's number, e.g. EADDRINUSE
    std::string errorText;
};

/// The state of the bus at one moment.
struct BusStatus
{
    BusOpened opened;
    int publishers = 0; ///< attached now
    PublisherAbsence absence;
    BusCounters counters;
};

/// The bridge thread: one SUB socket that is bound (or, for publishers that bind themselves, connected), drained in
/// bounded turns into the mailbox. Owned by the hub, which calls open(), close() and the destructor on its own thread.
/// The callbacks come on the bridge thread.
class BusBridge
{
public:
    struct Callbacks
    {
        std::function<void(const BusOpened &)> opened;   ///< once
        std::function<void(const std::string &)> failed; ///< the thread ended by itself, with the reason
        std::function<void()> closed;                    ///< once, last: sockets and context are gone
    };

    BusBridge(BusOptions options, Mailbox &mailbox, Callbacks callbacks);
    /// Closes and waits for the thread.
    ~BusBridge();
    BusBridge(const BusBridge &) = delete;
    BusBridge &operator=(const BusBridge &) = delete;

    void open();
    /// Asks the thread to close everything and end; returns at once.
    void close();

    /// Thread-safe.
    [[nodiscard]] BusStatus status() const;
    /// Monotonic nanoseconds at the last turn of the loop, for the watchdog. Thread-safe.
    [[nodiscard]] std::uint64_t lastTurnNs() const { return m_lastTurnNs.load(std::memory_order_relaxed); }

#ifdef TICKGATE_FAULT_HOOKS
    /// Crash tests: the loop throws at its next turn. Thread-safe.
    void throwAtNextTurn()
    {
        m_throwAtNextTurn = true;
    }
#endif

private:
    struct Sockets;

    void run() noexcept;
    void serve();
    [[nodiscard]] BusOpened openBus(Sockets &sockets);
    void drain(Sockets &sockets);
    /// One turn's messages into the batch; true when there were no more.
    bool readBus(zmq::socket_t &bus, TickDecoder &decoder, TickBatch &batch, std::uint64_t turnStart);
    /// Lets ticks gather while the hub asks for it.
    void gather() const;
    void publishStatus(int publishers);

    const BusOptions m_options;
    Mailbox &m_mailbox;
    const Callbacks m_callbacks;

    std::unique_ptr<Sockets> m_sockets; ///< made by open(); the bridge thread uses all but its control end
    std::unique_ptr<QThread> m_thread;
    bool m_closeAsked = false; ///< hub thread

    std::atomic<std::uint64_t> m_lastTurnNs = 0;
#ifdef TICKGATE_FAULT_HOOKS
    std::atomic<bool> m_throwAtNextTurn = false;
#endif

    BusCounters m_counters; ///< bridge thread
    BusOpened m_opened;     ///< bridge thread
    mutable std::mutex m_statusMutex;
    BusStatus m_status;
};

} // namespace tickgate
