#include "PublisherAbsence.h"

namespace tickgate {

void PublisherAbsence::note(int publishers, std::uint64_t nowNs)
{
    if (publishers > 0)
        m_sinceNs = 0;
    else if (m_sinceNs == 0)
        m_sinceNs = nowNs;
}

std::chrono::milliseconds PublisherAbsence::lasts(std::uint64_t nowNs) const
{
    if (m_sinceNs == 0 || nowNs <= m_sinceNs)
        return std::chrono::milliseconds(0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(nowNs - m_sinceNs));
}

} // namespace tickgate
