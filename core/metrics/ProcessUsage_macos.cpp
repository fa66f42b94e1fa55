#include "ProcessUsage.h"

#include <mach/mach.h>
#include <sys/resource.h>

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
    mach_task_basic_info info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) == KERN_SUCCESS)
        result.residentBytes = info.resident_size;
    return result;
}

} // namespace tickgate
