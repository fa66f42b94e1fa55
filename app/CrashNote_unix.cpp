#include "CrashNote.h"

#include <QFile>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace tickgate {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

void installCrashNote(const QString &)
{}

#else

namespace {

// A handler may only touch what was laid ready for it.
char g_path[1024] = {};

const char *causeOf(int number)
{
    switch (number) {
    case SIGSEGV:
        return "invalid memory access (SIGSEGV)\n";
    case SIGBUS:
        return "invalid memory access (SIGBUS)\n";
    case SIGFPE:
        return "invalid arithmetic (SIGFPE)\n";
    case SIGILL:
        return "invalid instruction (SIGILL)\n";
    case SIGTRAP: // how Apple silicon ends a program that must not go on
        return "the program gave up (SIGTRAP)\n";
    default:
        return "the program gave up (SIGABRT)\n";
    }
}

void noteAndEnd(int number)
{
    const int file = ::open(g_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        const char *cause = causeOf(number);
        [[maybe_unused]] const auto written = ::write(file, cause, std::strlen(cause));
        ::close(file);
    }
    ::raise(number); // SA_RESETHAND has put the default action back
}

} // namespace

void installCrashNote(const QString &file)
{
    const QByteArray path = QFile::encodeName(file);
    if (path.size() >= static_cast<qsizetype>(sizeof(g_path)))
        return;
    std::memcpy(g_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    struct sigaction action = {};
    action.sa_handler = noteAndEnd;
    action.sa_flags = SA_RESETHAND | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT})
        sigaction(number, &action, nullptr);
}

#endif

} // namespace tickgate
