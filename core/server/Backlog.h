#pragma once

#include "core/protocol/ByteBuffer.h"
#include "core/protocol/Mode.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tickgate {

/// The hub's own number for a symbol, never reused while the hub runs.
using SymbolNumber = std::uint32_t;

/// What one session's ticks are conflated by: its symbol and the mode that the session sees.
struct ConflationKey
{
    SymbolNumber symbol = 0;
    Mode mode = Mode::Ltp;

    bool operator==(const ConflationKey &) const = default;
};

/// Frames waiting for a session whose socket takes no more. In order, up to a budget of messages and bytes; over it
/// only the newest tick of each (symbol, mode) is kept and the older ones are dropped and counted. Frames without a
/// key (order updates) are never dropped. Memory is bounded by a small multiple of the budget and one frame per key.
/// Pure; hub thread.
class Backlog
{
public:
    struct Budget
    {
        std::size_t messages = 1024;
        std::size_t bytes = 4 * 1024 * 1024;
    };

    explicit Backlog(Budget budget)
        : m_budget(budget)
    {}

    /// Adds a tick; returns how many older ones it pushed out.
    std::uint64_t addTick(ConflationKey key, std::string_view frame, std::uint64_t nowNs);
    /// Adds a frame that must not be dropped; false when such frames alone are over the budget.
    [[nodiscard]] bool addKept(std::string_view frame, std::uint64_t nowNs);
    /// Forgets ticks of a symbol that the session no longer wants, for all modes.
    void dropSymbol(SymbolNumber symbol);

    [[nodiscard]] bool empty() const { return m_messages == 0; }
    [[nodiscard]] std::size_t messages() const { return m_messages; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    /// Bytes allocated for it all, dead frames included.
    [[nodiscard]] std::size_t memory() const { return m_frames.capacity() + m_entries.capacity() * sizeof(Entry); }
    [[nodiscard]] bool conflating() const { return m_conflating; }
    /// When the oldest waiting frame was added; 0 when there is none.
    [[nodiscard]] std::uint64_t oldestNs() const;

    /// Moves about maxBytes of whole frames, oldest first, to the end of out; returns how many.
    std::size_t moveTo(ByteBuffer &out, std::size_t maxBytes);

    void clear();

private:
    struct Entry
    {
        std::size_t offset = 0;
        std::uint32_t size = 0;
        bool alive = true;
        std::optional<ConflationKey> key;
        std::uint64_t addedNs = 0;
    };
    struct KeyHash
    {
        std::size_t operator()(const ConflationKey &key) const noexcept
        {
            return std::hash<std::uint64_t>{}((std::uint64_t{key.symbol} << 2) | static_cast<unsigned>(key.mode));
        }
    };

    void append(std::optional<ConflationKey> key, std::string_view frame, std::uint64_t nowNs);
    void kill(Entry &entry);
    [[nodiscard]] std::uint64_t startConflating();
    void compactIfSparse();
    void compact();

    Budget m_budget;
    ByteBuffer m_frames;
    std::vector<Entry> m_entries; ///< arrival order, from m_first on
    std::size_t m_first = 0;
    std::unordered_map<ConflationKey, std::size_t, KeyHash> m_newest; ///< index in m_entries, only while conflating
    std::size_t m_messages = 0;                                       ///< alive
    std::size_t m_bytes = 0;                                          ///< alive
    std::size_t m_keptBytes = 0;
    std::size_t m_keptMessages = 0;
    bool m_conflating = false;
};

} // namespace tickgate
