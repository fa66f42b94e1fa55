#include "TickDecoder.h"

#include "core/bus/JsonCheck.h"
#include "core/protocol/Frame.h"
#include "core/protocol/Limits.h"
#include "core/protocol/Utf8.h"

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

} // namespace

TickDecoder::TickDecoder(BusCounters &counters)
    : m_counters(counters)
    , m_json(std::make_unique<JsonCheck>())
{}

TickDecoder::~TickDecoder() = default;

void TickDecoder::countBadFrames(std::size_t)
{
    ++m_counters.badFrameCounts;
}

void TickDecoder::decode(std::string_view topic, std::string_view payload, std::uint64_t receivedNs, TickBatch &batch)
{
    if (topic.size() > limits::kBusTopicBytes) {
        countUnknown(topic);
        return;
    }
    if (payload.size() > limits::kBusPayloadBytes) {
        ++m_counters.oversizedPayloads;
        return;
    }
    if (const SymbolTable::Entry *entry = m_symbols.find(topic, batch)) {
        decodeTick(*entry, payload, receivedNs, batch);
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

void TickDecoder::decodeTick(const SymbolTable::Entry &entry, std::string_view payload, std::uint64_t receivedNs,
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
        if (!repaired) {
            ++m_counters.badPayloads;
            return;
        }
        ++m_counters.repairedPayloads;
        layout = appendTick(batch.bytes, entry.prefix, entry.mode, *repaired, suffix);
    }
    m_counters.ticks += entry.isTest ? 0 : 1;
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
        ++m_counters.badPayloads;
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

void TickDecoder::countUnknown(std::string_view topic)
{
    if (m_counters.unknownTopics++ == 0)
        m_counters.unknownExample = printable(topic);
}

} // namespace tickgate
