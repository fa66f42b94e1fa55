#include "SubscriptionIndex.h"

#include <algorithm>

namespace tickgate {

namespace {

std::string keyOf(std::string_view exchange, std::string_view symbol)
{
    std::string key;
    key.reserve(exchange.size() + 1 + symbol.size());
    key += exchange;
    key += '\x1f';
    key += symbol;
    return key;
}

auto subscriberOf(auto &slot, const Session &session)
{
    return std::find_if(slot.subscribers.begin(), slot.subscribers.end(),
                        [&session](const SymbolSlot::Subscriber &entry) { return entry.session == &session; });
}

} // namespace

std::uint8_t SymbolSlot::heldModes() const
{
    std::uint8_t held = 0;
    for (const Subscriber &subscriber : subscribers)
        held |= subscriber.held;
    return held;
}

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

std::optional<Mode> SymbolSlot::tagFor(const Session &session, Mode tickMode) const
{
    const auto found = subscriberOf(*this, session);
    return found == subscribers.end() ? std::nullopt : found->tagFor(tickMode);
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
    auto found = subscriberOf(slot, session);
    if (found == slot.subscribers.end())
        found = slot.subscribers.insert(found, {&session, 0});
    if ((found->held & modeBit(mode)) != 0)
        return false;
    found->held |= modeBit(mode);
    if (slot.subscribedSinceNs == 0) {
        slot.subscribedSinceNs = nowNs;
        ++m_subscribedSymbols;
    }
    ++m_subscriptions;
    return true;
}

bool SubscriptionIndex::remove(SymbolSlot &slot, Session &session, Mode mode)
{
    const auto found = subscriberOf(slot, session);
    if (found == slot.subscribers.end() || (found->held & modeBit(mode)) == 0)
        return false;
    found->held &= static_cast<std::uint8_t>(~modeBit(mode));
    --m_subscriptions;
    if (found->held == 0) {
        *found = slot.subscribers.back();
        slot.subscribers.pop_back();
    }
    if (slot.subscribers.empty()) {
        slot.subscribedSinceNs = 0;
        --m_subscribedSymbols;
        forgetIfIdle(slot);
    }
    return true;
}

void SubscriptionIndex::forgetIfIdle(SymbolSlot &slot)
{
    if (!slot.onBus && !slot.everTicked())
        m_slots.erase(keyOf(slot.exchange, slot.symbol));
}

} // namespace tickgate
