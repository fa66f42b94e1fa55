#pragma once

#include "core/bus/BusCounters.h"
#include "core/bus/SymbolTable.h"
#include "core/bus/TickBatch.h"
#include "core/logging/RateLimitedLog.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tickgate {

class JsonCheck;

/// Turns one bus message into an entry of the batch being built: topic parsed (or remembered), payload validated where
/// it will lie in the encoded frame, frame encoded once. Everything invalid is counted, logged once per kind and
/// interval, and leaves the batch as it was. Bridge thread only; no sockets, and no clock as long as nothing is
/// dropped.
class TickDecoder
{
public:
    explicit TickDecoder(BusCounters &counters, std::chrono::milliseconds logInterval = std::chrono::seconds(30));
    ~TickDecoder();

    void decode(std::string_view topic, std::string_view payload, std::uint64_t receivedNs, TickBatch &batch);
    /// A message that had another number of frames than two.
    void countBadFrames(std::string_view topic, std::size_t frames);

private:
    /// False when the payload is bad.
    [[nodiscard]] bool decodeTick(const SymbolTable::Entry &entry, std::string_view payload, std::uint64_t receivedNs,
                                  TickBatch &batch);
    void decodeOrder(std::string_view payload, TickBatch &batch);
    void decodeInvalidation(const Topic &topic, TickBatch &batch);
    void countOversized(std::string_view topic, std::size_t bytes);
    void countBadPayload(std::string_view topic, std::size_t bytes);
    void countBadOrder(std::size_t bytes);
    void countUnknown(std::string_view topic);

    BusCounters &m_counters;
    SymbolTable m_symbols;
    std::unique_ptr<JsonCheck> m_json;
    std::string m_suffix; ///< made of the batch's default broker
    std::string m_suffixBroker;
    bool m_suffixMade = false;

    RateLimitedLog m_badFrames;
    RateLimitedLog m_oversized;
    RateLimitedLog m_badPayloads;
    RateLimitedLog m_badOrders;
    RateLimitedLog m_unknownTopics;
};

} // namespace tickgate
