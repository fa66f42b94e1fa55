#pragma once

#include "core/metrics/LatencyHistogram.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickgate::bench {

/// One WebSocket client as cheap as it can be: a plain socket whose frames are only counted, so that the load is never
/// the limit. Connects, authenticates and subscribes while blocking; afterwards read() is for an epoll loop.
/// Every tick's payload begins with {"t":NNNNNNNNNNNNNNNNNNN, monotonic nanoseconds at the bus send.
class LoadClient
{
public:
    /// Throws std::runtime_error when the server does not answer as it should.
    LoadClient(std::uint16_t port, const std::string &key, const std::vector<std::string> &symbols, int mode);
    /// One that stops after the handshake.
    [[nodiscard]] static LoadClient onlyConnected(std::uint16_t port);
    ~LoadClient();
    LoadClient(LoadClient &&other) noexcept;
    LoadClient &operator=(LoadClient &&) = delete;

    [[nodiscard]] int descriptor() const { return m_fd; }
    /// Takes what is there; latencies of this client's ticks go into the histogram when there is one. False at the end.
    bool read(LatencyHistogram *latencies);
    /// Takes up to so many bytes and looks at none of them: what is left counts as no tick.
    void skip(char *bin, std::size_t bytes);
    /// Blocks until the server has confirmed.
    void subscribe(const std::vector<std::string> &symbols, int mode);
    [[nodiscard]] std::uint64_t ticks() const { return m_ticks; }

private:
    explicit LoadClient(std::uint16_t port);
    void sendFrame(unsigned char opcode, std::string_view payload) const;
    [[nodiscard]] std::string readFrame();
    void countFrames(LatencyHistogram *latencies);

    int m_fd = -1;
    std::vector<char> m_buffer;
    std::size_t m_size = 0;
    std::uint64_t m_ticks = 0;
};

} // namespace tickgate::bench
