#pragma once

#include <zmq.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace tickgate::bench {

/// What a broker adapter would publish: ticks of one mode, round robin over the symbols, at a steady rate. Each
/// payload begins with {"t":NNNNNNNNNNNNNNNNNNN, the monotonic nanoseconds of its sending.
/// Lives on the thread that calls publish().
class BusLoad
{
public:
    /// mode: LTP, QUOTE or DEPTH, payloads of about 110, 330 and 900 bytes. Throws zmq::error_t.
    BusLoad(std::uint16_t busPort, std::vector<std::string> symbols, std::string mode);

    /// Blocks; ends early when stop becomes true. How many ticks were sent.
    std::uint64_t publish(double ticksPerSecond, double seconds, const std::atomic<bool> *stop = nullptr);

private:
    std::vector<std::string> m_symbols;
    std::string m_mode;
    zmq::context_t m_context{1};
    zmq::socket_t m_socket{m_context, zmq::socket_type::pub};
};

/// SYM1000, SYM1001, ...
[[nodiscard]] std::vector<std::string> symbolNames(int count);

} // namespace tickgate::bench
