#include "QuitSignals.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace tickgate {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

int writeEnd = -1; // what a handler may touch: nothing but write(2) on this

extern "C" void onSignal(int number)
{
    const int savedErrno = errno;
    const auto byte = static_cast<unsigned char>(number);
    // The pipe is non-blocking: when it is full, enough has been said.
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = savedErrno;
}

QString nameOf(int number)
{
    switch (number) {
    case SIGINT:
        return QStringLiteral("SIGINT");
    case SIGTERM:
        return QStringLiteral("SIGTERM");
    default:
        return QStringLiteral("SIGHUP");
    }
}

} // namespace

struct QuitSignals::Platform
{
    std::array<int, 2> ends{-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
};

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Platform>())
{
    if (::pipe(d->ends.data()) != 0)
        return;
    for (const int end : d->ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    writeEnd = d->ends[1];
    d->notifier = std::make_unique<QSocketNotifier>(d->ends[0], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        while (::read(d->ends[0], &number, 1) == 1)
            Q_EMIT received(nameOf(number));
    });
    for (const int number : kSignals) {
        struct sigaction action
        {};
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        // A signal that was ignored on purpose (nohup) stays ignored.
        struct sigaction before
        {};
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN && number == SIGHUP)
            continue;
        ::sigaction(number, &action, nullptr);
    }
}

QuitSignals::~QuitSignals()
{
    for (const int number : kSignals)
        std::signal(number, SIG_DFL);
    writeEnd = -1;
    d->notifier.reset();
    for (const int end : d->ends)
        ::close(end);
}

} // namespace tickgate
