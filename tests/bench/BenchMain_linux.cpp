#include "BenchMain_linux.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>

namespace tickgate::bench {

namespace {

/// What is left of the command line.
class Words
{
public:
    Words(char **begin, char **end)
        : m_next(begin)
        , m_end(end)
    {}

    [[nodiscard]] bool any() const { return m_next != m_end; }
    [[nodiscard]] std::string take()
    {
        if (!any())
            throw std::runtime_error(std::string(m_next[-1]) + " wants a value");
        return *m_next++;
    }

    void takeInto(bool &flag) { flag = true; }
    void takeInto(int &number) { number = std::stoi(take()); }
    void takeInto(double &number) { number = std::stod(take()); }
    void takeInto(std::string &text) { text = take(); }
    void takeInto(std::vector<std::string> &all)
    {
        all.assign(m_next, m_end);
        m_next = m_end;
    }

private:
    char **m_next;
    char **m_end;
};

void readOption(Words &words, const std::vector<BenchOption> &options)
{
    const std::string name = words.take();
    const auto option = std::find_if(options.begin(), options.end(), [&](const auto &one) { return one.name == name; });
    if (option != options.end()) {
        std::visit([&](auto *value) { words.takeInto(*value); }, option->value);
        return;
    }
    std::string known;
    for (const BenchOption &one : options)
        known += " " + one.name;
    throw std::runtime_error("unknown option " + name + "; there are" + known);
}

} // namespace

int benchMain(int argc, char **argv, const std::vector<BenchOption> &options,
              const std::function<int(const std::vector<std::string> &command)> &run)
{
    const std::filesystem::path self = argv[0];
    const auto folder = std::filesystem::temp_directory_path() / ("tickgate-bench-" + std::to_string(::getpid()));
    int result = 2;
    try {
        Words words(argv + 1, argv + argc);
        while (words.any())
            readOption(words, options);
        result = run({self.parent_path() / "tickgate", "--headless", "--ws-port", "0", "--zmq-port", "0",
                      "--config-dir", folder, "--log-level", "warn"});
    } catch (const std::exception &e) {
        std::fprintf(stderr, "%s: %s\n", self.filename().c_str(), e.what());
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return result;
}

} // namespace tickgate::bench
