#include "ProcessUsage.h"

namespace tickgate {

double CpuMeter::percentSinceLast(std::chrono::steady_clock::time_point now)
{
    const std::chrono::microseconds used = processUsage().cpuTime;
    double percent = 0;
    if (m_at != std::chrono::steady_clock::time_point{} && now > m_at) {
        percent = std::chrono::duration<double>(used - m_cpuTime).count() /
                  std::chrono::duration<double>(now - m_at).count() * 100;
    }
    m_at = now;
    m_cpuTime = used;
    return percent;
}

} // namespace tickgate
