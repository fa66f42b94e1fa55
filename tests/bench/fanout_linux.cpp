// fanout: starts a server, attaches N clients that subscribe to M symbols, publishes at a rate, and prints what a
// delivery costs and how long it takes. See README.md in this folder.

#include "BenchMain_linux.h"
#include "BusLoad_linux.h"
#include "Crowd_linux.h"
#include "Figures.h"
#include "ServerProcess_linux.h"
#include "core/metrics/Clock.h"

#include <atomic>
#include <cstdio>
#include <ctime>
#include <map>
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

/// CPU time of the calling thread.
double threadSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

int modeNumber(const std::string &mode)
{
    return mode == "LTP" ? 1 : mode == "QUOTE" ? 2 : 3;
}

int run(const Options &options, const std::vector<std::string> &command)
{
    const ServerProcess server(options.server.empty() ? command : options.server);

    const std::vector<std::string> symbols = symbolNames(options.symbols);
    const int each = options.perClient > 0 ? options.perClient : options.symbols;
    Crowd crowd;
    std::map<std::string, std::uint64_t> wantedBy;
    for (int i = 0; i < options.clients; ++i) {
        std::vector<std::string> own;
        own.reserve(static_cast<std::size_t>(each));
        for (int k = 0; k < each; ++k)
            own.push_back(symbols[static_cast<std::size_t>((i * each + k) % options.symbols)]);
        for (const std::string &symbol : own)
            ++wantedBy[symbol];
        crowd.add(LoadClient(server.webSocketPort(), options.key, own, modeNumber(options.mode)));
    }

    BusLoad publisher(server.busPort(), symbols, options.mode);
    std::atomic<bool> published = false;
    std::atomic<std::uint64_t> sent = 0;
    double publisherSeconds = 0;
    std::chrono::nanoseconds cpuAtEnd{0};
    const auto cpuAtStart = server.cpuTime();
    const std::uint64_t start = monotonicNs();
    std::thread feed([&] {
        const double before = threadSeconds();
        sent = publisher.publish(options.rate, options.seconds);
        publisherSeconds = threadSeconds() - before;
        published = true;
    });
    const auto expected = [&] {
        std::uint64_t all = 0;
        const std::uint64_t rounds = sent / symbols.size();
        const std::uint64_t rest = sent % symbols.size();
        for (std::size_t i = 0; i < symbols.size(); ++i)
            all += (rounds + (i < rest ? 1 : 0)) * wantedBy[symbols[i]];
        return all;
    };
    const double readerStart = threadSeconds();
    std::uint64_t quietSince = monotonicNs();
    for (;;) {
        const bool any = crowd.read();
        const std::uint64_t now = monotonicNs();
        if (any)
            quietSince = now;
        const bool late = now - start > static_cast<std::uint64_t>((options.seconds + kDrainSeconds) * 1e9);
        if (published && (crowd.ticks() >= expected() || now - quietSince > 2'000'000'000 || late))
            break;
    }
    const double seconds = static_cast<double>(monotonicNs() - start) / 1e9;
    cpuAtEnd = server.cpuTime();
    feed.join();
    // The busier of the generator's two threads: near 100 it, not the server, would be the limit.
    const double loadPercent = 100 * std::max(threadSeconds() - readerStart, publisherSeconds) / seconds;

    const std::uint64_t delivered = crowd.ticks();
    const std::uint64_t lost = expected() - std::min(expected(), delivered);
    const double cpuUs = std::chrono::duration<double, std::micro>(cpuAtEnd - cpuAtStart).count();
    const double perDelivery = delivered > 0 ? cpuUs / static_cast<double>(delivered) : 0;
    if (options.json) {
        std::printf(
            R"({"clients":%d,"symbols":%d,"rate":%.0f,"mode":"%s","delivered":%llu,"delivered_per_second":%.0f,)"
            R"("cpu_us_per_delivery":%.3f,"p50_us":%llu,"p99_us":%llu,"max_us":%llu,"lost":%llu,)"
            R"("resident_bytes":%llu,"load_percent":%.0f})"
            "\n",
            options.clients, options.symbols, options.rate, options.mode.c_str(),
            static_cast<unsigned long long>(delivered), static_cast<double>(delivered) / seconds, perDelivery,
            static_cast<unsigned long long>(crowd.latencies().percentileUs(0.5)),
            static_cast<unsigned long long>(crowd.latencies().percentileUs(0.99)),
            static_cast<unsigned long long>(crowd.latencies().maxUs()), static_cast<unsigned long long>(lost),
            static_cast<unsigned long long>(server.residentBytes()), loadPercent);
    } else {
        std::printf("%8s %8s %9s %6s %12s %12s %9s %9s %8s %8s %7s\n", "clients", "symbols", "ticks/s", "mode",
                    "delivered/s", "CPU us each", "p50 us", "p99 us", "lost", "RSS MiB", "load %");
        std::printf("%8d %8d %9.0f %6s %12.0f %12.2f %9llu %9llu %8llu %8.1f %7.0f\n", options.clients, options.symbols,
                    options.rate, options.mode.c_str(), static_cast<double>(delivered) / seconds, perDelivery,
                    static_cast<unsigned long long>(crowd.latencies().percentileUs(0.5)),
                    static_cast<unsigned long long>(crowd.latencies().percentileUs(0.99)),
                    static_cast<unsigned long long>(lost), mebibytes(server.residentBytes()), loadPercent);
    }
    return lost == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    return benchMain(argc, argv,
                     {{"--clients", &options.clients},
                      {"--symbols", &options.symbols},
                      {"--per-client", &options.perClient},
                      {"--rate", &options.rate},
                      {"--seconds", &options.seconds},
                      {"--mode", &options.mode},
                      {"--key", &options.key},
                      {"--json", &options.json},
                      {"--", &options.server}},
                     [&](const auto &command) { return run(options, command); });
}
