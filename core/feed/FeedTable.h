#pragma once

#include "core/feed/FeedSource.h"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace tickgate {

/// What one broker subscription is: a user's wish for a symbol in a mode, whoever else of theirs has the same.
struct FeedKey
{
    QString user;
    std::string exchange;
    std::string symbol;
    Mode mode = Mode::Quote;

    bool operator<(const FeedKey &other) const
    {
        return std::tie(user, exchange, symbol, mode) < std::tie(other.user, other.exchange, other.symbol, other.mode);
    }
};

/// Somebody who waits for the broker's answer.
struct FeedWaiter
{
    QString user;
    FeedSource::Done done;
    std::chrono::steady_clock::time_point deadline;
};

/// One subscription at the broker, with everybody who holds it or waits for it.
struct FeedEntry
{
    int holders = 0;       ///< accepted and not released
    bool live = false;     ///< the broker has it
    int wantedDepth = 0;   ///< the deepest that anybody asked for
    int sentDepth = 0;     ///< of the last request
    int actualDepth = 0;   ///< valid while live
    quint64 requestId = 0; ///< the request under way, 0 when none is
    QString refusal;       ///< why the broker does not have it, though it has holders
    std::vector<FeedWaiter> waiters;

    /// Nobody needs it and nothing is under way that might still bring it to life.
    [[nodiscard]] bool forgettable() const { return holders == 0 && waiters.empty() && requestId == 0; }
};

/// Every subscription of the adapters. A value without a clock of its own; hub thread.
class FeedTable
{
public:
    [[nodiscard]] FeedEntry &obtain(const FeedKey &key);
    /// Null when there is none.
    [[nodiscard]] FeedEntry *find(const FeedKey &key);
    void erase(const FeedKey &key);

    [[nodiscard]] bool hasUser(const QString &user) const;
    void forUser(const QString &user, const std::function<void(const FeedKey &, FeedEntry &)> &visit);

    // Whoever is taken out waits no more; entries that nobody needs then are gone, but for those the broker has.
    [[nodiscard]] std::vector<FeedWaiter> takeWaiters();
    [[nodiscard]] std::vector<FeedWaiter> takeWaiters(const QString &user);
    [[nodiscard]] std::vector<FeedWaiter> takeExpired(std::chrono::steady_clock::time_point now);

    /// The host is gone: the broker has nothing and no answer will come.
    void forgetHost();

    [[nodiscard]] std::vector<RefusedSymbol> refused() const;
    /// How long ago any symbol last ticked that the broker has for this user; nothing before the first.
    [[nodiscard]] std::optional<std::chrono::milliseconds> sinceTick(const QString &user,
                                                                     const FeedSource::SinceTick &ofSymbol) const;

private:
    using Entries = std::map<FeedKey, FeedEntry>; ///< ordered by user, so that one user's entries are a range

    [[nodiscard]] Entries::iterator next(Entries::iterator entry);

    Entries m_entries;
};

} // namespace tickgate
