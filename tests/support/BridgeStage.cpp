#include "BridgeStage.h"

#include "core/bus/TickBatch.h"
#include "tests/support/TestSupport.h"

namespace tickgate::test {

BridgeStage::BridgeStage(BusTopology topology, std::uint16_t port, const std::string &host)
{
    BusOptions options;
    options.topology = topology;
    options.port = port;
    options.host = host;
    m_bridge = std::make_unique<BusBridge>(options, m_mailbox,
                                           BusBridge::Callbacks{[this](const BusOpened &opened) {
                                                                    const std::lock_guard lock(m_mutex);
                                                                    m_opened.push_back(opened);
                                                                },
                                                                [this](const std::string &reason) {
                                                                    const std::lock_guard lock(m_mutex);
                                                                    m_failures.push_back(reason);
                                                                },
                                                                [this] { ++m_closed; }});
    m_bridge->open();
}

bool BridgeStage::waitOpened() const
{
    return waitFor([this] {
        const std::lock_guard lock(m_mutex);
        return !m_opened.empty();
    });
}

BusOpened BridgeStage::opened() const
{
    const std::lock_guard lock(m_mutex);
    return m_opened.size() == 1 ? m_opened.front() : BusOpened{};
}

std::vector<std::string> BridgeStage::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

bool BridgeStage::waitClosed() const
{
    return waitFor([this] { return m_closed == 1; });
}

bool BridgeStage::waitPublishers(int count) const
{
    return waitFor([&] { return m_bridge->status().publishers == count; });
}

bool BridgeStage::waitMessages(std::uint64_t count) const
{
    return waitFor([&] { return counters().messages >= count; });
}

QList<QByteArray> BridgeStage::payloads()
{
    QList<QByteArray> payloads;
    std::vector<std::unique_ptr<TickBatch>> batches;
    m_mailbox.take(batches);
    for (auto &batch : batches) {
        for (const TickRecord &tick : batch->ticks)
            payloads.append(bytes(batch->bytes.view(tick.offset + tick.payloadAt, tick.payloadSize)));
        m_mailbox.recycle(std::move(batch));
    }
    return payloads;
}

bool BridgeStage::read(QList<QByteArray> &all, qsizetype count)
{
    return waitFor([&] {
        all += payloads();
        return all.size() >= count;
    });
}

} // namespace tickgate::test
