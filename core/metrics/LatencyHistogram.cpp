#include "LatencyHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tickgate {

std::size_t LatencyHistogram::bucketOf(std::uint64_t us) noexcept
{
    // Values below kSub have a bucket each; above, the top kSubBits bits behind the leading one choose it.
    if (us < kSub)
        return static_cast<std::size_t>(us);
    const int power = static_cast<int>(std::bit_width(us)) - 1;
    const auto sub = static_cast<std::size_t>((us >> (power - kSubBits)) & (kSub - 1));
    const std::size_t bucket = static_cast<std::size_t>(power - kSubBits + 1) * kSub + sub;
    return std::min(bucket, kBuckets - 1);
}

std::uint64_t LatencyHistogram::upperUs(std::size_t bucket) noexcept
{
    if (bucket < kSub)
        return bucket;
    const auto power = static_cast<int>(bucket / kSub) - 1;
    const std::uint64_t sub = bucket % kSub;
    return ((kSub + sub + 1) << power) - 1;
}

void LatencyHistogram::record(std::uint64_t nanoseconds, std::uint64_t count) noexcept
{
    const std::uint64_t us = nanoseconds / 1000;
    m_counts[bucketOf(us)] += count;
    m_samples += count;
    m_maxUs = std::max(m_maxUs, us);
}

void LatencyHistogram::reset() noexcept
{
    *this = LatencyHistogram();
}

void LatencyHistogram::add(const LatencyHistogram &other) noexcept
{
    for (std::size_t i = 0; i < kBuckets; ++i)
        m_counts[i] += other.m_counts[i];
    m_samples += other.m_samples;
    m_maxUs = std::max(m_maxUs, other.m_maxUs);
}

std::uint64_t LatencyHistogram::percentileUs(double share) const noexcept
{
    if (m_samples == 0)
        return 0;
    const auto wanted =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(m_samples))));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        seen += m_counts[i];
        if (seen >= wanted)
            return std::min(upperUs(i), m_maxUs);
    }
    return m_maxUs;
}

} // namespace tickgate
