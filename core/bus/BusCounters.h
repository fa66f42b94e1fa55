#pragma once

#include <cstdint>
#include <string>

namespace tickgate {

/// What the bridge has seen since it was opened. Plain numbers on the bridge thread, copied into snapshots.
struct BusCounters
{
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t ticks = 0;
    std::uint64_t orders = 0;
    std::uint64_t privateTopics = 0;
    std::uint64_t invalidations = 0;
    std::uint64_t unknownTopics = 0;
    std::uint64_t badPayloads = 0;
    std::uint64_t repairedPayloads = 0;
    std::uint64_t oversizedPayloads = 0;
    std::uint64_t badFrameCounts = 0;
    std::uint64_t stalls = 0;
    std::uint64_t lastMessageNs = 0; ///< monotonic, 0 before the first
    std::uint64_t lastTickNs = 0;    ///< the same, of what is a tick
    std::string unknownExample;      ///< the first unknown topic that is not empty, made printable
};

} // namespace tickgate
