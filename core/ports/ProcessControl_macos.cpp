#include "ProcessControl.h"

#include <cerrno>
#include <csignal>
#include <system_error>

namespace tickgate::os {

EndResult endProcess(const ProcessKey &key, EndRequest request)
{
    if (key.pid <= kLastSystemPid || key.pid == ownPid())
        return {EndOutcome::NoRights, {EPERM, "not a process to end"}};
    const auto now = identifyProcess(key.pid);
    if (!now.ok() && now.error().code != ESRCH)
        return {EndOutcome::Failed, now.error()};
    if (!now.ok() || now.value().exited)
        return {EndOutcome::AlreadyGone, {}};
    if (!sameProcess(now.value().key, key))
        return {EndOutcome::Replaced, {}};
    if (::kill(static_cast<pid_t>(key.pid), request == EndRequest::Force ? SIGKILL : SIGTERM) == 0)
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
