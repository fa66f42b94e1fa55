#pragma once

#include "LoadClient_linux.h"

#include <cstdint>
#include <vector>

namespace tickgate::bench {

/// Clients read by one epoll loop. A few of them time their ticks, the others only count, to stay light.
/// Lives on the thread that calls read().
class Crowd
{
public:
    Crowd();
    ~Crowd();
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;

    void add(LoadClient client);
    /// Waits up to 20 ms and takes what came; whether anything did. A client whose connection ended is left out.
    bool read();

    [[nodiscard]] std::uint64_t ticks() const;
    /// Clients whose connection has ended: a figure is worth nothing when there are any.
    [[nodiscard]] int gone() const { return m_gone; }
    [[nodiscard]] LatencyHistogram &latencies() { return m_latencies; }

private:
    int m_epoll = -1;
    std::vector<LoadClient> m_clients;
    int m_gone = 0;
    LatencyHistogram m_latencies;
};

} // namespace tickgate::bench
