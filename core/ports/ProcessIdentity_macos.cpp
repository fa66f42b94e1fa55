#include "ProcessIdentity.h"

#include "UserAccount.h"

#include <libproc.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

namespace tickgate::os {

namespace {

/// What anybody may know of any process, also of one that has ended (sysctl(3), KERN_PROC_PID). proc_pidinfo() shows
/// other users' processes to root only.
std::optional<kinfo_proc> entryOf(pid_t pid)
{
    std::array<int, 4> name{CTL_KERN, KERN_PROC, KERN_PROC_PID, pid};
    kinfo_proc entry{};
    std::size_t size = sizeof entry;
    if (::sysctl(name.data(), static_cast<unsigned>(name.size()), &entry, &size, nullptr, 0) != 0 ||
        size < sizeof entry)
        return std::nullopt; // no such process is no error, only no entry
    return entry;
}

std::string pathOf(pid_t pid)
{
    std::array<char, PROC_PIDPATHINFO_MAXSIZE> buffer{};
    const int length = proc_pidpath(pid, buffer.data(), static_cast<std::uint32_t>(buffer.size()));
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

/// The kernel's block (sysctl(3), KERN_PROCARGS2): argument count, path of the executable, padding zeros, then the
/// arguments. For processes of our own user only.
std::vector<std::string> argumentsOf(pid_t pid)
{
    std::array<int, 3> name{CTL_KERN, KERN_PROCARGS2, pid};
    std::size_t size = 0;
    if (::sysctl(name.data(), static_cast<unsigned>(name.size()), nullptr, &size, nullptr, 0) != 0)
        return {};
    std::vector<char> block(size);
    if (::sysctl(name.data(), static_cast<unsigned>(name.size()), block.data(), &size, nullptr, 0) != 0 ||
        size < sizeof(int))
        return {};
    block.resize(size);
    int count = 0;
    std::memcpy(&count, block.data(), sizeof count);
    std::size_t at = sizeof count;
    while (at < block.size() && block[at] != '\0')
        ++at;
    while (at < block.size() && block[at] == '\0')
        ++at;
    std::vector<std::string> arguments;
    while (at < block.size() && count-- > 0) {
        const char *text = block.data() + at;
        const std::size_t length = ::strnlen(text, block.size() - at);
        arguments.emplace_back(text, length);
        at += length + 1;
    }
    return arguments;
}

} // namespace

OsResult<ProcessIdentity> identifyProcess(std::int64_t pid)
{
    const auto number = static_cast<pid_t>(pid);
    errno = 0;
    const auto entry = number > 0 ? entryOf(number) : std::nullopt;
    if (!entry) {
        const int code = errno != 0 ? errno : ESRCH;
        return OsError{code, "process " + std::to_string(pid) + ": " + std::generic_category().message(code)};
    }
    const timeval started = entry->kp_proc.p_starttime;
    const uid_t uid = entry->kp_eproc.e_ucred.cr_uid;
    ProcessIdentity identity;
    identity.key = {pid, static_cast<std::uint64_t>(started.tv_sec) * 1'000'000 + started.tv_usec, pathOf(number)};
    identity.parentPid = entry->kp_eproc.e_ppid;
    identity.exited = entry->kp_proc.p_stat == SZOMB;
    const std::size_t slash = identity.key.executable.rfind('/');
    identity.name = slash == std::string::npos ? entry->kp_proc.p_comm : identity.key.executable.substr(slash + 1);
    identity.arguments = argumentsOf(number);
    proc_vnodepathinfo folders{};
    if (proc_pidinfo(number, PROC_PIDVNODEPATHINFO, 0, &folders, sizeof folders) > 0)
        identity.workingDirectory = folders.pvi_cdir.vip_path;
    identity.user = userName(uid);
    identity.sameUser = static_cast<std::int64_t>(uid) == currentUid();
    identity.startedAtMs = static_cast<std::int64_t>(started.tv_sec) * 1000 + started.tv_usec / 1000;
    return identity;
}

std::vector<std::int64_t> childrenOf(std::int64_t pid)
{
    std::vector<pid_t> buffer(1024);
    const int count =
        proc_listchildpids(static_cast<pid_t>(pid), buffer.data(), static_cast<int>(buffer.size() * sizeof(pid_t)));
    buffer.resize(count > 0 ? std::min(static_cast<std::size_t>(count), buffer.size()) : 0);
    return {buffer.begin(), buffer.end()};
}

std::int64_t ownPid()
{
    return ::getpid();
}

std::string ownExecutable()
{
    return pathOf(::getpid());
}

} // namespace tickgate::os
