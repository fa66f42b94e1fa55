#include "Relaunch.h"

#include <QFile>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <vector>

namespace tickgate {

namespace {

/// Sockets above all: whatever would keep the port taken.
void closeOnExec()
{
    rlimit limit{};
    const rlim_t most = getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
    const int end = static_cast<int>(std::min<rlim_t>(most, 1U << 16U));
    for (int descriptor = STDERR_FILENO + 1; descriptor < end; ++descriptor)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

} // namespace

QString relaunch(const QString &program, const QStringList &arguments)
{
    std::vector<QByteArray> words{QFile::encodeName(program)};
    words.reserve(static_cast<std::size_t>(arguments.size()) + 1);
    for (const QString &argument : arguments)
        words.push_back(argument.toLocal8Bit());
    std::vector<char *> pointers;
    pointers.reserve(words.size() + 1);
    for (QByteArray &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    closeOnExec();
    // What this thread blocks would stay blocked.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    execv(pointers.front(), pointers.data());
    return QString::fromStdString(std::generic_category().message(errno));
}

} // namespace tickgate
