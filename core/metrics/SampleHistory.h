#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

namespace tickgate {

/// What one sample says: rates per second and the latency of the moment.
struct ThroughputSample
{
    double in = 0;
    double out = 0;
    double p99Ms = 0;

    bool operator==(const ThroughputSample &) const = default;
};

/// One point of the chart: the mean of the rates and the worst latency over a slot of time.
struct ThroughputPoint
{
    std::chrono::milliseconds at{0}; ///< begin of the slot, since the history's own zero
    ThroughputSample value;
    bool gap = false; ///< nothing was sampled before this point: the line is broken here

    bool operator==(const ThroughputPoint &) const = default;
};

/// A ring of equal slots. A plain value: no clock and no thread of its own.
class SampleRing
{
public:
    /// When `widening` is set, a full ring merges its slots by two and doubles their length instead of dropping the
    /// oldest.
    SampleRing(std::chrono::milliseconds slot, std::size_t capacity, bool widening = false);

    void add(std::chrono::milliseconds at, const ThroughputSample &sample);
    void clear();

    [[nodiscard]] std::vector<ThroughputPoint> points() const;
    [[nodiscard]] std::chrono::milliseconds slot() const { return m_slot; }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

private:
    struct Slot
    {
        std::chrono::milliseconds at{0};
        double in = 0;
        double out = 0;
        double p99Ms = 0;
        int samples = 0;
        bool gap = false;
    };

    void widen();

    std::chrono::milliseconds m_slot;
    std::chrono::milliseconds m_firstSlot;
    std::size_t m_capacity;
    bool m_widening;
    std::deque<Slot> m_slots;
};

enum class HistorySpan
{
    Minute,
    FiveMinutes,
    Hour,
    Session
};

/// Something that happened, shown as a mark on the chart.
struct HistoryMark
{
    enum class Kind
    {
        Started,
        Stopped,
        Failed,
        Gap
    };
    std::chrono::milliseconds at{0};
    Kind kind = Kind::Started;

    bool operator==(const HistoryMark &) const = default;
};

/// The last minute, five minutes, hour and the whole session, sampled once and kept in four rings of fixed size.
/// Times are since the history's own zero, on a clock that the caller owns and that never runs backwards. GUI thread.
class SampleHistory
{
public:
    SampleHistory();

    void add(std::chrono::milliseconds at, const ThroughputSample &sample);
    void mark(std::chrono::milliseconds at, HistoryMark::Kind kind);

    [[nodiscard]] std::vector<ThroughputPoint> points(HistorySpan span) const;
    /// Those within the span that ends at `now`.
    [[nodiscard]] std::vector<HistoryMark> marks(HistorySpan span, std::chrono::milliseconds now) const;
    /// How much time the chart shows; the session's grows.
    [[nodiscard]] std::chrono::milliseconds length(HistorySpan span, std::chrono::milliseconds now) const;
    /// Length of one slot: there is nothing new to draw more often than this.
    [[nodiscard]] std::chrono::milliseconds slot(HistorySpan span) const;

private:
    [[nodiscard]] const SampleRing &ring(HistorySpan span) const;

    SampleRing m_minute;
    SampleRing m_fiveMinutes;
    SampleRing m_hour;
    SampleRing m_session;
    std::deque<HistoryMark> m_marks;
    std::chrono::milliseconds m_first{-1};
};

/// The smallest of 1, 2, 2.5, 5 times a power of ten that divides 0..top into at most `steps`. Pure.
[[nodiscard]] double niceStep(double top, int steps);

} // namespace tickgate
