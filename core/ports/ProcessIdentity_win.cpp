#include "ProcessIdentity.h"

#include "WinText.h"

#include <shellapi.h>
#include <tlhelp32.h>

#include <cstring>
#include <optional>

namespace tickgate::os {

namespace {

// Windows 8.1 and later; the declarations are not in every SDK's user-mode headers.
constexpr ULONG kProcessCommandLineInformation = 60;
using QueryInformation = LONG(WINAPI *)(HANDLE, ULONG, void *, ULONG, ULONG *);

struct CountedString
{
    USHORT length;
    USHORT capacity;
    wchar_t *text;
};

/// One look at all processes: works without rights, also for processes that may not be opened.
template <typename Visit>
void eachProcess(Visit visit)
{
    const WinHandle snapshot(::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
    PROCESSENTRY32W entry{};
    entry.dwSize = sizeof entry;
    if (snapshot.get() == INVALID_HANDLE_VALUE || ::Process32FirstW(snapshot.get(), &entry) == 0)
        return;
    do {
        if (!visit(entry))
            return;
    } while (::Process32NextW(snapshot.get(), &entry) != 0);
}

std::string imagePath(HANDLE process)
{
    std::wstring buffer(32 * 1024, L'\0');
    DWORD size = static_cast<DWORD>(buffer.size());
    if (::QueryFullProcessImageNameW(process, 0, buffer.data(), &size) == 0)
        return {};
    buffer.resize(size);
    return utf8(buffer);
}

std::vector<std::string> argumentsOf(HANDLE process)
{
    // memcpy: a straight cast between the two function types draws a warning from some compilers.
    const FARPROC address = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationProcess");
    QueryInformation query = nullptr;
    std::memcpy(&query, &address, sizeof query);
    if (query == nullptr)
        return {};
    std::vector<std::byte> buffer(64 * 1024 + sizeof(CountedString));
    ULONG size = 0;
    if (query(process, kProcessCommandLineInformation, buffer.data(), static_cast<ULONG>(buffer.size()), &size) < 0)
        return {};
    CountedString line{};
    std::memcpy(&line, buffer.data(), sizeof line);
    const std::wstring text(line.text, line.length / sizeof(wchar_t));
    int count = 0;
    wchar_t **list = text.empty() ? nullptr : ::CommandLineToArgvW(text.c_str(), &count);
    std::vector<std::string> arguments;
    for (int i = 0; list != nullptr && i < count; ++i)
        arguments.push_back(utf8(list[i]));
    ::LocalFree(list);
    return arguments;
}

/// The user's security identifier as bytes inside the token information.
std::vector<std::byte> tokenUser(HANDLE process)
{
    HANDLE token = nullptr;
    if (::OpenProcessToken(process, TOKEN_QUERY, &token) == 0)
        return {};
    const WinHandle owned(token);
    DWORD size = 0;
    ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    std::vector<std::byte> buffer(size);
    if (size == 0 || ::GetTokenInformation(token, TokenUser, buffer.data(), size, &size) == 0)
        return {};
    return buffer;
}

PSID sidOf(std::vector<std::byte> &token)
{
    return reinterpret_cast<TOKEN_USER *>(token.data())->User.Sid;
}

std::string accountName(PSID sid)
{
    std::wstring name(256, L'\0');
    std::wstring domain(256, L'\0');
    DWORD nameSize = static_cast<DWORD>(name.size());
    DWORD domainSize = static_cast<DWORD>(domain.size());
    SID_NAME_USE use{};
    if (::LookupAccountSidW(nullptr, sid, name.data(), &nameSize, domain.data(), &domainSize, &use) == 0)
        return {};
    name.resize(nameSize);
    return utf8(name);
}

std::uint64_t ticksOf(const FILETIME &time)
{
    return (std::uint64_t{time.dwHighDateTime} << 32U) | time.dwLowDateTime;
}

void describe(HANDLE process, ProcessIdentity &identity)
{
    identity.key.executable = imagePath(process);
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    if (::GetProcessTimes(process, &created, &ended, &kernel, &user) != 0) {
        identity.key.startToken = ticksOf(created);
        // 100 ns since 1601, to milliseconds since 1970.
        constexpr std::int64_t epochOffsetMs = 11'644'473'600'000;
        identity.startedAtMs = static_cast<std::int64_t>(identity.key.startToken / 10'000) - epochOffsetMs;
    }
    DWORD code = 0;
    identity.exited = ::GetExitCodeProcess(process, &code) != 0 && code != STILL_ACTIVE;
    identity.arguments = argumentsOf(process);
    std::vector<std::byte> theirs = tokenUser(process);
    std::vector<std::byte> ours = tokenUser(::GetCurrentProcess());
    if (!theirs.empty())
        identity.user = accountName(sidOf(theirs));
    identity.sameUser = !theirs.empty() && !ours.empty() && ::EqualSid(sidOf(theirs), sidOf(ours)) != 0;
}

} // namespace

OsResult<ProcessIdentity> identifyProcess(std::int64_t pid)
{
    std::optional<ProcessIdentity> found;
    eachProcess([&](const PROCESSENTRY32W &entry) {
        if (static_cast<std::int64_t>(entry.th32ProcessID) != pid)
            return true;
        found.emplace();
        found->key.pid = pid;
        found->parentPid = static_cast<std::int64_t>(entry.th32ParentProcessID);
        found->name = utf8(entry.szExeFile);
        return false;
    });
    if (!found || pid <= 0)
        return winError(ERROR_INVALID_PARAMETER);
    const WinHandle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid)));
    if (process)
        describe(process.get(), *found);
    return *std::move(found);
}

std::vector<std::int64_t> childrenOf(std::int64_t pid)
{
    std::vector<std::int64_t> children;
    eachProcess([&](const PROCESSENTRY32W &entry) {
        if (static_cast<std::int64_t>(entry.th32ParentProcessID) == pid && entry.th32ProcessID != 0)
            children.push_back(static_cast<std::int64_t>(entry.th32ProcessID));
        return true;
    });
    return children;
}

std::int64_t ownPid()
{
    return static_cast<std::int64_t>(::GetCurrentProcessId());
}

std::string ownExecutable()
{
    return imagePath(::GetCurrentProcess());
}

} // namespace tickgate::os
