#include "TickTap.h"

#include <utility>

namespace tickgate {

TickTap::TickTap(std::string exchange, std::string symbol)
    : m_exchange(std::move(exchange))
    , m_symbol(std::move(symbol))
{}

void TickTap::setWake(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

void TickTap::close()
{
    setWake({});
}

void TickTap::offer(std::string_view exchange, std::string_view symbol, Mode mode, std::string_view payload)
{
    if ((!m_exchange.empty() && exchange != m_exchange) || (!m_symbol.empty() && symbol != m_symbol))
        return;
    const std::lock_guard lock(m_mutex);
    if (m_waiting.ticks.size() >= kMostWaiting) {
        ++m_waiting.missed;
        return;
    }
    m_waiting.ticks.push_back({std::string(exchange), std::string(symbol), mode, std::string(payload)});
    if (std::exchange(m_woken, true) || !m_wake)
        return;
    // Under the lock, so that the reader is still there: it closes before it goes.
    m_wake();
}

TickTap::Taken TickTap::take()
{
    const std::lock_guard lock(m_mutex);
    m_woken = false;
    return std::exchange(m_waiting, {});
}

} // namespace tickgate
