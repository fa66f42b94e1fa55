#pragma once

#include "core/protocol/Mode.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tickgate {

/// One message as it goes over the bus.
struct BusMessage
{
    std::string topic;
    std::string payload;
};

/// A believable small market: prices that walk, volumes that only grow, five levels of depth around the last price.
/// The same seed gives the same walk. Pure; confined to one thread.
class DemoMarket
{
public:
    explicit DemoMarket(std::uint32_t seed);

    /// The next tick of the symbol whose turn it is. timestampMs goes into the payload.
    [[nodiscard]] BusMessage nextTick(std::int64_t timestampMs);
    /// An order update of user "demo".
    [[nodiscard]] BusMessage nextOrder(std::int64_t timestampMs);

    struct Instrument
    {
        std::string exchange;
        std::string symbol;
        double price = 0;
        double step = 0.05; ///< tick size
        double open = 0;
        double high = 0;
        double low = 0;
        double previousClose = 0;
        std::int64_t volume = 0;
    };
    [[nodiscard]] const std::vector<Instrument> &instruments() const { return m_instruments; }

private:
    void walk(Instrument &instrument);
    [[nodiscard]] std::string payload(const Instrument &instrument, Mode mode, std::int64_t timestampMs);

    std::mt19937 m_random;
    std::vector<Instrument> m_instruments;
    std::uint64_t m_turn = 0;
    std::uint64_t m_orders = 0;
};

} // namespace tickgate
