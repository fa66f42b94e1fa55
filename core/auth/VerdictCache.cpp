#include "core/auth/VerdictCache.h"

namespace tickgate {

VerdictCache::VerdictCache(std::chrono::seconds lifetime, qsizetype capacity)
    : m_lifetime(lifetime)
    , m_capacity(capacity)
{}

std::optional<KeyVerdict> VerdictCache::find(const QByteArray &digest, TimePoint now)
{
    while (!m_entries.empty() && m_entries.front().expires <= now) {
        m_index.remove(m_entries.front().digest);
        m_entries.pop_front();
    }
    const auto found = m_index.constFind(digest);
    if (found == m_index.constEnd())
        return std::nullopt;
    return (*found)->verdict;
}

void VerdictCache::insert(const QByteArray &digest, const KeyVerdict &verdict, TimePoint now)
{
    if (const auto old = m_index.constFind(digest); old != m_index.constEnd())
        m_entries.erase(*old);
    m_entries.push_back({digest, verdict, now + m_lifetime});
    m_index.insert(digest, std::prev(m_entries.end()));
    if (m_index.size() > m_capacity) {
        m_index.remove(m_entries.front().digest);
        m_entries.pop_front();
    }
}

void VerdictCache::removeUser(const QString &userId)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        if (entry->verdict.userId == userId) {
            m_index.remove(entry->digest);
            entry = m_entries.erase(entry);
        } else {
            ++entry;
        }
    }
}

void VerdictCache::clear()
{
    m_index.clear();
    m_entries.clear();
}

qsizetype VerdictCache::size() const
{
    return m_index.size();
}

} // namespace tickgate
