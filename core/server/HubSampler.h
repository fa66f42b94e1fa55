#pragma once

#include "core/metrics/RateMeter.h"
#include "core/metrics/Snapshot.h"
#include "core/server/PriceReader.h"
#include "core/server/SessionKeeper.h"

#include <cstdint>
#include <deque>
#include <memory>

namespace tickgate {

class FanOut;
class FeedSource;
class LatencyHistogram;
class Session;
class SubscriptionIndex;
struct BusStatus;

/// Copies the hub's and the bridge's numbers into snapshot values and works the rates out. Hub thread; owned by the
/// hub.
class HubSampler
{
public:
    using Sessions = SessionKeeper::Sessions;

    HubSampler();
    ~HubSampler();

    /// Fills totals, rates and, as far as asked for, the lists.
    void sample(const Sessions &sessions, SubscriptionIndex &index, FanOut &fanOut, SnapshotDetail detail,
                HubSnapshot &out);
    /// Of a session that is about to be destroyed: the totals go on counting what it took.
    void keep(Session &session);
    /// What the whole process uses.
    void sampleProcess(ServiceSnapshot &out);
    void sampleBus(const BusStatus &status, BusSnapshot &out);
    static void sampleFeed(const FeedSource &feed, SubscriptionIndex &index, HubSnapshot &out);

private:
    void sampleClients(const Sessions &sessions, std::uint64_t nowNs, bool withList, HubSnapshot &out);
    void sampleSymbols(SubscriptionIndex &index, std::uint64_t nowNs, HubSnapshot &out);
    void sampleLatency(FanOut &fanOut, HubSnapshot &out);

    RateMeter m_deliveredRate;
    RateMeter m_busRate;
    RateMeter m_tickRate;
    RateMeter m_cpu; ///< microseconds of CPU time
    PriceReader m_prices;
    quint64 m_deliveredBefore = 0; ///< to sessions that have ended
    quint64 m_bytesBefore = 0;
    quint64 m_conflatedBefore = 0;
    /// The last few intervals, so that the percentiles speak of the last seconds and not of the whole day.
    std::deque<std::unique_ptr<LatencyHistogram>> m_latencies;
};

} // namespace tickgate
