#include "SampleHistory.h"

#include <algorithm>
#include <cmath>

namespace tickgate {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr std::size_t kMaxMarks = 500;
// Samples come 2 to 4 times a second while the window is seen and every few seconds while it is not.
constexpr milliseconds kLongestPause = 12s;

milliseconds floorTo(milliseconds at, milliseconds slot)
{
    return at / slot * slot;
}

} // namespace

SampleRing::SampleRing(milliseconds slot, std::size_t capacity, bool widening)
    : m_slot(slot)
    , m_firstSlot(slot)
    , m_capacity(capacity)
    , m_widening(widening)
{}

void SampleRing::add(milliseconds at, const ThroughputSample &sample)
{
    const milliseconds begin = floorTo(at, m_slot);
    if (m_slots.empty() || begin > m_slots.back().at) {
        const bool gap = m_slots.empty() || begin - m_slots.back().at > std::max(kLongestPause, 2 * m_slot);
        m_slots.push_back({begin, 0, 0, 0, 0, gap});
    }
    // A clock that stood still or stepped back adds to the newest slot: the ring stays in order.
    Slot &slot = m_slots.back();
    slot.in += sample.in;
    slot.out += sample.out;
    slot.p99Ms = std::max(slot.p99Ms, sample.p99Ms);
    ++slot.samples;

    if (m_slots.size() <= m_capacity)
        return;
    if (m_widening)
        widen();
    else
        m_slots.pop_front();
}

void SampleRing::widen()
{
    while (m_slots.size() > m_capacity) {
        m_slot *= 2;
        std::deque<Slot> merged;
        for (const Slot &slot : m_slots) {
            const milliseconds begin = floorTo(slot.at, m_slot);
            if (merged.empty() || merged.back().at != begin) {
                merged.push_back({begin, 0, 0, 0, 0, slot.gap});
            }
            Slot &into = merged.back();
            into.in += slot.in;
            into.out += slot.out;
            into.p99Ms = std::max(into.p99Ms, slot.p99Ms);
            into.samples += slot.samples;
        }
        m_slots.swap(merged);
    }
}

void SampleRing::clear()
{
    m_slots.clear();
    m_slot = m_firstSlot;
}

std::vector<ThroughputPoint> SampleRing::points() const
{
    std::vector<ThroughputPoint> points;
    points.reserve(m_slots.size());
    for (const Slot &slot : m_slots)
        points.push_back({slot.at, {slot.in / slot.samples, slot.out / slot.samples, slot.p99Ms}, slot.gap});
    return points;
}

SampleHistory::SampleHistory()
    : m_minute(1s, 62)
    , m_fiveMinutes(2s, 152)
    , m_hour(15s, 242)
    , m_session(15s, 480, true)
{}

void SampleHistory::add(milliseconds at, const ThroughputSample &sample)
{
    if (m_first.count() < 0)
        m_first = at;
    m_minute.add(at, sample);
    m_fiveMinutes.add(at, sample);
    m_hour.add(at, sample);
    m_session.add(at, sample);
}

void SampleHistory::mark(milliseconds at, HistoryMark::Kind kind)
{
    if (m_first.count() < 0)
        m_first = at;
    m_marks.push_back({at, kind});
    if (m_marks.size() > kMaxMarks)
        m_marks.pop_front();
}

const SampleRing &SampleHistory::ring(HistorySpan span) const
{
    switch (span) {
    case HistorySpan::Minute:
        return m_minute;
    case HistorySpan::FiveMinutes:
        return m_fiveMinutes;
    case HistorySpan::Hour:
        return m_hour;
    case HistorySpan::Session:
        break;
    }
    return m_session;
}

std::vector<ThroughputPoint> SampleHistory::points(HistorySpan span) const
{
    return ring(span).points();
}

std::vector<HistoryMark> SampleHistory::marks(HistorySpan span, milliseconds now) const
{
    std::vector<HistoryMark> found;
    const milliseconds from = now - length(span, now);
    for (const HistoryMark &mark : m_marks) {
        if (mark.at >= from && mark.at <= now)
            found.push_back(mark);
    }
    return found;
}

milliseconds SampleHistory::length(HistorySpan span, milliseconds now) const
{
    switch (span) {
    case HistorySpan::Minute:
        return 1min;
    case HistorySpan::FiveMinutes:
        return 5min;
    case HistorySpan::Hour:
        return 1h;
    case HistorySpan::Session:
        break;
    }
    return m_first.count() < 0 ? milliseconds(1min) : std::max<milliseconds>(1min, now - m_first);
}

milliseconds SampleHistory::slot(HistorySpan span) const
{
    return ring(span).slot();
}

double niceStep(double top, int steps)
{
    if (!std::isfinite(top) || top <= 0 || steps < 1)
        return 1;
    const double least = top / steps;
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

} // namespace tickgate
