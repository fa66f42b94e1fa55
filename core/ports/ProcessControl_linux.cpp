#include "ProcessControl.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace tickgate::os {

namespace {

/// Keeps the pid from being reused between the check and the signal. Kernels before 5.3 have none.
class PidHandle
{
public:
    explicit PidHandle(pid_t pid)
        : m_fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)))
    {}
    ~PidHandle()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    PidHandle(const PidHandle &) = delete;
    PidHandle &operator=(const PidHandle &) = delete;

    [[nodiscard]] bool send(pid_t pid, int signal) const
    {
        if (m_fd < 0)
            return ::kill(pid, signal) == 0;
        return ::syscall(SYS_pidfd_send_signal, m_fd, signal, nullptr, 0) == 0;
    }

private:
    int m_fd;
};

} // namespace

EndResult endProcess(const ProcessKey &key, EndRequest request)
{
    if (key.pid <= kLastSystemPid || key.pid == ownPid())
        return {EndOutcome::NoRights, {EPERM, "not a process to end"}};
    const auto pid = static_cast<pid_t>(key.pid);
    const PidHandle handle(pid);
    const auto now = identifyProcess(key.pid);
    if (!now.ok() || now.value().exited)
        return {EndOutcome::AlreadyGone, {}};
    if (!sameProcess(now.value().key, key))
        return {EndOutcome::Replaced, {}};
    if (handle.send(pid, request == EndRequest::Force ? SIGKILL : SIGTERM))
        return {EndOutcome::Sent, {}};
    const int code = errno;
    if (code == ESRCH)
        return {EndOutcome::AlreadyGone, {}};
    return {code == EPERM ? EndOutcome::NoRights : EndOutcome::Failed, {code, std::generic_category().message(code)}};
}

bool mayEnd(std::int64_t pid)
{
    return pid > kLastSystemPid && ::kill(static_cast<pid_t>(pid), 0) == 0;
}

} // namespace tickgate::os
