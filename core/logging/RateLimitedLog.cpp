#include "RateLimitedLog.h"

#include "core/logging/LogSinks.h"

#include <spdlog/spdlog.h>

namespace tickgate {

RateLimitedLog::RateLimitedLog(std::chrono::milliseconds interval)
    : m_interval(interval)
{}

std::optional<quint64> RateLimitedLog::admit(Clock::time_point now)
{
    if (m_last.has_value() && now - *m_last < m_interval) {
        ++m_leftOut;
        return std::nullopt;
    }
    m_last = now;
    return std::exchange(m_leftOut, 0);
}

void RateLimitedLog::write(LogLevel level, const std::string &text, quint64 leftOut) const
{
    if (leftOut == 0)
        spdlog::log(toSpdlogLevel(level), "{}", text);
    else
        spdlog::log(toSpdlogLevel(level), "{} ({} more like it since the last line)", text, leftOut);
}

} // namespace tickgate
