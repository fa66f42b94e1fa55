// memory: resident memory and CPU of a Tickgate without a window: idle, with idle clients, and under load for as long
// as asked. Flat means that the last sample is no higher than the first. See README.md in this folder.

#include "BenchMain_linux.h"
#include "BusLoad_linux.h"
#include "Crowd_linux.h"
#include "Figures.h"
#include "ServerProcess_linux.h"
#include "core/metrics/Clock.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace tickgate;
using namespace tickgate::bench;

namespace {

struct Options
{
    int clients = 50;
    int symbols = 50;
    double rate = 4000;
    double idleSeconds = 10;
    double seconds = 60;
    bool json = false;
};

/// Per cent of one core over the time, while the crowd reads what comes.
double cpuWhile(const ServerProcess &server, Crowd &crowd, double seconds)
{
    const auto before = server.cpuTime();
    const std::uint64_t start = monotonicNs();
    while (static_cast<double>(monotonicNs() - start) < seconds * 1e9)
        crowd.read();
    return 100.0 * static_cast<double>((server.cpuTime() - before).count()) /
           static_cast<double>(monotonicNs() - start);
}

int run(const Options &options, const std::vector<std::string> &command)
{
    const ServerProcess server(command);
    const std::uint64_t alone = server.residentBytes();
    const std::vector<std::string> symbols = symbolNames(options.symbols);
    Crowd crowd;
    for (int i = 0; i < options.clients; ++i)
        crowd.add(LoadClient(server.webSocketPort(), "demo-key", symbols, 1));
    const double idleCpu = cpuWhile(server, crowd, options.idleSeconds);
    const std::uint64_t idle = server.residentBytes();

    BusLoad bus(server.busPort(), symbols, "LTP");
    std::atomic<bool> stop = false;
    std::thread feed([&] { bus.publish(options.rate, options.seconds + 3600, &stop); });
    constexpr int kSamples = 10;
    std::vector<std::uint64_t> loaded;
    double loadCpu = 0;
    for (int i = 0; i < kSamples; ++i) {
        loadCpu += cpuWhile(server, crowd, options.seconds / kSamples) / kSamples;
        loaded.push_back(server.residentBytes());
    }
    stop = true;
    feed.join();
    if (crowd.gone() > 0)
        throw std::runtime_error(std::to_string(crowd.gone()) + " clients were disconnected");

    const std::uint64_t peak = *std::max_element(loaded.begin(), loaded.end());
    if (options.json) {
        std::printf(R"({"clients":%d,"rate":%.0f,"seconds":%.0f,"alone_bytes":%llu,"idle_bytes":%llu,)"
                    R"("idle_cpu_percent":%.2f,"load_cpu_percent":%.1f,"load_first_bytes":%llu,)"
                    R"("load_last_bytes":%llu,"load_peak_bytes":%llu})"
                    "\n",
                    options.clients, options.rate, options.seconds, static_cast<unsigned long long>(alone),
                    static_cast<unsigned long long>(idle), idleCpu, loadCpu,
                    static_cast<unsigned long long>(loaded.front()), static_cast<unsigned long long>(loaded.back()),
                    static_cast<unsigned long long>(peak));
    } else {
        std::printf("%8s %8s %10s %10s %10s %11s %11s %10s %10s\n", "clients", "ticks/s", "alone MiB", "idle MiB",
                    "idle CPU %", "load CPU %", "first MiB", "last MiB", "peak MiB");
        std::printf("%8d %8.0f %10.1f %10.1f %10.2f %11.1f %11.1f %10.1f %10.1f\n", options.clients, options.rate,
                    mebibytes(alone), mebibytes(idle), idleCpu, loadCpu, mebibytes(loaded.front()),
                    mebibytes(loaded.back()), mebibytes(peak));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    return benchMain(argc, argv,
                     {{"--clients", &options.clients},
                      {"--rate", &options.rate},
                      {"--idle", &options.idleSeconds},
                      {"--seconds", &options.seconds},
                      {"--json", &options.json}},
                     [&](const auto &command) { return run(options, command); });
}
