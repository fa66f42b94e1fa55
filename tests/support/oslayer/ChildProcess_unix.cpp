#include "ChildProcess.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ; // NOLINT(readability-redundant-declaration): macOS does not declare it

namespace oslayer {

std::int64_t startSelf(const std::string &self, const std::vector<std::string> &arguments)
{
    std::vector<std::string> words{self};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char *> argv;
    argv.reserve(words.size() + 1);
    for (std::string &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    return ::posix_spawn(&pid, self.c_str(), nullptr, nullptr, argv.data(), environ) == 0 ? pid : 0;
}

bool waitForChild(std::int64_t pid)
{
    for (int i = 0; i < 200; ++i) {
        if (::waitpid(static_cast<pid_t>(pid), nullptr, WNOHANG) != 0)
            return true;
        sleepMs(50);
    }
    return false;
}

void sleepMs(unsigned ms)
{
    ::usleep(ms * 1000);
}

} // namespace oslayer
