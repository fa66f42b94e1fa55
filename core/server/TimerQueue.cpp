#include "TimerQueue.h"

#include <algorithm>

namespace tickgate {

void TimerQueue::add(int id, const Timer &timer)
{
    m_timers[id] = timer;
    m_byTime.insert({timer.dueNs, id});
}

bool TimerQueue::remove(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return false;
    m_byTime.erase({found->second.dueNs, id});
    m_timers.erase(found);
    return true;
}

bool TimerQueue::removeAll(const QObject *object)
{
    std::erase_if(m_byTime, [&](const auto &entry) { return m_timers.at(entry.second).object == object; });
    return std::erase_if(m_timers, [&](const auto &entry) { return entry.second.object == object; }) > 0;
}

const TimerQueue::Timer *TimerQueue::find(int id) const
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? nullptr : &found->second;
}

QList<QAbstractEventDispatcher::TimerInfo> TimerQueue::of(const QObject *object) const
{
    QList<QAbstractEventDispatcher::TimerInfo> result;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            result.append({id, static_cast<int>(timer.intervalMs), timer.type});
    }
    return result;
}

std::optional<std::uint64_t> TimerQueue::nextNs() const
{
    return m_byTime.empty() ? std::nullopt : std::optional(m_byTime.begin()->first);
}

std::vector<int> TimerQueue::due(std::uint64_t nowNs) const
{
    std::vector<int> ids;
    for (const auto &[dueNs, id] : m_byTime) {
        if (dueNs > nowNs)
            break;
        ids.push_back(id);
    }
    return ids;
}

void TimerQueue::advance(int id, std::uint64_t nowNs)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return;
    Timer &timer = found->second;
    const std::uint64_t intervalNs = static_cast<std::uint64_t>(timer.intervalMs) * 1'000'000;
    m_byTime.erase({timer.dueNs, id});
    timer.dueNs += intervalNs;
    if (timer.dueNs <= nowNs)
        timer.dueNs = nowNs + intervalNs;
    m_byTime.insert({timer.dueNs, id});
}

} // namespace tickgate
