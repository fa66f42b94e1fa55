#include "core/feed/FeedTable.h"

#include <algorithm>
#include <iterator>

namespace tickgate {

namespace {

/// Sorts before every entry of the user.
FeedKey firstOf(const QString &user)
{
    return {user, {}, {}, Mode::Ltp};
}

void moveAll(std::vector<FeedWaiter> &from, std::vector<FeedWaiter> &to)
{
    std::move(from.begin(), from.end(), std::back_inserter(to));
    from.clear();
}

} // namespace

FeedEntry &FeedTable::obtain(const FeedKey &key)
{
    return m_entries[key];
}

FeedEntry *FeedTable::find(const FeedKey &key)
{
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? nullptr : &found->second;
}

void FeedTable::erase(const FeedKey &key)
{
    m_entries.erase(key);
}

bool FeedTable::hasUser(const QString &user) const
{
    const auto entry = m_entries.lower_bound(firstOf(user));
    return entry != m_entries.end() && entry->first.user == user;
}

void FeedTable::forUser(const QString &user, const std::function<void(const FeedKey &, FeedEntry &)> &visit)
{
    for (auto entry = m_entries.lower_bound(firstOf(user)); entry != m_entries.end() && entry->first.user == user;
         ++entry) {
        visit(entry->first, entry->second);
    }
}

/// The one after, with this one gone when nobody needs it. What the broker has must be unsubscribed first.
FeedTable::Entries::iterator FeedTable::next(Entries::iterator entry)
{
    return entry->second.forgettable() && !entry->second.live ? m_entries.erase(entry) : std::next(entry);
}

std::vector<FeedWaiter> FeedTable::takeWaiters()
{
    std::vector<FeedWaiter> taken;
    for (auto entry = m_entries.begin(); entry != m_entries.end(); entry = next(entry))
        moveAll(entry->second.waiters, taken);
    return taken;
}

std::vector<FeedWaiter> FeedTable::takeWaiters(const QString &user)
{
    std::vector<FeedWaiter> taken;
    for (auto entry = m_entries.lower_bound(firstOf(user)); entry != m_entries.end() && entry->first.user == user;
         entry = next(entry)) {
        moveAll(entry->second.waiters, taken);
    }
    return taken;
}

std::vector<FeedWaiter> FeedTable::takeExpired(std::chrono::steady_clock::time_point now)
{
    std::vector<FeedWaiter> taken;
    for (auto entry = m_entries.begin(); entry != m_entries.end(); entry = next(entry)) {
        std::vector<FeedWaiter> &waiters = entry->second.waiters; // in the order of their deadlines
        const auto first =
            std::find_if(waiters.begin(), waiters.end(), [now](const FeedWaiter &w) { return w.deadline > now; });
        std::move(waiters.begin(), first, std::back_inserter(taken));
        waiters.erase(waiters.begin(), first);
    }
    return taken;
}

void FeedTable::forgetHost()
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        entry->second.live = false;
        entry->second.requestId = 0;
        entry = next(entry);
    }
}

std::vector<RefusedSymbol> FeedTable::refused() const
{
    std::vector<RefusedSymbol> refused;
    for (const auto &[key, entry] : m_entries) {
        if (!entry.refusal.isEmpty()) {
            refused.push_back(
                {QString::fromStdString(key.exchange), QString::fromStdString(key.symbol), entry.refusal});
        }
    }
    return refused;
}

std::optional<std::chrono::milliseconds> FeedTable::sinceTick(const QString &user,
                                                              const FeedSource::SinceTick &ofSymbol) const
{
    std::optional<std::chrono::milliseconds> newest;
    for (auto entry = m_entries.lower_bound(firstOf(user)); entry != m_entries.end() && entry->first.user == user;
         ++entry) {
        if (!entry->second.live)
            continue;
        const auto since = ofSymbol(entry->first.exchange, entry->first.symbol);
        if (since && (!newest || *since < *newest))
            newest = since;
    }
    return newest;
}

} // namespace tickgate
