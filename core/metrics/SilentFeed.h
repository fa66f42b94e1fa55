#pragma once

#include "core/metrics/ExchangeHours.h"
#include "core/metrics/Snapshot.h"

#include <QDateTime>

#include <chrono>
#include <vector>

namespace tickgate {

/// An exchange that has ticked since start, trades now, is subscribed to, and has gone quiet.
struct SilentExchange
{
    QString exchange;
    std::chrono::milliseconds silentFor{0}; ///< within the present session
    int symbols = 0;                        ///< subscribed ones that wait

    bool operator==(const SilentExchange &) const = default;
};

/// Subscribed, has ticked, trades now, and has been quiet for `threshold` of the present session. Pure.
[[nodiscard]] bool isSilent(const SymbolSnapshot &symbol, const ExchangeHours &hours, const QDateTime &now,
                            std::chrono::milliseconds threshold);

/// The exchanges from which nothing at all has come for `threshold`, the longest silent first. Before the first tick
/// of an exchange and outside its hours nothing is called silent; a threshold of 0 switches the watch off. Pure.
[[nodiscard]] std::vector<SilentExchange> silentExchanges(const std::vector<SymbolSnapshot> &symbols,
                                                          const ExchangeHours &hours, const QDateTime &now,
                                                          std::chrono::milliseconds threshold);

/// How long publishers may take to attach before it is worth saying that none is there.
inline constexpr std::chrono::seconds kPublisherGrace{10};

/// Nobody has published on the open bus for that long, although somebody should: broker adapters that run in the
/// adapter host come only with the first subscription. Pure.
[[nodiscard]] bool publisherMissing(const ServiceSnapshot &snapshot);

} // namespace tickgate
