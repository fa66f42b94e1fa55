#include "BusLoad_linux.h"

#include "core/metrics/Clock.h"

#include <chrono>
#include <thread>
#include <utility>

namespace tickgate::bench {

namespace {

std::string payload(const std::string &mode, std::uint64_t nowNs, const std::string &symbol)
{
    std::string out = R"({"t":)" + std::to_string(nowNs) + R"(,"symbol":")" + symbol +
                      R"(","exchange":"NSE","ltp":1412.55,"timestamp":1795416921266)";
    if (mode != "LTP") {
        out += R"(,"open":1405.10,"high":1418.90,"low":1401.25,"close":1399.80,"volume":4382190,"change":12.75,)"
               R"("change_percent":0.91,"last_quantity":25,"average_price":1410.32,"total_buy_quantity":812345,)"
               R"("total_sell_quantity":798123,"oi":0,"upper_circuit":1539.75,"lower_circuit":1259.85)";
    }
    if (mode == "DEPTH") {
        out += R"(,"depth":{"buy":[)";
        for (int i = 0; i < 5; ++i)
            out += std::string(i > 0 ? "," : "") + R"({"price":1412.50,"quantity":1250,"orders":14})";
        out += R"(],"sell":[)";
        for (int i = 0; i < 5; ++i)
            out += std::string(i > 0 ? "," : "") + R"({"price":1412.60,"quantity":1125,"orders":11})";
        out += "]}";
    }
    return out + "}";
}

} // namespace

BusLoad::BusLoad(std::uint16_t busPort, std::vector<std::string> symbols, std::string mode)
    : m_symbols(std::move(symbols))
    , m_mode(std::move(mode))
{
    m_socket.set(zmq::sockopt::sndhwm, 1'000'000);
    m_socket.set(zmq::sockopt::linger, 0);
    m_socket.connect("tcp://127.0.0.1:" + std::to_string(busPort));
    std::this_thread::sleep_for(std::chrono::milliseconds(300)); // PUB drops until the SUB has said what it wants
}

std::uint64_t BusLoad::publish(double ticksPerSecond, double seconds, const std::atomic<bool> *stop)
{
    const std::uint64_t start = monotonicNs();
    std::uint64_t sent = 0;
    while (stop == nullptr || !*stop) {
        const double passed = static_cast<double>(monotonicNs() - start) / 1e9;
        if (passed >= seconds)
            break;
        const auto due = static_cast<std::uint64_t>(passed * ticksPerSecond);
        for (; sent < due; ++sent) {
            const std::string &symbol = m_symbols[sent % m_symbols.size()];
            const std::string topic = "NSE_" + symbol + "_" + m_mode;
            const std::string text = payload(m_mode, monotonicNs(), symbol);
            m_socket.send(zmq::buffer(topic), zmq::send_flags::sndmore);
            m_socket.send(zmq::buffer(text), zmq::send_flags::none);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return sent;
}

std::vector<std::string> symbolNames(int count)
{
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        names.push_back("SYM" + std::to_string(1000 + i));
    return names;
}

} // namespace tickgate::bench
