#pragma once

#include <chrono>
#include <optional>

namespace tickgate {

/// Notices that the computer slept, from two clocks that are looked at every so often: where the steady clock stands
/// still in a sleep the wall clock has run ahead of it, and where it goes on this look comes much too late. Setting the
/// wall clock back is no sleep. A plain value without a clock of its own.
class SleepWatch
{
public:
    using Time = std::chrono::milliseconds;
    /// A sleep shorter than this is not worth speaking of.
    static constexpr Time kLeast{5000};

    /// every: how often look() is called.
    explicit SleepWatch(Time every)
        : m_every(every)
    {}

    /// How long the sleep was that ended since the last look; nothing when there was none.
    [[nodiscard]] std::optional<Time> look(Time wall, Time steady);

private:
    const Time m_every;
    std::optional<Time> m_wall;
    Time m_steady{0};
};

} // namespace tickgate
