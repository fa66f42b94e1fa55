#pragma once

#include <chrono>

namespace tickgate {

/// The patience of AdapterFeed; tests have less.
struct AdapterFeedTimes
{
    std::chrono::milliseconds lookEvery{250};                           ///< how exactly the others are kept
    std::chrono::milliseconds answerWithin{4700};                       ///< a client's reply waits 5 s at most
    std::chrono::milliseconds adapterWithin = std::chrono::seconds(60); ///< an adapter that is silent longer has hung
    std::chrono::milliseconds rebuildAtMostEvery = std::chrono::seconds(60);
    std::chrono::milliseconds loginRetry = std::chrono::seconds(30); ///< though OpenAlgo tells of a login on the bus
    std::chrono::milliseconds firstRetry = std::chrono::seconds(1);  ///< after another failure; doubles
    std::chrono::milliseconds longestRetry = std::chrono::seconds(60);
    std::chrono::milliseconds disconnectedFor = std::chrono::seconds(60); ///< adapters reconnect by themselves first
    std::chrono::milliseconds leaveIdleAfter = std::chrono::seconds(60);
};

} // namespace tickgate
