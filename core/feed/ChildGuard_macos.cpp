#include "core/feed/ChildGuard.h"

#include <QProcess>

#include <fcntl.h>
#include <unistd.h>

namespace tickgate {

// The kernel offers no parent-death signal: here the child ends because its stdin ends, which its own timer enforces.
class ChildGuardPrivate
{};

ChildGuard::ChildGuard() = default;

ChildGuard::~ChildGuard() = default;

void ChildGuard::prepare(QProcess &process)
{
    // A socket cannot be born close-on-exec here: a port or a client that another thread opens just now would stay busy
    // as long as the child lives. Between fork and exec, so only what sigaction(2) calls safe.
    const int end = ::getdtablesize();
    process.setChildProcessModifier([end] {
        for (int descriptor = STDERR_FILENO + 1; descriptor < end; ++descriptor)
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    });
}

void ChildGuard::adopt(const QProcess & /*process*/)
{}

} // namespace tickgate
