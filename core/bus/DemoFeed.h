#pragma once

#include <cstdint>
#include <memory>
#include <string>

class QThread;

namespace tickgate {

struct DemoFeedOptions
{
    std::string host = "127.0.0.1"; ///< numeric, of the bus
    std::uint16_t port = 5555;
    double ticksPerSecond = 200; ///< over all symbols; at least 1
    std::uint32_t seed = 0;      ///< 0: a different walk each time
};

/// A publisher like a broker's, for trying things out: a real PUB socket on its own thread, connected to the bus, with
/// a random walk over some 40 symbols in all modes and an order update now and then. Made and destroyed by its owner's
/// thread; the destructor ends the thread.
class DemoFeed
{
public:
    explicit DemoFeed(DemoFeedOptions options);
    ~DemoFeed();
    DemoFeed(const DemoFeed &) = delete;
    DemoFeed &operator=(const DemoFeed &) = delete;

private:
    struct Sockets;

    void run() noexcept;
    void publish();

    const DemoFeedOptions m_options;
    std::unique_ptr<Sockets> m_sockets;
    std::unique_ptr<QThread> m_thread;
};

} // namespace tickgate
