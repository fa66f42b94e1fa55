#pragma once

#include "core/bus/TickBatch.h"
#include "core/protocol/Limits.h"
#include "core/protocol/Topic.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tickgate {

/// Remembers topics, so that the second tick of a topic costs one look-up and no parsing, and numbers symbols for the
/// hub. Bounded: when the bus has named too many, everything is forgotten and numbering starts again.
/// Bridge thread only.
class SymbolTable
{
public:
    /// mostTopics: how many names the bus may make it remember.
    explicit SymbolTable(std::size_t mostTopics = limits::kKnownSymbols)
        : m_mostTopics(mostTopics)
    {}

    struct Entry
    {
        SymbolId symbol = 0;
        Mode mode = Mode::Ltp;
        bool isTest = false; ///< Tickgate's own, which is not counted
        std::string prefix;  ///< of the encoded frame, see tickPrefix()
        std::string suffix;  ///< with the topic's own broker; empty for topics without one
    };

    /// The entry of a market data topic; nullptr for topics of other kinds, which are not remembered. New symbols, and
    /// that all were forgotten, are noted in the batch.
    [[nodiscard]] const Entry *find(std::string_view topic, TickBatch &batch);

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    template <typename Value>
    using StringMap = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    [[nodiscard]] SymbolId symbolId(const Topic &topic, TickBatch &batch);

    const std::size_t m_mostTopics;
    StringMap<Entry> m_topics;
    StringMap<SymbolId> m_symbols; ///< by EXCHANGE, 0x1f, SYMBOL
};

} // namespace tickgate
