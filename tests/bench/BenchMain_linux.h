#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace tickgate::bench {

/// An option of a bench and where its value goes: to a bool without one, to a list all that follows.
struct BenchOption
{
    std::string name;
    std::variant<bool *, int *, double *, std::string *, std::vector<std::string> *> value;
};

/// main() of a bench: reads the command line, runs, and says on stderr what went wrong, for which 2 is the exit code.
/// command: starts the Tickgate of this program's folder, without a window, on ports of its choice and with a
/// configuration folder that goes when run() is through.
[[nodiscard]] int benchMain(int argc, char **argv, const std::vector<BenchOption> &options,
                            const std::function<int(const std::vector<std::string> &command)> &run);

} // namespace tickgate::bench
