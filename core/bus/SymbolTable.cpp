#include "SymbolTable.h"

#include "core/protocol/Frame.h"
#include "core/protocol/TestTick.h"

namespace tickgate {

const SymbolTable::Entry *SymbolTable::find(std::string_view topic, TickBatch &batch)
{
    // 240 instructions, where parsing the topic and making the ends of its frame take 3,100 (callgrind).
    if (const auto known = m_topics.find(topic); known != m_topics.end())
        return &known->second;

    const Topic parsed = parseTopic(topic);
    if (parsed.kind != TopicKind::MarketData)
        return nullptr;

    if (m_topics.size() >= m_mostTopics) {
        // Only between batches' worth of ticks would old numbers be safe to reuse, so the hub is told in the same
        // batch; ticks already in it carry old numbers and are dropped there.
        m_topics.clear();
        m_symbols.clear();
        batch.ticks.clear();
        batch.newSymbols.clear();
        batch.symbolsForgotten = true;
    }
    Entry entry;
    entry.mode = parsed.mode;
    entry.isTest = topic == test_tick::kTopic;
    entry.prefix = tickPrefix(parsed.exchange, parsed.symbol);
    if (!parsed.broker.empty())
        entry.suffix = tickSuffix(parsed.broker);
    entry.symbol = symbolId(parsed, batch);
    return &m_topics.emplace(std::string(topic), std::move(entry)).first->second;
}

SymbolId SymbolTable::symbolId(const Topic &topic, TickBatch &batch)
{
    std::string key(topic.exchange);
    key += '\x1f';
    key += topic.symbol;
    const auto [known, isNew] = m_symbols.emplace(std::move(key), static_cast<SymbolId>(m_symbols.size()));
    if (isNew)
        batch.newSymbols.push_back({known->second, std::string(topic.exchange), std::string(topic.symbol)});
    return known->second;
}

} // namespace tickgate
