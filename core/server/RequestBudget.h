#pragma once

#include "core/protocol/Limits.h"

#include <algorithm>
#include <cstdint>

namespace tickgate {

/// How many requests a client may still send: a burst that refills with time. A plain value; hub thread.
class RequestBudget
{
public:
    /// Takes one; false when none is left.
    [[nodiscard]] bool take(std::uint64_t nowNs)
    {
        const double seconds = static_cast<double>(nowNs - m_refilledNs) / 1e9;
        m_refilledNs = nowNs;
        m_left = std::min<double>(limits::kRequestBurst, m_left + seconds * limits::kRequestsPerSecond);
        if (m_left < 1)
            return false;
        m_left -= 1;
        return true;
    }

private:
    double m_left = limits::kRequestBurst;
    std::uint64_t m_refilledNs = 0;
};

} // namespace tickgate
