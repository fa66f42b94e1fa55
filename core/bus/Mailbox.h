#pragma once

#include "core/bus/TickBatch.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace tickgate {

/// The one thing that bridge and hub share: a bounded line of batches, with at most one wake-up pending for however
/// many of them. Thread-safe; owned by the hub, outlives the bridge.
class Mailbox
{
public:
    /// wake is called on the bridge thread when the line was empty; it has to make the hub call take() soon.
    void setWake(std::function<void()> wake);
    /// Named in frames from now on when a topic has no broker.
    void setDefaultBroker(const std::string &broker);

    // Bridge side.

    /// An empty batch, recycled where possible.
    [[nodiscard]] std::unique_ptr<TickBatch> blank();
    /// False when the line is full: wait, and leave the rest to ZeroMQ's own bounded queue.
    [[nodiscard]] bool hasRoom() const;
    void post(std::unique_ptr<TickBatch> batch);
    /// Monotonic time before which the hub would rather have nothing new; see rest().
    [[nodiscard]] std::uint64_t restUntilNs() const { return m_restUntilNs.load(std::memory_order_relaxed); }

    // Hub side.

    /// Asks the bridge to gather ticks until then. A hint: nothing is lost or out of order if it is not followed.
    void rest(std::uint64_t untilNs) { m_restUntilNs.store(untilNs, std::memory_order_relaxed); }

    /// Everything in the line, oldest first. out is cleared first.
    void take(std::vector<std::unique_ptr<TickBatch>> &out);
    /// Gives a read batch back; what was recycled counts as room again. Its memory is used again, so that the steady
    /// path allocates none: 650 instructions less a tick with one tick a batch (callgrind).
    void recycle(std::unique_ptr<TickBatch> batch);

    static constexpr std::size_t kMaxBytes = 32 * 1024 * 1024;
    static constexpr std::size_t kMaxBatches = 256;

private:
    std::atomic<std::uint64_t> m_restUntilNs{0};
    std::mutex m_wakeMutex; ///< taken before m_mutex where both are
    std::function<void()> m_wake;
    mutable std::mutex m_mutex; ///< of everything below
    std::vector<std::unique_ptr<TickBatch>> m_line;
    std::vector<std::unique_ptr<TickBatch>> m_spare;
    std::size_t m_bytesOut = 0; ///< posted and not yet recycled
    std::size_t m_batchesOut = 0;
    std::string m_defaultBroker;
    bool m_wakePending = false;
};

} // namespace tickgate
