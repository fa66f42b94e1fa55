#pragma once

#include <chrono>
#include <cstdint>

namespace tickgate {

/// The clock of the data path: nanoseconds that never go back. Comparable between threads.
[[nodiscard]] inline std::uint64_t monotonicNs() noexcept
{
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count());
}

/// A duration in the clock's unit.
[[nodiscard]] constexpr std::uint64_t nanoseconds(std::chrono::nanoseconds duration) noexcept
{
    return static_cast<std::uint64_t>(duration.count());
}

[[nodiscard]] inline std::chrono::milliseconds sinceNs(std::uint64_t thenNs, std::uint64_t nowNs) noexcept
{
    const std::uint64_t passed = nowNs > thenNs ? nowNs - thenNs : 0;
    return std::chrono::milliseconds(static_cast<std::int64_t>(passed / 1'000'000));
}

} // namespace tickgate
