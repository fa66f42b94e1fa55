#pragma once

#include <array>
#include <cstdint>

namespace tickgate {

/// Latencies in fixed memory: log-linear buckets as HDR histograms have them, 64 to each power of two, so that every
/// value from 1 us to about an hour is known to within 2 %. Pure; confined to the thread that records.
class LatencyHistogram
{
public:
    void record(std::uint64_t nanoseconds, std::uint64_t count = 1) noexcept;
    void reset() noexcept;
    /// Adds what another one has recorded.
    void add(const LatencyHistogram &other) noexcept;

    [[nodiscard]] std::uint64_t samples() const noexcept { return m_samples; }
    /// Microseconds below which the given share (0 to 1) of the samples lies; 0 without samples.
    [[nodiscard]] std::uint64_t percentileUs(double share) const noexcept;
    [[nodiscard]] std::uint64_t maxUs() const noexcept { return m_maxUs; }

private:
    static constexpr int kSubBits = 6;
    static constexpr std::size_t kSub = 1U << kSubBits;
    static constexpr std::size_t kBuckets = kSub * 27;

    [[nodiscard]] static std::size_t bucketOf(std::uint64_t us) noexcept;
    [[nodiscard]] static std::uint64_t upperUs(std::size_t bucket) noexcept;

    std::array<std::uint64_t, kBuckets> m_counts{};
    std::uint64_t m_samples = 0;
    std::uint64_t m_maxUs = 0;
};

} // namespace tickgate
