#include "core/feed/ChildGuard.h"

#include <QProcess>

#include <csignal>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tickgate {

class ChildGuardPrivate
{};

ChildGuard::ChildGuard() = default;

ChildGuard::~ChildGuard() = default;

void ChildGuard::prepare(QProcess &process)
{
    const pid_t parent = getpid();
    // Runs between fork and exec: only system calls here.
    process.setChildProcessModifier([parent] {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(1); // it died before the signal was set
#ifdef SYS_close_range
        // A port or a database that the child inherited by mistake would stay busy as long as the child lives.
        constexpr unsigned kCloseOnExec = 1U << 2U;
        syscall(SYS_close_range, 3U, ~0U, kCloseOnExec);
#endif
    });
}

void ChildGuard::adopt(const QProcess & /*process*/)
{}

} // namespace tickgate
