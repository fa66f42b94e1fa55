#include "ProcessIdentity.h"

#include "UserAccount.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

namespace tickgate::os {

namespace {

std::optional<std::string> readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

std::string readLink(const std::string &path)
{
    std::array<char, PATH_MAX> buffer{};
    const ssize_t length = ::readlink(path.c_str(), buffer.data(), buffer.size());
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

/// A program that was replaced while it runs (an update) is still the same program.
std::string withoutDeletedMark(std::string path)
{
    constexpr std::string_view mark = " (deleted)";
    if (path.ends_with(mark))
        path.resize(path.size() - mark.size());
    return path;
}

struct Stat
{
    std::string comm;
    char state = '?';
    std::int64_t parentPid = 0;
    std::uint64_t startTicks = 0;
};

/// "4711 (name with ) and blanks) S 1 ...": the name may hold anything, so the fields count from the last ')'.
std::optional<Stat> parseStat(const std::string &text)
{
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close < open)
        return std::nullopt;
    Stat stat;
    stat.comm = text.substr(open + 1, close - open - 1);
    std::istringstream rest(text.substr(close + 1));
    const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
    constexpr std::size_t startField = 19; // the 22nd of the line, the 20th after the name
    if (fields.size() <= startField || fields[0].size() != 1)
        return std::nullopt;
    stat.state = fields[0].front();
    const auto number = [](const std::string &field, auto &value) {
        return std::from_chars(field.data(), field.data() + field.size(), value).ec == std::errc();
    };
    if (!number(fields[1], stat.parentPid) || !number(fields[startField], stat.startTicks))
        return std::nullopt;
    return stat;
}

std::int64_t bootTimeMs()
{
    std::ifstream file("/proc/stat");
    std::string word;
    while (file >> word) {
        std::int64_t seconds = 0;
        if (word == "btime" && file >> seconds)
            return seconds * 1000;
    }
    return 0;
}

std::vector<std::string> splitArguments(const std::string &text)
{
    std::vector<std::string> arguments;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\0', begin), text.size());
        arguments.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return arguments;
}

/// Effective user id of the status file's line "Uid: real effective saved fs".
std::int64_t effectiveUid(const std::string &status)
{
    const std::size_t at = status.find("\nUid:");
    if (at == std::string::npos)
        return -1;
    std::istringstream line(status.substr(at + 5));
    std::int64_t real = -1;
    std::int64_t effective = -1;
    line >> real >> effective;
    return effective;
}

/// The service a process belongs to, from lines such as "0::/system.slice/openalgo.service". Scopes (a login session,
/// an application of the desktop) restart nothing, so they do not count.
std::string unitOf(const std::string &cgroups)
{
    std::istringstream lines(cgroups);
    std::string line;
    while (std::getline(lines, line)) {
        std::string leaf = line.substr(line.rfind('/') + 1);
        // Everything a user starts from the desktop can sit below that user's own manager.
        if (leaf.ends_with(".service") && !leaf.starts_with("user@") && leaf != "init.service")
            return leaf;
        for (const std::string_view engine : {"docker", "kubepods", "libpod", "lxc"}) {
            if (line.find(engine) != std::string::npos)
                return std::string(engine) + " container";
        }
    }
    return {};
}

using Directory = std::unique_ptr<DIR, decltype([](DIR *directory) { ::closedir(directory); })>;

} // namespace

OsResult<ProcessIdentity> identifyProcess(std::int64_t pid)
{
    const std::string folder = "/proc/" + std::to_string(pid);
    errno = 0;
    const auto statText = pid > 0 ? readFile(folder + "/stat") : std::nullopt;
    const auto stat = statText ? parseStat(*statText) : std::nullopt;
    if (!stat) {
        const int code = errno != 0 ? errno : ESRCH;
        return OsError{code, "process " + std::to_string(pid) + ": " + std::generic_category().message(code)};
    }
    ProcessIdentity identity;
    identity.key = {pid, stat->startTicks, withoutDeletedMark(readLink(folder + "/exe"))};
    identity.parentPid = stat->parentPid;
    identity.exited = stat->state == 'Z' || stat->state == 'X';
    const std::size_t slash = identity.key.executable.rfind('/');
    identity.name = slash == std::string::npos ? stat->comm : identity.key.executable.substr(slash + 1);
    identity.arguments = splitArguments(readFile(folder + "/cmdline").value_or(std::string()));
    identity.workingDirectory = readLink(folder + "/cwd");
    const std::int64_t uid = effectiveUid(readFile(folder + "/status").value_or(std::string()));
    identity.user = userName(uid);
    identity.sameUser = uid >= 0 && uid == currentUid();
    if (const std::int64_t boot = bootTimeMs(); boot > 0)
        identity.startedAtMs = boot + static_cast<std::int64_t>(stat->startTicks * 1000 / sysconf(_SC_CLK_TCK));
    const std::string cgroups = readFile(folder + "/cgroup").value_or(std::string());
    // Sharing our own group means that whatever runs us runs it as well: that tells nothing about the process.
    if (cgroups != readFile("/proc/self/cgroup").value_or(std::string()))
        identity.unit = unitOf(cgroups);
    return identity;
}

std::vector<std::int64_t> childrenOf(std::int64_t pid)
{
    std::vector<std::int64_t> children;
    const Directory proc(::opendir("/proc"));
    while (const dirent *entry = proc ? ::readdir(proc.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        std::int64_t candidate = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), candidate).ec != std::errc())
            continue;
        const auto text = readFile("/proc/" + std::string(name) + "/stat");
        const auto stat = text ? parseStat(*text) : std::nullopt;
        if (stat && stat->parentPid == pid)
            children.push_back(candidate);
    }
    return children;
}

std::int64_t ownPid()
{
    return ::getpid();
}

std::string ownExecutable()
{
    return withoutDeletedMark(readLink("/proc/self/exe"));
}

} // namespace tickgate::os
