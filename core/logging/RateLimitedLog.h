#pragma once

#include "core/config/ProxyConfig.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace tickgate {

/// One place in a hot path that may log: at most one line per interval, which then says how many were left out.
/// Used by one thread; the member of the object that logs.
class RateLimitedLog
{
public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimitedLog(std::chrono::milliseconds interval = std::chrono::seconds(5));

    /// How many lines were left out since the last one when this one may be written; nothing when it may not.
    [[nodiscard]] std::optional<quint64> admit(Clock::time_point now);

    /// makeText() gives the line, starting with the part as in "bus: ...", and is only called when it is written.
    template <typename MakeText>
    void log(LogLevel level, MakeText &&makeText)
    {
        if (const auto leftOut = admit(Clock::now()))
            write(level, std::forward<MakeText>(makeText)(), *leftOut);
    }

    template <typename MakeText>
    void warn(MakeText &&makeText)
    {
        log(LogLevel::Warn, std::forward<MakeText>(makeText));
    }

private:
    void write(LogLevel level, const std::string &text, quint64 leftOut) const;

    std::chrono::milliseconds m_interval;
    std::optional<Clock::time_point> m_last;
    quint64 m_leftOut = 0;
};

} // namespace tickgate
