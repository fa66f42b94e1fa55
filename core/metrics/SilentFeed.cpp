#include "SilentFeed.h"

#include <QHash>

#include <algorithm>

namespace tickgate {

namespace {

/// Silence before the session opened does not count.
std::chrono::milliseconds silenceInSession(std::chrono::milliseconds sinceLastTick, std::chrono::seconds openFor)
{
    return std::min(sinceLastTick, std::chrono::milliseconds(openFor));
}

} // namespace

bool isSilent(const SymbolSnapshot &symbol, const ExchangeHours &hours, const QDateTime &now,
              std::chrono::milliseconds threshold)
{
    if (threshold.count() <= 0 || symbol.subscribers == 0 || !symbol.everTicked || symbol.sinceLastTick < threshold)
        return false;
    const auto openFor = hours.openFor(symbol.exchange, now);
    return openFor && silenceInSession(symbol.sinceLastTick, *openFor) >= threshold;
}

std::vector<SilentExchange> silentExchanges(const std::vector<SymbolSnapshot> &symbols, const ExchangeHours &hours,
                                            const QDateTime &now, std::chrono::milliseconds threshold)
{
    if (threshold.count() <= 0)
        return {};

    struct Seen
    {
        std::chrono::milliseconds newest = std::chrono::milliseconds::max();
        int subscribed = 0;
    };
    QHash<QString, Seen> byExchange;
    for (const SymbolSnapshot &symbol : symbols) {
        Seen &seen = byExchange[symbol.exchange];
        if (symbol.subscribers > 0)
            ++seen.subscribed;
        if (symbol.everTicked)
            seen.newest = std::min(seen.newest, symbol.sinceLastTick);
    }

    std::vector<SilentExchange> silent;
    for (auto it = byExchange.cbegin(); it != byExchange.cend(); ++it) {
        if (it->subscribed == 0 || it->newest == std::chrono::milliseconds::max() || it->newest < threshold)
            continue;
        const auto openFor = hours.openFor(it.key(), now);
        if (!openFor)
            continue;
        const auto silence = silenceInSession(it->newest, *openFor);
        if (silence >= threshold)
            silent.push_back({it.key(), silence, it->subscribed});
    }
    std::sort(silent.begin(), silent.end(), [](const SilentExchange &a, const SilentExchange &b) {
        return a.silentFor != b.silentFor ? a.silentFor > b.silentFor : a.exchange < b.exchange;
    });
    return silent;
}

bool publisherMissing(const ServiceSnapshot &snapshot)
{
    const BusSnapshot &bus = snapshot.bus;
    const bool awaited = snapshot.hub.feed.host == FeedSnapshot::Host::None || snapshot.hub.subscriptions > 0;
    return awaited && (bus.bound || bus.connected) && bus.publishers == 0 && bus.withoutPublisher >= kPublisherGrace;
}

} // namespace tickgate
