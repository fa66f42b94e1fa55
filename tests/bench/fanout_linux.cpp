// fanout: starts a server, attaches N clients that subscribe to M symbols, publishes at a rate, and prints what a
// delivery costs and how long it takes. See README.md in this folder.

#include "LoadClient_linux.h"
#include "ServerProcess_linux.h"
#include "core/metrics/Clock.h"

#include <sys/epoll.h>
#include <zmq.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

using namespace tickgate;
using namespace tickgate::bench;

namespace {

constexpr double kDrainSeconds = 10; // a server that is so far behind has lost the rest

struct Options
{
    std::vector<std::string> server;
    int clients = 50;
    int symbols = 50;
    int perClient = 0; ///< symbols each client takes; 0: all
    double rate = 1000;
    double seconds = 5;
    std::string mode = "LTP";
    std::string key = "demo-key";
    bool json = false;
};

/// What a broker sends: about 110, 330 and 900 bytes.
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

/// Publishes at the rate until told to stop; returns how many ticks were sent.
class Publisher
{
public:
    Publisher(const Options &options, std::uint16_t busPort, const std::vector<std::string> &symbols)
        : m_options(options)
        , m_symbols(symbols)
    {
        m_socket.set(zmq::sockopt::sndhwm, 1'000'000);
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.connect("tcp://127.0.0.1:" + std::to_string(busPort));
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // PUB drops until the SUB has said what it wants
    }

    std::uint64_t publish(double seconds)
    {
        const std::uint64_t start = monotonicNs();
        std::uint64_t sent = 0;
        for (;;) {
            const std::uint64_t now = monotonicNs();
            const double passed = static_cast<double>(now - start) / 1e9;
            if (passed >= seconds)
                break;
            const auto due = static_cast<std::uint64_t>(passed * m_options.rate);
            for (; sent < due; ++sent) {
                const std::string &symbol = m_symbols[sent % m_symbols.size()];
                const std::string topic = "NSE_" + symbol + "_" + m_options.mode;
                const std::string text = payload(m_options.mode, monotonicNs(), symbol);
                m_socket.send(zmq::buffer(topic), zmq::send_flags::sndmore);
                m_socket.send(zmq::buffer(text), zmq::send_flags::none);
            }
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        return sent;
    }

private:
    const Options &m_options;
    const std::vector<std::string> &m_symbols;
    zmq::context_t m_context{1};
    zmq::socket_t m_socket{m_context, zmq::socket_type::pub};
};

int modeNumber(const std::string &mode)
{
    return mode == "LTP" ? 1 : mode == "QUOTE" ? 2 : 3;
}

Options parse(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--json") {
            options.json = true;
            continue;
        }
        if (name == "--") {
            options.server.assign(argv + i + 1, argv + argc);
            break;
        }
        if (i + 1 >= argc)
            throw std::runtime_error(name + " wants a value");
        const std::string value = argv[++i];
        if (name == "--clients")
            options.clients = std::stoi(value);
        else if (name == "--symbols")
            options.symbols = std::stoi(value);
        else if (name == "--per-client")
            options.perClient = std::stoi(value);
        else if (name == "--rate")
            options.rate = std::stod(value);
        else if (name == "--seconds")
            options.seconds = std::stod(value);
        else if (name == "--mode")
            options.mode = value;
        else if (name == "--key")
            options.key = value;
        else
            throw std::runtime_error("unknown option " + name);
    }
    return options;
}

int run(const Options &given, const std::string &self)
{
    Options options = given;
    const auto folder = std::filesystem::temp_directory_path() / ("tickgate-bench-" + std::to_string(::getpid()));
    if (options.server.empty()) {
        options.server = {(std::filesystem::path(self).parent_path() / "tickgate").string(),
                          "--headless",
                          "--ws-port",
                          "0",
                          "--zmq-port",
                          "0",
                          "--config-dir",
                          folder.string(),
                          "--log-level",
                          "warn"};
    }
    const ServerProcess server(options.server, {"TICKGATE_AUTH=demo"});

    std::vector<std::string> symbols;
    for (int i = 0; i < options.symbols; ++i)
        symbols.push_back("SYM" + std::to_string(1000 + i));
    const int each = options.perClient > 0 ? options.perClient : options.symbols;
    std::vector<LoadClient> clients;
    std::map<std::string, std::uint64_t> wantedBy;
    for (int i = 0; i < options.clients; ++i) {
        std::vector<std::string> own;
        for (int k = 0; k < each; ++k)
            own.push_back(symbols[static_cast<std::size_t>((i * each + k) % options.symbols)]);
        for (const std::string &symbol : own)
            ++wantedBy[symbol];
        clients.emplace_back(server.webSocketPort(), options.key, own, modeNumber(options.mode));
    }

    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].descriptor(), &event);
    }
    Publisher publisher(options, server.busPort(), symbols);
    LatencyHistogram latencies;
    std::atomic<bool> published = false;
    std::atomic<std::uint64_t> sent = 0;
    std::chrono::nanoseconds cpuAtEnd{0};
    const auto cpuAtStart = server.cpuTime();
    const std::uint64_t start = monotonicNs();
    std::thread feed([&] {
        sent = publisher.publish(options.seconds);
        published = true;
    });
    const auto received = [&clients] {
        std::uint64_t all = 0;
        for (const LoadClient &client : clients)
            all += client.ticks();
        return all;
    };
    const auto expected = [&] {
        std::uint64_t all = 0;
        const std::uint64_t rounds = sent / symbols.size();
        const std::uint64_t rest = sent % symbols.size();
        for (std::size_t i = 0; i < symbols.size(); ++i)
            all += (rounds + (i < rest ? 1 : 0)) * wantedBy[symbols[i]];
        return all;
    };
    std::array<epoll_event, 64> events{};
    std::uint64_t quietSince = monotonicNs();
    for (;;) {
        const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 20);
        for (int i = 0; i < ready; ++i) {
            // A few clients time their ticks; the others only count, to stay light.
            const std::size_t index = events[static_cast<std::size_t>(i)].data.u64;
            if (!clients[index].read(index < 4 ? &latencies : nullptr))
                ::epoll_ctl(epoll, EPOLL_CTL_DEL, clients[index].descriptor(), nullptr); // what it misses is lost
        }
        const std::uint64_t now = monotonicNs();
        if (ready > 0)
            quietSince = now;
        const bool late = now - start > static_cast<std::uint64_t>((options.seconds + kDrainSeconds) * 1e9);
        if (published && (received() >= expected() || now - quietSince > 2'000'000'000 || late))
            break;
    }
    const double seconds = static_cast<double>(monotonicNs() - start) / 1e9;
    cpuAtEnd = server.cpuTime();
    feed.join();
    ::close(epoll);

    const std::uint64_t delivered = received();
    const std::uint64_t lost = expected() - std::min(expected(), delivered);
    const double cpuUs = std::chrono::duration<double, std::micro>(cpuAtEnd - cpuAtStart).count();
    const double perDelivery = delivered > 0 ? cpuUs / static_cast<double>(delivered) : 0;
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (options.json) {
        std::printf(
            R"({"clients":%d,"symbols":%d,"rate":%.0f,"mode":"%s","delivered":%llu,"delivered_per_second":%.0f,)"
            R"("cpu_us_per_delivery":%.3f,"p50_us":%llu,"p99_us":%llu,"max_us":%llu,"lost":%llu,)"
            R"("resident_bytes":%llu})"
            "\n",
            options.clients, options.symbols, options.rate, options.mode.c_str(),
            static_cast<unsigned long long>(delivered), static_cast<double>(delivered) / seconds, perDelivery,
            static_cast<unsigned long long>(latencies.percentileUs(0.5)),
            static_cast<unsigned long long>(latencies.percentileUs(0.99)),
            static_cast<unsigned long long>(latencies.maxUs()), static_cast<unsigned long long>(lost),
            static_cast<unsigned long long>(server.residentBytes()));
    } else {
        std::printf("%8s %8s %9s %6s %12s %12s %9s %9s %8s %8s\n", "clients", "symbols", "ticks/s", "mode",
                    "delivered/s", "CPU us each", "p50 us", "p99 us", "lost", "RSS MiB");
        std::printf("%8d %8d %9.0f %6s %12.0f %12.2f %9llu %9llu %8llu %8.1f\n", options.clients, options.symbols,
                    options.rate, options.mode.c_str(), static_cast<double>(delivered) / seconds, perDelivery,
                    static_cast<unsigned long long>(latencies.percentileUs(0.5)),
                    static_cast<unsigned long long>(latencies.percentileUs(0.99)),
                    static_cast<unsigned long long>(lost), static_cast<double>(server.residentBytes()) / 1024 / 1024);
    }
    return lost == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        return run(parse(argc, argv), argv[0]);
    } catch (const std::exception &e) {
        std::fprintf(stderr, "fanout: %s\n", e.what());
        return 2;
    }
}
