#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace tickgate::bench {

/// A server under measurement: started with a command line, ready when it prints `listening ws=PORT bus=PORT`, asked
/// to end with SIGINT by the destructor.
class ServerProcess
{
public:
    /// Throws std::runtime_error.
    explicit ServerProcess(const std::vector<std::string> &command);
    ~ServerProcess();
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    [[nodiscard]] std::uint16_t webSocketPort() const { return m_webSocketPort; }
    [[nodiscard]] std::uint16_t busPort() const { return m_busPort; }

    /// CPU time of all its threads so far.
    [[nodiscard]] std::chrono::nanoseconds cpuTime() const;
    [[nodiscard]] std::uint64_t residentBytes() const;

private:
    pid_t m_pid = -1;
    std::uint16_t m_webSocketPort = 0;
    std::uint16_t m_busPort = 0;
};

} // namespace tickgate::bench
