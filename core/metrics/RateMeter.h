#pragma once

#include <cstdint>

namespace tickgate {

/// A rate from a counter that only grows, over a second or more. Looks that follow each other more closely (four a
/// second from the window, others besides) get the last rate again: a quiet symbol would else seem to stand still in
/// three looks of four. Pure value.
class RateMeter
{
public:
    /// Per second; 0 at the first look.
    double read(std::uint64_t count, std::uint64_t nowNs) noexcept
    {
        if (m_atNs != 0) {
            const std::uint64_t passedNs = nowNs - m_atNs;
            if (passedNs < kShortestNs)
                return m_rate;
            m_rate = static_cast<double>(count - m_count) * 1e9 / static_cast<double>(passedNs);
        }
        m_atNs = nowNs;
        m_count = count;
        return m_rate;
    }

private:
    static constexpr std::uint64_t kShortestNs = 900'000'000;

    std::uint64_t m_atNs = 0;
    std::uint64_t m_count = 0;
    double m_rate = 0;
};

} // namespace tickgate
