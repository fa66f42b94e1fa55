#pragma once

#include <QAbstractEventDispatcher>

#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

class QObject;

namespace tickgate {

/// An event dispatcher's timers, by when they are due. Times are nanoseconds of the monotonic clock. One thread.
class TimerQueue
{
public:
    struct Timer
    {
        std::int64_t intervalMs = 0;
        Qt::TimerType type = Qt::CoarseTimer;
        QObject *object = nullptr;
        std::uint64_t dueNs = 0;
    };

    void add(int id, const Timer &timer);
    bool remove(int id);
    bool removeAll(const QObject *object);

    [[nodiscard]] const Timer *find(int id) const;
    [[nodiscard]] QList<QAbstractEventDispatcher::TimerInfo> of(const QObject *object) const;
    /// When the next one is due.
    [[nodiscard]] std::optional<std::uint64_t> nextNs() const;

    /// Those due by then, in their order, each once.
    [[nodiscard]] std::vector<int> due(std::uint64_t nowNs) const;
    /// Sets a timer to its next time, which is after nowNs unless its interval is 0: what was missed is left out.
    void advance(int id, std::uint64_t nowNs);

private:
    std::unordered_map<int, Timer> m_timers;
    std::set<std::pair<std::uint64_t, int>> m_byTime; ///< dueNs, id
};

} // namespace tickgate
