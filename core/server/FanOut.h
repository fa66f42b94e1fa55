#pragma once

#include "core/bus/TickBatch.h"
#include "core/metrics/LatencyHistogram.h"
#include "core/server/BrokerTable.h"
#include "core/server/SendRing.h"
#include "core/server/SubscriptionIndex.h"
#include "core/server/TickTap.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace tickgate {

class Session;

/// The middle of the data path: takes encoded batches, finds who wants each tick, gathers the frames per session and
/// writes each session once per turn. Hub thread; owned by the hub.
class FanOut
{
public:
    FanOut(SubscriptionIndex &index, BrokerTable &brokers);

    /// Makes the batch's new symbols known; call once before its first tick.
    void begin(const TickBatch &batch);
    /// Hands out ticks [from, size) until deadlineNs; returns the index of the first one not handed out. The batch has
    /// to stay as it is until flush().
    [[nodiscard]] std::size_t deliver(const TickBatch &batch, std::size_t from, std::uint64_t deadlineNs);
    /// The newest tick of a symbol for one session, marked as a snapshot; false when there is none.
    bool sendSnapshot(const SymbolSlot &slot, Session &session, Mode mode, std::uint64_t nowNs);
    /// A frame that must not be dropped; false when the session has no room for it.
    [[nodiscard]] bool deliverKept(Session &session, const std::string &frame, std::uint64_t nowNs);

    /// Writes every session that was handed something since the last flush, and takes the latencies.
    void flush();
    /// Shows the tap every tick of the bus for as long as somebody else owns it.
    void addTap(std::weak_ptr<TickTap> tap);
    /// The session is about to go.
    void forget(Session &session);

    [[nodiscard]] LatencyHistogram &latency() { return m_latency; }

private:
    struct Waiting
    {
        std::uint64_t receivedNs = 0;
        std::uint64_t deliveries = 0; ///< to sessions that keep up: the others' ticks leave later or never
    };

    void remember(SymbolSlot &slot, const TickRecord &tick, std::string_view frame);
    void touch(Session &session);
    void showTaps(const SymbolSlot &slot, const TickRecord &tick, std::string_view frame);
    /// The tick's frame with another broker behind the payload.
    [[nodiscard]] std::string_view withBroker(const SymbolSlot &slot, const TickRecord &tick, std::string_view frame,
                                              int broker);

    SubscriptionIndex &m_index;
    BrokerTable &m_brokers;
    int m_batchBroker = -1;
    std::vector<Session *> m_dirty;
    std::vector<Sending> m_sendings; ///< of flush(), one for each session still in m_dirty
    SendRing m_ring;
    std::vector<Waiting> m_waiting; ///< ticks handed out and not yet written
    ByteBuffer m_variant;           ///< scratch of withBroker()
    std::vector<std::weak_ptr<TickTap>> m_taps;
    const TickRecord *m_variantTick = nullptr;
    int m_variantBroker = -1;
    std::uint32_t m_variantModeAt = 0;
    LatencyHistogram m_latency;
};

} // namespace tickgate
