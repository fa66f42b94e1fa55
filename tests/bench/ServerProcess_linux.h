#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace tickgate::bench {

/// Tickgate without a window, on ports of its choice, from the folder that this program is in.
[[nodiscard]] std::vector<std::string> tickgateCommand(const std::string &self, const std::string &configFolder);

/// A server under measurement: started with a command line, ready when it prints `listening ws=PORT bus=PORT`, asked
/// to end with SIGINT by the destructor.
class ServerProcess
{
public:
    /// environment: KEY=VALUE in addition to ours. Throws std::runtime_error.
    ServerProcess(const std::vector<std::string> &command, const std::vector<std::string> &environment);
    ~ServerProcess();
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] std::uint16_t webSocketPort() const { return m_webSocketPort; }
    [[nodiscard]] std::uint16_t busPort() const { return m_busPort; }
    /// From launch to the line.
    [[nodiscard]] std::chrono::microseconds startTime() const { return m_startTime; }

    /// CPU time of all its threads so far.
    [[nodiscard]] std::chrono::nanoseconds cpuTime() const;
    [[nodiscard]] std::uint64_t residentBytes() const;

private:
    pid_t m_pid = -1;
    std::uint16_t m_webSocketPort = 0;
    std::uint16_t m_busPort = 0;
    std::chrono::microseconds m_startTime{0};
};

} // namespace tickgate::bench
