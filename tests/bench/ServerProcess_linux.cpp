#include "ServerProcess_linux.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <stdexcept>

namespace tickgate::bench {

ServerProcess::ServerProcess(const std::vector<std::string> &command)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        throw std::runtime_error("no pipe");
    m_pid = ::fork();
    if (m_pid == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        if (const int null = ::open("/dev/null", O_WRONLY); null >= 0)
            ::dup2(null, STDERR_FILENO);
        ::setenv("TICKGATE_AUTH", "demo", 1);
        std::vector<char *> arguments;
        arguments.reserve(command.size() + 1);
        for (const std::string &part : command)
            arguments.push_back(const_cast<char *>(part.c_str()));
        arguments.push_back(nullptr);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    char c = 0;
    unsigned ws = 0;
    unsigned bus = 0;
    while (::read(ends[0], &c, 1) == 1) {
        if (c != '\n') {
            line += c;
            continue;
        }
        if (std::sscanf(line.c_str(), "listening ws=%u bus=%u", &ws, &bus) == 2)
            break;
        line.clear();
    }
    if (ws == 0)
        throw std::runtime_error("the server did not start: " + command.front());
    m_webSocketPort = static_cast<std::uint16_t>(ws);
    m_busPort = static_cast<std::uint16_t>(bus);
    // The read end stays open on purpose: closing it would hand the server a SIGPIPE for its next line.
}

ServerProcess::~ServerProcess()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGINT);
    for (int i = 0; i < 400; ++i) {
        if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid)
            return;
        ::usleep(10'000);
    }
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
}

std::chrono::nanoseconds ServerProcess::cpuTime() const
{
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(m_pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
        return {};
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::uint64_t ServerProcess::residentBytes() const
{
    std::ifstream statm("/proc/" + std::to_string(m_pid) + "/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace tickgate::bench
