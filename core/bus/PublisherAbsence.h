#pragma once

#include <chrono>
#include <cstdint>

namespace tickgate {

/// How long nobody publishes on an open bus. A plain value that is told the time; no thread of its own.
class PublisherAbsence
{
public:
    /// So many are attached now. The first call starts the clock.
    void note(int publishers, std::uint64_t nowNs);
    /// 0 while somebody is attached, and before the bus is open.
    [[nodiscard]] std::chrono::milliseconds lasts(std::uint64_t nowNs) const;

private:
    std::uint64_t m_sinceNs = 0; ///< 0: somebody is attached, or not open yet
};

} // namespace tickgate
