// conflation: what slow readers cost the others. Runs in turns without and with ten of them among fifty clients: some
// read nothing, some 1 KiB/s, some in bursts, some stop after the handshake. See README.md in this folder.

#include "BenchMain_linux.h"
#include "BusLoad_linux.h"
#include "Crowd_linux.h"
#include "Figures.h"
#include "ServerProcess_linux.h"
#include "core/metrics/Clock.h"
#include "core/protocol/Limits.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace tickgate;
using namespace tickgate::bench;

namespace {

constexpr int kSlow = 10;
// A burst comes every 2 s. A small one: what it costs the reader itself is time of the same two cores.
constexpr int kReadsOfABurst = 4;
constexpr std::size_t kReadBytes = 64 * 1024;

struct Options
{
    int clients = 50;
    int symbols = 50;
    double rate = 4000;
    double seconds = 20;
    int rounds = 3;
    bool json = false;
};

struct Outcome
{
    double p50Us = 0;
    double p99Us = 0;
    double peakBytes = 0;
    double lost = 0; ///< of the clients that read
};

/// The clients that are slow, each in its way. Read on a thread of their own.
class SlowReaders
{
public:
    SlowReaders(std::uint16_t port, int count, const std::vector<std::string> &symbols)
    {
        for (int i = 0; i < count; ++i) {
            if (i % 4 == 3)
                m_clients.push_back(LoadClient::onlyConnected(port));
            else
                m_clients.emplace_back(port, "demo-key", symbols, 1);
        }
        m_thread = std::thread([this] { run(); });
    }
    ~SlowReaders()
    {
        m_stop = true;
        m_thread.join();
    }
    SlowReaders(const SlowReaders &) = delete;
    SlowReaders &operator=(const SlowReaders &) = delete;

private:
    void run()
    {
        std::vector<char> bin(kReadBytes);
        for (int tenth = 1; !m_stop; ++tenth) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            for (std::size_t i = 0; i < m_clients.size(); ++i) {
                if (i % 4 == 1)
                    m_clients[i].skip(bin.data(), 102); // 1 KiB/s
                for (int k = 0; i % 4 == 2 && tenth % 20 == 0 && k < kReadsOfABurst; ++k)
                    m_clients[i].skip(bin.data(), bin.size());
            }
        }
    }

    std::vector<LoadClient> m_clients;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

Outcome measure(const Options &options, int slow, const std::vector<std::string> &command)
{
    const ServerProcess server(command);
    const std::vector<std::string> symbols = symbolNames(options.symbols);
    Crowd crowd;
    // The same number of readers in both cases: the difference is what the slow ones cost them.
    const int reading = options.clients - kSlow;
    for (int i = 0; i < reading; ++i)
        crowd.add(LoadClient(server.webSocketPort(), "demo-key", symbols, 1));
    const SlowReaders slowReaders(server.webSocketPort(), slow, symbols);
    BusLoad bus(server.busPort(), symbols, "LTP");
    std::atomic<std::uint64_t> sent = 0;
    std::atomic<bool> published = false;
    std::thread feed([&] {
        sent = bus.publish(options.rate, options.seconds);
        published = true;
    });
    Outcome outcome;
    std::uint64_t quietSince = monotonicNs();
    while (!published || monotonicNs() - quietSince < 500'000'000) {
        if (crowd.read())
            quietSince = monotonicNs();
        outcome.peakBytes = std::max(outcome.peakBytes, static_cast<double>(server.residentBytes()));
    }
    feed.join();
    outcome.p50Us = static_cast<double>(crowd.latencies().percentileUs(0.5));
    outcome.p99Us = static_cast<double>(crowd.latencies().percentileUs(0.99));
    outcome.lost = static_cast<double>(sent * static_cast<std::uint64_t>(reading)) - static_cast<double>(crowd.ticks());
    return outcome;
}

int run(const Options &options, const std::vector<std::string> &command)
{
    std::vector<Outcome> with;
    std::vector<Outcome> without;
    for (int round = 0; round < std::max(1, options.rounds); ++round) {
        without.push_back(measure(options, 0, command));
        with.push_back(measure(options, kSlow, command));
    }
    const auto of = [](const std::vector<Outcome> &runs, double Outcome::*field) {
        std::vector<double> values;
        values.reserve(runs.size());
        for (const Outcome &one : runs)
            values.push_back(one.*field);
        return median(values);
    };
    if (!options.json)
        std::printf("%8s %6s %8s %9s %9s %9s %9s\n", "readers", "slow", "ticks/s", "p50 us", "p99 us", "lost",
                    "peak MiB");
    for (const auto *runs : {&without, &with}) {
        const int slow = runs == &with ? kSlow : 0;
        std::printf(options.json ? R"({"readers":%d,"slow":%d,"rate":%.0f,"p50_us":%.0f,"p99_us":%.0f,"lost":%.0f,)"
                                   R"("peak_mib":%.1f})"
                                   "\n"
                                 : "%8d %6d %8.0f %9.0f %9.0f %9.0f %9.1f\n",
                    options.clients - kSlow, slow, options.rate, of(*runs, &Outcome::p50Us), of(*runs, &Outcome::p99Us),
                    of(*runs, &Outcome::lost), of(*runs, &Outcome::peakBytes) / 1024 / 1024);
    }
    if (!options.json) {
        std::printf("p99 with slow readers: %.2f x\n", of(with, &Outcome::p99Us) / of(without, &Outcome::p99Us));
        std::printf("memory of a slow reader: %.2f MiB; its queue may take %zu\n",
                    (of(with, &Outcome::peakBytes) - of(without, &Outcome::peakBytes)) / kSlow / 1024 / 1024,
                    limits::kQueueBytes / 1024 / 1024);
    }
    return of(with, &Outcome::lost) > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    return benchMain(argc, argv,
                     {{"--rate", &options.rate},
                      {"--seconds", &options.seconds},
                      {"--rounds", &options.rounds},
                      {"--json", &options.json}},
                     [&](const auto &command) { return run(options, command); });
}
