#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tickgate::bench {

/// Of at least one value.
[[nodiscard]] inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

[[nodiscard]] inline double mebibytes(std::uint64_t bytes)
{
    return static_cast<double>(bytes) / 1024 / 1024;
}

} // namespace tickgate::bench
