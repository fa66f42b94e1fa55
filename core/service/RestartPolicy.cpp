#include "RestartPolicy.h"

#include <algorithm>

namespace tickgate {

std::optional<std::chrono::seconds> RestartPolicy::failed(std::chrono::milliseconds ranFor)
{
    if (ranFor >= kGoodTime)
        m_failures = 0;
    ++m_failures;
    if (m_failures >= kMostFailures)
        return std::nullopt;
    return std::min(std::chrono::seconds(1LL << (m_failures - 1)), std::chrono::seconds(60));
}

} // namespace tickgate
