#pragma once

#include <string_view>

/// The reserved name under which Tickgate sends a tick of its own round the loop. It is nobody's market data, so it is
/// left out of all counters and lists.
namespace tickgate::test_tick {

inline constexpr std::string_view kExchange = "CRYPTO";
inline constexpr std::string_view kSymbol = "TICKGATE.TEST";
inline constexpr std::string_view kTopic = "CRYPTO_TICKGATE.TEST_LTP";

} // namespace tickgate::test_tick
