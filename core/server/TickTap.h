#pragma once

#include "core/protocol/Mode.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tickgate {

/// A look at the ticks as they pass, for `tickgate tail`: bounded, so a reader that is too slow misses ticks and learns
/// how many, and the data path never waits. Shared by the hub, which offers, and one reader on another thread.
class TickTap
{
public:
    struct Tick
    {
        std::string exchange;
        std::string symbol;
        Mode mode = Mode::Ltp;
        std::string payload; ///< the publisher's JSON
    };

    /// Empty strings let everything through.
    TickTap(std::string exchange, std::string symbol);

    /// wake is called on the hub thread when there is something to take() again. After close() it is never called.
    void setWake(std::function<void()> wake);
    void close();

    /// Hub side.
    void offer(std::string_view exchange, std::string_view symbol, Mode mode, std::string_view payload);

    struct Taken
    {
        std::vector<Tick> ticks;
        std::uint64_t missed = 0;
    };
    /// Reader side: what has gathered since the last call.
    [[nodiscard]] Taken take();

    static constexpr std::size_t kMostWaiting = 2000;

private:
    const std::string m_exchange;
    const std::string m_symbol;
    std::mutex m_mutex;
    std::function<void()> m_wake;
    Taken m_waiting;
    bool m_woken = false;
};

} // namespace tickgate
