#include "ProcessIdentity.h"

#include "UserAccount.h"

#include <libproc.h>
#include <sys/proc_info.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace tickgate::os {

namespace {

constexpr std::uint32_t kZombie = 5; // SZOMB of sys/proc.h, which not every SDK shows

std::string pathOf(pid_t pid)
{
    std::array<char, PROC_PIDPATHINFO_MAXSIZE> buffer{};
    const int length = proc_pidpath(pid, buffer.data(), static_cast<std::uint32_t>(buffer.size()));
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

/// The kernel's block: argument count, path of the executable, padding zeros, then the arguments.
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
    proc_bsdinfo info{};
    errno = 0;
    if (number <= 0 || proc_pidinfo(number, PROC_PIDTBSDINFO, 0, &info, sizeof info) < static_cast<int>(sizeof info)) {
        const int code = errno != 0 ? errno : ESRCH;
        return OsError{code, "process " + std::to_string(pid) + ": " + std::generic_category().message(code)};
    }
    ProcessIdentity identity;
    identity.key = {pid, info.pbi_start_tvsec * 1'000'000 + info.pbi_start_tvusec, pathOf(number)};
    identity.parentPid = info.pbi_ppid;
    identity.exited = info.pbi_status == kZombie;
    const std::size_t slash = identity.key.executable.rfind('/');
    if (slash != std::string::npos)
        identity.name = identity.key.executable.substr(slash + 1);
    else
        identity.name = info.pbi_name[0] != '\0' ? info.pbi_name : info.pbi_comm;
    identity.arguments = argumentsOf(number);
    proc_vnodepathinfo folders{};
    if (proc_pidinfo(number, PROC_PIDVNODEPATHINFO, 0, &folders, sizeof folders) > 0)
        identity.workingDirectory = folders.pvi_cdir.vip_path;
    identity.user = userName(info.pbi_uid);
    identity.sameUser = static_cast<std::int64_t>(info.pbi_uid) == currentUid();
    identity.startedAtMs = static_cast<std::int64_t>(info.pbi_start_tvsec * 1000 + info.pbi_start_tvusec / 1000);
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
