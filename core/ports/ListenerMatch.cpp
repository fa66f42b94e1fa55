#include "ListenerMatch.h"

#include <QHostAddress>

#include <algorithm>

namespace tickgate {

bool isV6(const QString &address)
{
    return address.contains(u':');
}

bool isWildcard(const QString &address)
{
    return address == QLatin1String("0.0.0.0") || address == QLatin1String("::");
}

bool covers(const ListenerFacts &listener, const PortFacts &facts)
{
    if (listener.address == facts.address || listener.address == QStringLiteral("::ffff:") + facts.address)
        return true;
    if (listener.v6 == isV6(facts.address))
        return isWildcard(listener.address) || isWildcard(facts.address);
    // "::" serves IPv4 as well unless it was told not to; the bind tells.
    return listener.address == QLatin1String("::") && facts.asListener == BindOutcome::InUse;
}

bool besides(const ListenerFacts &listener, const PortFacts &facts)
{
    if (!QHostAddress(facts.address).isLoopback() || covers(listener, facts))
        return false;
    const bool localhost = listener.address == QLatin1String("127.0.0.1") || listener.address == QLatin1String("::1");
    return isWildcard(listener.address) || (localhost && listener.v6 != isV6(facts.address));
}

bool isOurs(const ListenerFacts &listener)
{
    return std::any_of(listener.holders.begin(), listener.holders.end(),
                       [](const HolderFacts &holder) { return holder.ours; });
}

std::vector<PortHolder> holdersOf(const std::vector<const ListenerFacts *> &listeners)
{
    std::vector<PortHolder> holders;
    const auto add = [&](PortHolder holder, const QString &address) {
        holder.address = address;
        if (std::find(holders.begin(), holders.end(), holder) == holders.end())
            holders.push_back(std::move(holder));
    };
    for (const ListenerFacts *listener : listeners) {
        for (const HolderFacts &facts : listener->holders)
            add(facts.holder, listener->address);
        if (listener->holders.empty()) {
            PortHolder unnamed;
            unnamed.user = listener->user;
            add(unnamed, listener->address);
        }
    }
    return holders;
}

} // namespace tickgate
