#include "Mailbox.h"

#include <utility>

namespace tickgate {

namespace {
constexpr std::size_t kSpareBatches = 4;
} // namespace

void Mailbox::setWake(std::function<void()> wake)
{
    const std::lock_guard noneRuns(m_wakeMutex);
    m_wake = std::move(wake);
    const std::lock_guard lock(m_mutex);
    m_wakePending = false;
}

void Mailbox::setDefaultBroker(const std::string &broker)
{
    const std::lock_guard lock(m_mutex);
    m_defaultBroker = broker;
}

std::unique_ptr<TickBatch> Mailbox::blank()
{
    std::unique_ptr<TickBatch> batch;
    const std::lock_guard lock(m_mutex);
    if (m_spare.empty()) {
        batch = std::make_unique<TickBatch>();
    } else {
        batch = std::move(m_spare.back());
        m_spare.pop_back();
    }
    if (batch->defaultBroker != m_defaultBroker)
        batch->defaultBroker = m_defaultBroker;
    return batch;
}

bool Mailbox::hasRoom() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytesOut < kMaxBytes && m_batchesOut < kMaxBatches;
}

void Mailbox::post(std::unique_ptr<TickBatch> batch)
{
    {
        const std::lock_guard lock(m_mutex);
        m_bytesOut += batch->memoryBytes();
        ++m_batchesOut;
        m_line.push_back(std::move(batch));
        if (std::exchange(m_wakePending, true))
            return;
    }
    // Under a lock of its own: setWake({}) leaves none behind, and a hub that wakes up at once, on this very core, does
    // not find the line locked by the thread that it has just put to sleep.
    const std::lock_guard lock(m_wakeMutex);
    if (m_wake)
        m_wake();
}

void Mailbox::take(std::vector<std::unique_ptr<TickBatch>> &out)
{
    out.clear();
    const std::lock_guard lock(m_mutex);
    out.swap(m_line);
    m_wakePending = false;
}

void Mailbox::recycle(std::unique_ptr<TickBatch> batch)
{
    const std::size_t bytes = batch->memoryBytes();
    batch->clear();
    const std::lock_guard lock(m_mutex);
    m_bytesOut -= bytes;
    --m_batchesOut;
    if (m_spare.size() < kSpareBatches)
        m_spare.push_back(std::move(batch));
}

} // namespace tickgate
