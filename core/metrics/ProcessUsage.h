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

} // namespace tickgate
