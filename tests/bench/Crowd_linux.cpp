#include "Crowd_linux.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tickgate::bench {

namespace {
constexpr std::size_t kTimedClients = 4;
}

Crowd::Crowd()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{}

Crowd::~Crowd()
{
    ::close(m_epoll);
}

void Crowd::add(LoadClient client)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = m_clients.size();
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.descriptor(), &event);
    m_clients.push_back(std::move(client));
}

bool Crowd::read()
{
    // Spread over the crowd: who is served first and who last is up to the server.
    const std::size_t every = std::max<std::size_t>(1, m_clients.size() / kTimedClients);
    std::array<epoll_event, 64> events{};
    const int ready = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 20);
    for (int i = 0; i < ready; ++i) {
        const std::size_t index = events[static_cast<std::size_t>(i)].data.u64;
        if (m_clients[index].read(index % every == every / 2 ? &m_latencies : nullptr))
            continue;
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, m_clients[index].descriptor(), nullptr);
        ++m_gone;
    }
    return ready > 0;
}

std::uint64_t Crowd::ticks() const
{
    std::uint64_t all = 0;
    for (const LoadClient &client : m_clients)
        all += client.ticks();
    return all;
}

} // namespace tickgate::bench
