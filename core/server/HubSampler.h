#pragma once

#include "core/metrics/Snapshot.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>

namespace tickgate {

class FanOut;
class LatencyHistogram;
class Session;
class SubscriptionIndex;
struct BusStatus;

enum class SnapshotDetail;

/// Copies the hub's and the bridge's numbers into snapshot values and works the rates out. Hub thread; owned by the
/// hub.
class HubSampler
{
public:
    using Sessions = std::map<quint64, std::unique_ptr<Session>>;

    HubSampler();
    ~HubSampler();

    /// Fills totals, rates and, as far as asked for, the lists.
    void sample(const Sessions &sessions, SubscriptionIndex &index, FanOut &fanOut, SnapshotDetail detail,
                HubSnapshot &out);
    void sampleBus(const BusStatus &status, BusSnapshot &out);

private:
    void sampleClients(const Sessions &sessions, std::uint64_t nowNs, double seconds, bool withList, HubSnapshot &out);
    static void sampleSymbols(SubscriptionIndex &index, std::uint64_t nowNs, double seconds, HubSnapshot &out);
    void sampleLatency(FanOut &fanOut, HubSnapshot &out);

    std::uint64_t m_lastNs = 0;
    std::uint64_t m_lastSymbolsNs = 0;
    std::uint64_t m_lastBusNs = 0;
    std::uint64_t m_deliveredBefore = 0; ///< by sessions that are gone
    std::uint64_t m_messagesAtSample = 0;
    std::uint64_t m_deliveredAtSample = 0;
    double m_busRate = 0;
    /// The last few intervals, so that the percentiles speak of the last seconds and not of the whole day.
    std::deque<std::unique_ptr<LatencyHistogram>> m_latencies;
};

} // namespace tickgate
