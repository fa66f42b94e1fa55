#include "DemoMarket.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tickgate {

namespace {

struct Listed
{
    const char *exchange;
    const char *symbol;
    double price;
    double step;
};

constexpr std::array kListed{
    Listed{"NSE_INDEX", "NIFTY", 24812.35, 0.05},
    Listed{"NSE_INDEX", "BANKNIFTY", 53640.10, 0.05},
    Listed{"NSE_INDEX", "FINNIFTY", 25118.60, 0.05},
    Listed{"NSE_INDEX", "INDIAVIX", 13.42, 0.0025},
    Listed{"NSE", "RELIANCE", 1412.50, 0.05},
    Listed{"NSE", "TCS", 3465.20, 0.05},
    Listed{"NSE", "INFY", 1548.75, 0.05},
    Listed{"NSE", "HDFCBANK", 1978.40, 0.05},
    Listed{"NSE", "ICICIBANK", 1432.15, 0.05},
    Listed{"NSE", "SBIN", 812.30, 0.05},
    Listed{"NSE", "ITC", 418.65, 0.05},
    Listed{"NSE", "LT", 3598.00, 0.05},
    Listed{"NSE", "AXISBANK", 1189.90, 0.05},
    Listed{"NSE", "KOTAKBANK", 2134.55, 0.05},
    Listed{"NSE", "BHARTIARTL", 1896.25, 0.05},
    Listed{"NSE", "HINDUNILVR", 2377.80, 0.05},
    Listed{"NSE", "M&M", 3120.45, 0.05},
    Listed{"NSE", "BAJAJ-AUTO", 8755.00, 0.05},
    Listed{"NSE", "TATAMOTORS", 688.35, 0.05},
    Listed{"NSE", "MARUTI", 12480.00, 0.05},
    Listed{"NSE", "SUNPHARMA", 1673.70, 0.05},
    Listed{"NSE", "WIPRO", 256.48, 0.01},
    Listed{"BSE", "RELIANCE", 1412.60, 0.05},
    Listed{"NFO", "NIFTY24NOV26FUT", 24866.00, 0.05},
    Listed{"NFO", "BANKNIFTY24NOV26FUT", 53788.00, 0.05},
    Listed{"NFO", "NIFTY24NOV2624800CE", 148.30, 0.05},
    Listed{"NFO", "NIFTY24NOV2624800PE", 131.75, 0.05},
    Listed{"NFO", "NIFTY24NOV2625000CE", 71.20, 0.05},
    Listed{"NFO", "NIFTY24NOV2624600PE", 62.45, 0.05},
    Listed{"NFO", "BANKNIFTY24NOV2653600CE", 402.10, 0.05},
    Listed{"NFO", "BANKNIFTY24NOV2653600PE", 371.85, 0.05},
    Listed{"BFO", "SENSEX24NOV2681500CE", 312.40, 0.05},
    Listed{"BFO", "SENSEX24NOV2681500PE", 287.95, 0.05},
    Listed{"MCX", "GOLD04DEC26FUT", 97215.00, 1.0},
    Listed{"MCX", "SILVER04DEC26FUT", 112480.00, 1.0},
    Listed{"MCX", "CRUDEOIL18DEC26FUT", 5764.00, 1.0},
    Listed{"MCX", "NATURALGAS24DEC26FUT", 287.40, 0.1},
    Listed{"CRYPTO", "BTC_INR", 9284500.00, 1.0},
    Listed{"CRYPTO", "ETH_INR", 318420.00, 0.1},
    Listed{"CRYPTO", "SOL_INR", 15244.00, 0.01},
};

constexpr std::array kTopicParts{"LTP", "QUOTE", "DEPTH"};

double rounded(double price, double step)
{
    return std::max(step, std::round(price / step) * step);
}

} // namespace

DemoMarket::DemoMarket(std::uint32_t seed)
    : m_random(seed)
{
    for (const Listed &listed : kListed) {
        Instrument instrument;
        instrument.exchange = listed.exchange;
        instrument.symbol = listed.symbol;
        instrument.step = listed.step;
        instrument.previousClose = listed.price;
        std::uniform_real_distribution<double> gap(-0.006, 0.006);
        instrument.price = rounded(listed.price * (1 + gap(m_random)), listed.step);
        instrument.open = instrument.high = instrument.low = instrument.price;
        m_instruments.push_back(instrument);
    }
}

void DemoMarket::walk(Instrument &instrument)
{
    // A small pull back to the open keeps a session-long walk within what a trading day shows.
    std::normal_distribution<double> move(0.0, 0.00025);
    const double pull = (instrument.open - instrument.price) / instrument.open * 0.002;
    instrument.price = rounded(instrument.price * (1 + move(m_random) + pull), instrument.step);
    instrument.high = std::max(instrument.high, instrument.price);
    instrument.low = std::min(instrument.low, instrument.price);
    std::geometric_distribution<int> lots(0.08);
    instrument.volume += 1 + lots(m_random);
}

BusMessage DemoMarket::nextTick(std::int64_t timestampMs)
{
    std::uniform_int_distribution<std::size_t> pick(0, m_instruments.size() - 1);
    Instrument &instrument = m_instruments[pick(m_random)];
    walk(instrument);
    const Mode mode = static_cast<Mode>(1 + m_turn++ % kModeCount);
    return {instrument.exchange + '_' + instrument.symbol + '_' + kTopicParts[modeIndex(mode)],
            payload(instrument, mode, timestampMs)};
}

std::string DemoMarket::payload(const Instrument &instrument, Mode mode, std::int64_t timestampMs)
{
    std::string out = fmt::format(R"({{"symbol":"{}","exchange":"{}","ltp":{:.2f},"timestamp":{})", instrument.symbol,
                                  instrument.exchange, instrument.price, timestampMs);
    if (mode == Mode::Ltp)
        return out + '}';
    const double change = instrument.price - instrument.previousClose;
    out += fmt::format(R"(,"open":{:.2f},"high":{:.2f},"low":{:.2f},"close":{:.2f},"volume":{},"change":{:.2f},)"
                       R"("change_percent":{:.2f},"last_quantity":{},"average_price":{:.2f})",
                       instrument.open, instrument.high, instrument.low, instrument.previousClose, instrument.volume,
                       change, change / instrument.previousClose * 100, 1 + instrument.volume % 75,
                       (instrument.open + instrument.price) / 2);
    if (mode == Mode::Quote)
        return out + '}';
    std::uniform_int_distribution<int> quantity(1, 4000);
    std::uniform_int_distribution<int> orders(1, 40);
    for (const bool buy : {true, false}) {
        out += buy ? R"(,"depth":{"buy":[)" : R"(],"sell":[)";
        for (int level = 1; level <= 5; ++level) {
            const double away = instrument.step * level * (buy ? -1 : 1);
            out +=
                fmt::format(R"({}{{"price":{:.2f},"quantity":{},"orders":{}}})", level > 1 ? "," : "",
                            std::max(instrument.step, instrument.price + away), quantity(m_random), orders(m_random));
        }
    }
    return out + "]}}";
}

BusMessage DemoMarket::nextOrder(std::int64_t timestampMs)
{
    static constexpr std::array states{"open", "complete", "open", "cancelled"};
    const Instrument &instrument = m_instruments[4 + m_orders % 18];
    const char *status = states[m_orders % states.size()];
    const bool buy = m_orders / 2 % 2 == 0;
    const std::uint64_t id = 240001 + m_orders / 2;
    ++m_orders;
    return {"demo_demo_orders",
            fmt::format(R"({{"type":"order_update","user_id":"demo","orderid":"{}","symbol":"{}","exchange":"{}",)"
                        R"("action":"{}","quantity":{},"price":{:.2f},"product":"MIS","order_status":"{}",)"
                        R"("timestamp":{}}})",
                        id, instrument.symbol, instrument.exchange, buy ? "BUY" : "SELL", 10 * (1 + id % 9),
                        instrument.price, status, timestampMs)};
}

} // namespace tickgate
