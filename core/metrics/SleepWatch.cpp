#include "SleepWatch.h"

#include <algorithm>

namespace tickgate {

std::optional<SleepWatch::Time> SleepWatch::look(Time wall, Time steady)
{
    const bool first = !m_wall.has_value();
    const Time wallPassed = wall - m_wall.value_or(wall);
    const Time steadyPassed = first ? Time(0) : steady - m_steady;
    m_wall = wall;
    m_steady = steady;
    const Time ahead = wallPassed - steadyPassed;
    const Time late = steadyPassed - m_every;
    const Time slept = std::max(ahead, late);
    return !first && slept > kLeast ? std::optional(slept) : std::nullopt;
}

} // namespace tickgate
