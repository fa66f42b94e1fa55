#include "EpollDispatcher_linux.h"

#include "core/metrics/Clock.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <spdlog/spdlog.h>

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

namespace tickgate {

namespace {

constexpr std::size_t kEventsPerTurn = 256;
constexpr std::uint64_t kNsPerMs = 1'000'000;

// What wakes each type of notifier; an end or an error wakes whoever is there (epoll_ctl(2)).
constexpr std::array<std::uint32_t, 3> kInterest{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::uint32_t kTrouble = EPOLLHUP | EPOLLERR;

constexpr std::uint64_t kWakeTag = ~std::uint64_t{0}; // no descriptor has it

std::uint64_t tagOf(int descriptor, std::uint32_t serial)
{
    return (std::uint64_t{serial} << 32) | static_cast<std::uint32_t>(descriptor);
}

} // namespace

EpollDispatcher::EpollDispatcher()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake{-1, -1}
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kWakeTag;
    if (m_epoll < 0 || ::pipe2(m_wake.data(), O_CLOEXEC | O_NONBLOCK) != 0 ||
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake[0], &event) != 0) {
        const int error = errno;
        closeAll();
        throw std::system_error(error, std::generic_category(), "epoll");
    }
}

EpollDispatcher::~EpollDispatcher()
{
    closeAll();
}

void EpollDispatcher::closeAll() const
{
    for (const int descriptor : {m_epoll, m_wake[0], m_wake[1]})
        ::close(descriptor);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted = false;
    Q_EMIT awake();
    // Who posts an event calls wakeUp() afterwards, so none is slept over.
    QCoreApplication::sendPostedEvents();
    if (m_interrupted)
        return false;

    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents);
    if (mayWait)
        Q_EMIT aboutToBlock();
    std::array<epoll_event, kEventsPerTurn>
        events; // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
    const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), waitTime(mayWait));
    if (mayWait)
        Q_EMIT awake();

    int activated = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == kWakeTag) {
            std::array<char, 64> bin{}; // there is one byte, or a few
            static_cast<void>(::read(m_wake[0], bin.data(), bin.size()));
            m_wakePending = false;
            ++activated;
        } else if (!flags.testFlag(QEventLoop::ExcludeSocketNotifiers)) {
            activated += activate(event);
        }
    }
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers))
        activated += fireTimers();
    return activated > 0;
}

int EpollDispatcher::waitTime(bool mayWait) const
{
    if (!mayWait)
        return 0;
    const auto next = m_timers.nextNs();
    if (!next)
        return -1;
    const std::uint64_t now = monotonicNs();
    if (*next <= now)
        return 0;
    // Upwards: a millisecond early would be a turn for nothing.
    return static_cast<int>(std::min<std::uint64_t>((*next - now + kNsPerMs - 1) / kNsPerMs, INT_MAX));
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = static_cast<int>(notifier->socket());
    const auto [entry, isNew] = m_watches.try_emplace(descriptor);
    if (isNew)
        entry->second.serial = ++m_lastSerial;
    entry->second.notifiers.at(notifier->type()) = notifier;
    update(descriptor, entry->second, isNew);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = static_cast<int>(notifier->socket());
    const auto entry = m_watches.find(descriptor);
    if (entry == m_watches.end() || entry->second.notifiers.at(notifier->type()) != notifier)
        return;
    entry->second.notifiers.at(notifier->type()) = nullptr;
    if (std::ranges::any_of(entry->second.notifiers, [](const QSocketNotifier *other) { return other != nullptr; })) {
        update(descriptor, entry->second, false);
    } else {
        // Fails when the descriptor is closed already, which has taken it out.
        static_cast<void>(::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr));
        m_watches.erase(entry);
    }
}

void EpollDispatcher::update(int descriptor, const Watch &watch, bool isNew)
{
    epoll_event event{};
    event.data.u64 = tagOf(descriptor, watch.serial);
    for (std::size_t type = 0; type < kInterest.size(); ++type) {
        if (watch.notifiers[type] != nullptr)
            event.events |= kInterest[type];
    }
    if (::epoll_ctl(m_epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) != 0)
        spdlog::error("event loop: descriptor {}: {}", descriptor, std::generic_category().message(errno));
}

int EpollDispatcher::activate(const epoll_event &event)
{
    const auto descriptor = static_cast<int>(event.data.u64 & UINT32_MAX);
    const auto serial = static_cast<std::uint32_t>(event.data.u64 >> 32);
    int activated = 0;
    for (std::size_t type = 0; type < kInterest.size(); ++type) {
        if ((event.events & (kInterest[type] | kTrouble)) == 0)
            continue;
        // Looked for each time: what an earlier notifier did may have ended this one, and its descriptor may be
        // another socket's by now.
        const auto entry = m_watches.find(descriptor);
        if (entry == m_watches.end() || entry->second.serial != serial)
            break;
        if (QSocketNotifier *notifier = entry->second.notifiers[type]; notifier != nullptr) {
            QEvent ready(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &ready);
            ++activated;
        }
    }
    return activated;
}

void EpollDispatcher::registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object)
{
    m_timers.add(id, {interval, type, object, monotonicNs() + static_cast<std::uint64_t>(interval) * kNsPerMs});
}

bool EpollDispatcher::unregisterTimer(int id)
{
    return m_timers.remove(id);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.of(object);
}

int EpollDispatcher::remainingTime(int id)
{
    const TimerQueue::Timer *timer = m_timers.find(id);
    if (timer == nullptr)
        return -1;
    const std::uint64_t now = monotonicNs();
    return timer->dueNs <= now ? 0 : static_cast<int>((timer->dueNs - now) / kNsPerMs);
}

int EpollDispatcher::fireTimers()
{
    const std::uint64_t now = monotonicNs();
    int fired = 0;
    for (const int id : m_timers.due(now)) {
        const TimerQueue::Timer *timer = m_timers.find(id);
        if (timer == nullptr || timer->dueNs > now)
            continue; // an earlier one's doing
        QObject *object = timer->object;
        m_timers.advance(id, now); // before the event, which may end it
        QTimerEvent event(id);
        QCoreApplication::sendEvent(object, &event);
        ++fired;
    }
    return fired;
}

void EpollDispatcher::wakeUp()
{
    if (m_wakePending.exchange(true))
        return;
    static_cast<void>(::write(m_wake[1], "", 1));
}

void EpollDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

} // namespace tickgate
