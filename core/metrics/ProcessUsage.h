#pragma once

#include <chrono>
#include <cstdint>

namespace tickgate {

/// What this process has used so far; per OS in ProcessUsage_*.cpp.
struct ProcessUsage
{
    std::chrono::microseconds cpuTime{0}; ///< all threads, user and system
    std::uint64_t residentBytes = 0;
};

[[nodiscard]] ProcessUsage processUsage();

/// CPU use between two looks. Confined to one thread.
class CpuMeter
{
public:
    /// Percent of one core since the last call; 0 at the first.
    [[nodiscard]] double percentSinceLast(std::chrono::steady_clock::time_point now);

private:
    std::chrono::steady_clock::time_point m_at{};
    std::chrono::microseconds m_cpuTime{0};
};

} // namespace tickgate
