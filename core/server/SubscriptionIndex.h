#pragma once

#include "core/bus/TickBatch.h"
#include "core/metrics/RateMeter.h"
#include "core/protocol/Mode.h"
#include "core/server/Backlog.h"

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tickgate {

class Session;

/// The newest tick of a symbol in one mode, for snapshot requests and the Symbols page.
struct LastTick
{
    Mode mode = Mode::Ltp;      ///< the tick's own
    std::string payloadAndTail; ///< the payload, then the frame's end
    std::size_t payloadSize = 0;
    bool brokerFromTopic = false; ///< the frame's end names the topic's broker
    std::uint64_t receivedNs = 0; ///< 0: none yet

    [[nodiscard]] std::string_view payload() const { return {payloadAndTail.data(), payloadSize}; }
};

/// One (exchange, symbol): who wants it, and what is known of it.
struct SymbolSlot
{
    struct Subscriber
    {
        Session *session = nullptr;
        std::uint8_t held = 0; ///< bit modeNumber-1 for each mode

        /// PROTOCOL: the highest mode held that a tick of this mode covers; nothing when it covers none.
        [[nodiscard]] std::optional<Mode> tagFor(Mode tickMode) const noexcept
        {
            const unsigned covered = held & ((1U << modeNumber(tickMode)) - 1);
            return covered == 0 ? std::nullopt : std::optional(static_cast<Mode>(std::bit_width(covered)));
        }
    };

    SymbolNumber number = 0;
    std::string exchange;
    std::string symbol;

    /// In no order. A list and not a map: with 1,000 sessions a tick walks it and a change of one searches it, both
    /// faster than a map's nodes, in 16 bytes a subscription.
    std::vector<Subscriber> subscribers;
    std::uint64_t subscribedSinceNs = 0; ///< 0 while nobody is

    std::array<LastTick, kModeCount> last;
    std::array<std::uint64_t, kModeCount> ticks{};
    RateMeter tickRate;
    bool onBus = false; ///< the bridge has a number for it

    [[nodiscard]] std::uint64_t allTicks() const { return ticks[0] + ticks[1] + ticks[2]; }
    [[nodiscard]] bool everTicked() const { return allTicks() > 0; }
    /// Bit modeNumber-1 for each mode that somebody holds.
    [[nodiscard]] std::uint8_t heldModes() const;
    /// The newest tick that a subscription of this mode gets, nullptr when there has been none.
    [[nodiscard]] const LastTick *newestFor(Mode mode) const;
    /// As which mode this session sees a tick of that mode; nothing when it holds none that the tick covers.
    [[nodiscard]] std::optional<Mode> tagFor(const Session &session, Mode tickMode) const;
};

/// Who is subscribed to what. Symbols that nobody wants and that never ticked are forgotten. Hub thread; owned by the
/// hub. Slots stay where they are for as long as they exist.
class SubscriptionIndex
{
public:
    /// The slot of a name, made when it is new.
    [[nodiscard]] SymbolSlot &slot(std::string_view exchange, std::string_view symbol);
    [[nodiscard]] SymbolSlot *find(std::string_view exchange, std::string_view symbol);

    // What the bus calls symbols.
    void bindBusSymbol(const SymbolName &name);
    [[nodiscard]] SymbolSlot *byBusId(SymbolId id) const { return id < m_byBusId.size() ? m_byBusId[id] : nullptr; }
    void forgetBusSymbols();

    /// False when the session holds it already.
    bool add(SymbolSlot &slot, Session &session, Mode mode, std::uint64_t nowNs);
    /// False when the session did not hold it. The slot may be gone afterwards.
    bool remove(SymbolSlot &slot, Session &session, Mode mode);

    /// Distinct symbols that somebody holds.
    [[nodiscard]] int subscribedSymbols() const { return m_subscribedSymbols; }
    /// (session, symbol, mode) triples.
    [[nodiscard]] int subscriptions() const { return m_subscriptions; }

    template <typename Visit>
    void forEach(Visit visit)
    {
        for (auto &[name, slot] : m_slots)
            visit(*slot);
    }

private:
    void forgetIfIdle(SymbolSlot &slot);

    std::unordered_map<std::string, std::unique_ptr<SymbolSlot>> m_slots; ///< by EXCHANGE, 0x1f, SYMBOL
    std::vector<SymbolSlot *> m_byBusId;
    SymbolNumber m_nextNumber = 0;
    int m_subscribedSymbols = 0;
    int m_subscriptions = 0;
};

} // namespace tickgate
