#pragma once

#include "core/bus/BusBridge.h"
#include "core/bus/Mailbox.h"

#include <QByteArray>
#include <QList>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tickgate::test {

/// A bridge with its mailbox, as the hub holds them, and what it told. Owned by one test, on its thread.
class BridgeStage
{
public:
    explicit BridgeStage(BusTopology topology, std::uint16_t port = 0, const std::string &host = "127.0.0.1");

    [[nodiscard]] bool waitOpened() const;
    /// What it said about opening, once it has.
    [[nodiscard]] BusOpened opened() const;
    [[nodiscard]] std::vector<std::string> failures() const;
    [[nodiscard]] bool waitClosed() const;
    [[nodiscard]] bool waitPublishers(int count) const;
    [[nodiscard]] BusCounters counters() const { return m_bridge->status().counters; }
    [[nodiscard]] bool waitMessages(std::uint64_t count) const;
    /// What the hub reads: payloads of the ticks, in order.
    [[nodiscard]] QList<QByteArray> payloads();
    [[nodiscard]] bool read(QList<QByteArray> &all, qsizetype count);

    [[nodiscard]] BusBridge &operator*() { return *m_bridge; }
    [[nodiscard]] Mailbox &mailbox() { return m_mailbox; }
    void destroy() { m_bridge.reset(); }

private:
    Mailbox m_mailbox;
    mutable std::mutex m_mutex;
    std::vector<BusOpened> m_opened;
    std::vector<std::string> m_failures;
    std::atomic<int> m_closed = 0;
    std::unique_ptr<BusBridge> m_bridge;
};

} // namespace tickgate::test
