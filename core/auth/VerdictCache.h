#pragma once

#include "core/auth/ApiKeyVerifier.h"

#include <QHash>

#include <chrono>
#include <list>
#include <optional>

namespace tickgate {

/// Verdicts by digest of the key, each for the same time, at most so many: the oldest makes room. A value without a
/// clock of its own; one thread.
class VerdictCache
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    VerdictCache(std::chrono::seconds lifetime, qsizetype capacity);

    [[nodiscard]] std::optional<KeyVerdict> find(const QByteArray &digest, TimePoint now);
    void insert(const QByteArray &digest, const KeyVerdict &verdict, TimePoint now);
    void removeUser(const QString &userId);
    void clear();
    [[nodiscard]] qsizetype size() const;

private:
    struct Entry
    {
        QByteArray digest;
        KeyVerdict verdict;
        TimePoint expires;
    };
    using Entries = std::list<Entry>;

    const std::chrono::seconds m_lifetime;
    const qsizetype m_capacity;
    Entries m_entries; ///< oldest first, which is also the order of expiry
    QHash<QByteArray, Entries::iterator> m_index;
};

} // namespace tickgate
