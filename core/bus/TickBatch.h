#pragma once

#include "core/protocol/ByteBuffer.h"
#include "core/protocol/Mode.h"
#include "core/protocol/Topic.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tickgate {

/// A symbol's number on the way from bridge to hub, dense from 0. Valid until a batch says symbolsForgotten.
using SymbolId = std::uint32_t;

/// One market_data frame inside a batch's bytes.
struct TickRecord
{
    std::uint64_t receivedNs = 0; ///< monotonic clock at bus receive
    SymbolId symbol = 0;
    Mode mode = Mode::Ltp;
    bool brokerFromTopic = false; ///< the frame names the topic's broker; else the batch's default broker
    std::uint32_t offset = 0;     ///< of the frame in TickBatch::bytes
    std::uint32_t size = 0;       ///< header included
    std::uint32_t modeAt = 0;     ///< these three count from the frame's first byte
    std::uint32_t payloadAt = 0;
    std::uint32_t payloadSize = 0;
};

struct SymbolName
{
    SymbolId id = 0;
    std::string exchange; ///< UTF-8
    std::string symbol;   ///< UTF-8
};

/// A whole order_update frame for the sessions of one user.
struct OrderRecord
{
    std::string userId;
    std::string frame;
};

struct InvalidateRecord
{
    InvalidateScope scope = InvalidateScope::All;
    std::string userId;
};

/// What crosses from bridge to hub: encoded frames back to back, with an index. Built by one thread, handed over,
/// read by the other, recycled; its memory stays with it.
struct TickBatch
{
    ByteBuffer bytes;
    std::vector<TickRecord> ticks;
    std::vector<SymbolName> newSymbols; ///< to be known before the ticks are read
    std::vector<OrderRecord> orders;    ///< by addOrder()
    std::size_t orderBytes = 0;         ///< of their frames
    std::vector<InvalidateRecord> invalidations;
    std::string defaultBroker;     ///< named in frames whose topic has no broker
    bool symbolsForgotten = false; ///< every earlier SymbolId is void

    [[nodiscard]] bool empty() const
    {
        return ticks.empty() && newSymbols.empty() && orders.empty() && invalidations.empty() && !symbolsForgotten;
    }
    /// What counts against the mailbox's bound.
    [[nodiscard]] std::size_t memoryBytes() const { return bytes.size() + orderBytes; }
    void addOrder(OrderRecord order)
    {
        orderBytes += order.frame.size();
        orders.push_back(std::move(order));
    }
    void clear()
    {
        bytes.clearAndShrink(8 * 1024 * 1024);
        ticks.clear();
        newSymbols.clear();
        orders.clear();
        orderBytes = 0;
        invalidations.clear();
        symbolsForgotten = false;
    }
};

} // namespace tickgate
