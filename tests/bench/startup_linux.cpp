// startup: how soon a launched Tickgate listens, a client has its first tick of the demo feed, and a thousand symbols
// are subscribed. Medians of several launches. See README.md in this folder.

#include "BenchMain_linux.h"
#include "BusLoad_linux.h"
#include "Figures.h"
#include "LoadClient_linux.h"
#include "ServerProcess_linux.h"
#include "core/metrics/Clock.h"

#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

using namespace tickgate;
using namespace tickgate::bench;

namespace {

double millisecondsSince(std::uint64_t startNs)
{
    return static_cast<double>(monotonicNs() - startNs) / 1e6;
}

void waitForTick(LoadClient &client)
{
    while (client.ticks() == 0) {
        pollfd waiting{client.descriptor(), POLLIN, 0};
        if (::poll(&waiting, 1, 5'000) != 1 || !client.read(nullptr))
            throw std::runtime_error("no tick came");
    }
}

int run(int rounds, bool json, std::vector<std::string> command)
{
    command.emplace_back("--demo");
    std::vector<double> listening;
    std::vector<double> firstTick;
    std::vector<double> subscribed;
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t launched = monotonicNs();
        const ServerProcess server(command);
        listening.push_back(millisecondsSince(launched));
        LoadClient client(server.webSocketPort(), "demo-key", {"RELIANCE", "TCS", "INFY", "SBIN", "HDFCBANK"}, 1);
        waitForTick(client);
        firstTick.push_back(millisecondsSince(launched));

        LoadClient many(server.webSocketPort(), "demo-key", {}, 1);
        const std::uint64_t asked = monotonicNs();
        many.subscribe(symbolNames(1000), 1);
        subscribed.push_back(millisecondsSince(asked));
    }
    if (json) {
        std::printf(R"({"rounds":%d,"listening_ms":%.1f,"first_tick_ms":%.1f,"subscribe_1000_ms":%.2f})"
                    "\n",
                    rounds, median(listening), median(firstTick), median(subscribed));
    } else {
        std::printf("%8s %14s %15s %19s\n", "launches", "listening ms", "first tick ms", "subscribe 1000 ms");
        std::printf("%8d %14.1f %15.1f %19.2f\n", rounds, median(listening), median(firstTick), median(subscribed));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    int rounds = 9;
    bool json = false;
    return benchMain(argc, argv, {{"--rounds", &rounds}, {"--json", &json}},
                     [&](const auto &command) { return run(std::max(1, rounds), json, command); });
}
