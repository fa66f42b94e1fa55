#pragma once

#include <chrono>
#include <cstddef>

namespace tickgate::limits {

// Bounds of DESIGN 8 and 5; those that users may set are in ProxyConfig.

inline constexpr std::size_t kHandshakeBytes = 8 * 1024;
inline constexpr std::chrono::seconds kHandshakeTime{5};
inline constexpr std::size_t kMessageBytes = 1024 * 1024; ///< incoming, over it 1009
inline constexpr int kSymbolsPerRequest = 1'000;
inline constexpr int kSubscriptionsPerSession = 10'000;
inline constexpr std::size_t kSymbolNameBytes = 128;
inline constexpr int kWrongKeys = 5;                            ///< the fifth closes the session with 4401
inline constexpr std::chrono::milliseconds kWrongKeyDelay{100}; ///< times the number of wrong keys so far
/// A client that subscribes symbol by symbol at start sends thousands of requests in a burst; nobody keeps it up.
inline constexpr int kRequestBurst = 3'000;
inline constexpr int kRequestsPerSecond = 500;

inline constexpr std::size_t kQueueBytes = 4 * 1024 * 1024; ///< per session, beside WS_MAX_QUEUE messages
inline constexpr std::chrono::seconds kNoProgress{30};      ///< a reader stuck for so long is closed with 4408

inline constexpr std::chrono::seconds kStalled{5}; ///< a hub or bridge loop that has not turned for so long has failed

inline constexpr std::chrono::milliseconds kGoodbyeWait{2'000}; ///< for answers to the Close frame at a stop
inline constexpr std::chrono::milliseconds kCloseWait{2'000};   ///< the same when one session is closed

inline constexpr std::size_t kBusPayloadBytes = 1024 * 1024; ///< larger ones are counted and dropped
inline constexpr std::size_t kBusTopicBytes = 512;
inline constexpr std::size_t kKnownSymbols = 200'000; ///< names the bus may make us remember

} // namespace tickgate::limits
