#include "SubscriptionIndex.h"

#include <algorithm>
#include <bit>

namespace tickgate {

namespace {

/// PROTOCOL: of the modes held, the highest that a tick of this mode covers.
std::optional<Mode> highestCovered(std::uint8_t held, Mode tickMode) noexcept
{
    const auto usable = static_cast<std::uint8_t>(held & ((1U << modeNumber(tickMode)) - 1));
    return usable == 0 ? std::nullopt : std::optional(static_cast<Mode>(std::bit_width(usable)));
}

std::string keyOf(std::string_view exchange, std::string_view symbol)
{
    std::string key;
    key.reserve(exchange.size() + 1 + symbol.size());
    key += exchange;
    key += '\x1f';
    key += symbol;
    return key;
}

} // namespace

const LastTick *SymbolSlot::newestFor(Mode mode) const
{
    const LastTick *newest = nullptr;
    for (const Mode m : kModes) {
        const LastTick &tick = last[modeIndex(m)];
        if (m >= mode && tick.receivedNs > 0 && (newest == nullptr || tick.receivedNs > newest->receivedNs))
            newest = &tick;
    }
    return newest;
}

std::optional<Mode> SymbolSlot::tagFor(Session &session, Mode tickMode) const
{
    const auto found = subscribers.find(&session);
    return found == subscribers.end() ? std::nullopt : highestCovered(found->second, tickMode);
}

SymbolSlot &SubscriptionIndex::slot(std::string_view exchange, std::string_view symbol)
{
    std::unique_ptr<SymbolSlot> &slot = m_slots[keyOf(exchange, symbol)];
    if (!slot) {
        slot = std::make_unique<SymbolSlot>();
        slot->number = m_nextNumber++;
        slot->exchange = exchange;
        slot->symbol = symbol;
    }
    return *slot;
}

SymbolSlot *SubscriptionIndex::find(std::string_view exchange, std::string_view symbol)
{
    const auto found = m_slots.find(keyOf(exchange, symbol));
    return found == m_slots.end() ? nullptr : found->second.get();
}

void SubscriptionIndex::bindBusSymbol(const SymbolName &name)
{
    if (m_byBusId.size() <= name.id)
        m_byBusId.resize(std::max<std::size_t>(name.id + 1, m_byBusId.size() * 2), nullptr);
    SymbolSlot &bound = slot(name.exchange, name.symbol);
    bound.onBus = true;
    m_byBusId[name.id] = &bound;
}

void SubscriptionIndex::forgetBusSymbols()
{
    m_byBusId.clear();
    std::erase_if(m_slots, [](const auto &entry) { return entry.second->subscribers.empty(); });
    forEach([](SymbolSlot &slot) { slot.onBus = false; });
}

bool SubscriptionIndex::add(SymbolSlot &slot, Session &session, Mode mode, std::uint64_t nowNs)
{
    std::uint8_t &held = slot.subscribers[&session];
    if ((held & modeBit(mode)) != 0)
        return false;
    held |= modeBit(mode);
    if (slot.subscribedSinceNs == 0) {
        slot.subscribedSinceNs = nowNs;
        ++m_subscribedSymbols;
    }
    ++m_subscriptions;
    rebuildRecipients(slot);
    return true;
}

bool SubscriptionIndex::remove(SymbolSlot &slot, Session &session, Mode mode)
{
    const auto found = slot.subscribers.find(&session);
    if (found == slot.subscribers.end() || (found->second & modeBit(mode)) == 0)
        return false;
    found->second &= static_cast<std::uint8_t>(~modeBit(mode));
    if (found->second == 0)
        slot.subscribers.erase(found);
    --m_subscriptions;
    rebuildRecipients(slot);
    if (slot.subscribers.empty()) {
        slot.subscribedSinceNs = 0;
        --m_subscribedSymbols;
        forgetIfIdle(slot);
    }
    return true;
}

void SubscriptionIndex::rebuildRecipients(SymbolSlot &slot)
{
    for (const Mode mode : kModes) {
        auto &recipients = slot.recipients[modeIndex(mode)];
        recipients.clear();
        for (const auto &[session, held] : slot.subscribers) {
            if (const auto tag = highestCovered(held, mode))
                recipients.push_back({session, *tag});
        }
    }
}

void SubscriptionIndex::forgetIfIdle(SymbolSlot &slot)
{
    if (!slot.onBus && !slot.everTicked())
        m_slots.erase(keyOf(slot.exchange, slot.symbol));
}

} // namespace tickgate
