#include "ProcessUsage.h"

#include <windows.h>

#include <psapi.h>

namespace tickgate {

namespace {

std::chrono::microseconds duration(const FILETIME &time)
{
    const std::uint64_t ticks = (std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime; // of 100 ns
    return std::chrono::microseconds(static_cast<std::int64_t>(ticks / 10));
}

} // namespace

ProcessUsage processUsage()
{
    ProcessUsage result;
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    if (GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user) != 0)
        result.cpuTime = duration(kernel) + duration(user);
    PROCESS_MEMORY_COUNTERS memory{};
    if (GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof memory) != 0)
        result.residentBytes = memory.WorkingSetSize;
    return result;
}

} // namespace tickgate
