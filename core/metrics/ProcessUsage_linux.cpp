#include "ProcessUsage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace tickgate {

ProcessUsage processUsage()
{
    ProcessUsage result;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        const auto time = [](const timeval &value) {
            return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
        };
        result.cpuTime = time(usage.ru_utime) + time(usage.ru_stime);
    }
    std::ifstream statm("/proc/self/statm"); // in pages: total, resident, ... (proc(5))
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    if (statm >> total >> resident)
        result.residentBytes = resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    return result;
}

} // namespace tickgate
