#include "TickDecoder.h"

#include "core/bus/JsonCheck.h"
#include "core/protocol/Frame.h"
#include "core/protocol/Limits.h"
#include "core/protocol/Utf8.h"

#include <spdlog/fmt/fmt.h>

namespace tickgate {

namespace {

std::string printable(std::string_view topic)
{
    const std::string_view shortened = topic.substr(0, 80);
    if (isPrintableUtf8(shortened))
        return std::string(shortened);
    std::string out;
    for (const char c : shortened)
        out += c >= 0x20 && c < 0x7f ? c : '?';
    return out;
}

/// A topic at the end of a line of the log. Those of accounts name users, which a log that people pass on must not.
std::string named(std::string_view topic)
{
    const TopicKind kind = parseTopic(topic).kind;
    if (kind == TopicKind::MarketData || kind == TopicKind::Unknown)
        return "topic \"" + printable(topic) + '"';
    return "topic of an account";
}

} // namespace

TickDecoder::TickDecoder(BusCounters &counters, std::chrono::milliseconds logInterval)
    : m_counters(counters)
    , m_json(std::make_unique<JsonCheck>())
    , m_badFrames(logInterval)
    , m_oversized(logInterval)
    , m_badPayloads(logInterval)
    , m_badOrders(logInterval)
    , m_unknownTopics(logInterval)
{}

TickDecoder::~TickDecoder() = default;

void TickDecoder::decode(std::string_view topic, std::string_view payload, std::uint64_t receivedNs, TickBatch &batch)
{
    if (topic.size() > limits::kBusTopicBytes) {
        countUnknown(topic);
        return;
    }
    if (payload.size() > limits::kBusPayloadBytes) {
        countOversized(topic, payload.size());
        return;
    }
    if (const SymbolTable::Entry *entry = m_symbols.find(topic, batch)) {
        if (!decodeTick(*entry, payload, receivedNs, batch))
            countBadPayload(topic, payload.size());
        return;
    }
    const Topic parsed = parseTopic(topic);
    switch (parsed.kind) {
    case TopicKind::Orders:
        decodeOrder(payload, batch);
        break;
    case TopicKind::Private:
        ++m_counters.privateTopics;
        break;
    case TopicKind::CacheInvalidate:
        decodeInvalidation(parsed, batch);
        break;
    case TopicKind::MarketData:
    case TopicKind::Unknown:
        countUnknown(topic);
        break;
    }
}

bool TickDecoder::decodeTick(const SymbolTable::Entry &entry, std::string_view payload, std::uint64_t receivedNs,
                             TickBatch &batch)
{
    if (!m_suffixMade || m_suffixBroker != batch.defaultBroker) {
        m_suffixBroker = batch.defaultBroker;
        m_suffix = tickSuffix(m_suffixBroker);
        m_suffixMade = true;
    }
    const bool ownBroker = !entry.suffix.empty();
    const std::string &suffix = ownBroker ? entry.suffix : m_suffix;

    // Encode first and validate in place: the payload is copied once, to where it is sent from.
    const std::size_t offset = batch.bytes.size();
    TickLayout layout = appendTick(batch.bytes, entry.prefix, entry.mode, payload, suffix);
    static_cast<void>(batch.bytes.reserve(JsonCheck::padding()));
    if (!m_json->isValid(batch.bytes.view(offset + layout.payloadAt, layout.payloadSize))) {
        batch.bytes.truncate(offset);
        const auto repaired = m_json->repaired(payload);
        if (!repaired)
            return false;
        ++m_counters.repairedPayloads;
        layout = appendTick(batch.bytes, entry.prefix, entry.mode, *repaired, suffix);
    }
    if (!entry.isTest) {
        ++m_counters.ticks;
        m_counters.lastTickNs = receivedNs;
    }
    TickRecord &tick = batch.ticks.emplace_back();
    tick.receivedNs = receivedNs;
    tick.symbol = entry.symbol;
    tick.mode = entry.mode;
    tick.brokerFromTopic = ownBroker;
    tick.offset = static_cast<std::uint32_t>(offset);
    tick.size = layout.size;
    tick.modeAt = layout.modeAt;
    tick.payloadAt = layout.payloadAt;
    tick.payloadSize = layout.payloadSize;
    return true;
}

void TickDecoder::decodeOrder(std::string_view payload, TickBatch &batch)
{
    std::string text(payload);
    auto user = m_json->userId(text);
    if (!user) {
        if (auto repaired = m_json->repaired(payload)) {
            text = std::move(*repaired);
            user = m_json->userId(text);
            m_counters.repairedPayloads += user ? 1 : 0;
        }
    }
    if (!user) {
        countBadOrder(payload.size());
        return;
    }
    ++m_counters.orders;
    ByteBuffer frame;
    appendTextFrame(frame, text);
    batch.addOrder({std::move(*user), std::string(frame.view(0, frame.size()))});
}

void TickDecoder::decodeInvalidation(const Topic &topic, TickBatch &batch)
{
    // The topic says it all; the payload repeats it.
    ++m_counters.invalidations;
    batch.invalidations.push_back({topic.scope, std::string(topic.user)});
}

void TickDecoder::countBadFrames(std::string_view topic, std::size_t frames)
{
    ++m_counters.badFrameCounts;
    m_badFrames.warn([&] {
        return fmt::format("bus: dropped a message of {} {} where a topic and a payload belong, {}", frames,
                           frames == 1 ? "frame" : "frames", named(topic));
    });
}

void TickDecoder::countOversized(std::string_view topic, std::size_t bytes)
{
    ++m_counters.oversizedPayloads;
    m_oversized.warn([&] {
        return fmt::format("bus: dropped a payload of {} bytes, of which at most {} are taken, {}", bytes,
                           limits::kBusPayloadBytes, named(topic));
    });
}

void TickDecoder::countBadPayload(std::string_view topic, std::size_t bytes)
{
    ++m_counters.badPayloads;
    m_badPayloads.warn([&] {
        return fmt::format("bus: dropped a payload of {} bytes that is not JSON in UTF-8, {}", bytes, named(topic));
    });
}

void TickDecoder::countBadOrder(std::size_t bytes)
{
    ++m_counters.badPayloads;
    m_badOrders.warn([&] {
        return fmt::format("bus: dropped an order update of {} bytes that is not JSON in UTF-8 or names no user",
                           bytes);
    });
}

void TickDecoder::countUnknown(std::string_view topic)
{
    ++m_counters.unknownTopics;
    if (m_counters.unknownExample.empty())
        m_counters.unknownExample = printable(topic);
    m_unknownTopics.warn([&] { return fmt::format("bus: dropped a message of unknown {}", named(topic)); });
}

} // namespace tickgate
