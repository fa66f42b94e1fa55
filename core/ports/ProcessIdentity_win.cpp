#include "ProcessIdentity.h"

#include "WinText_win.h"

#include <shellapi.h>
#include <tlhelp32.h>

#include <cstddef>
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

QueryInformation queryInformation()
{
    // memcpy: a straight cast between the two function types draws a warning from some compilers.
    const FARPROC address = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationProcess");
    QueryInformation query = nullptr;
    std::memcpy(&query, &address, sizeof query);
    return query;
}

std::wstring commandLine(HANDLE process)
{
    const QueryInformation query = queryInformation();
    std::vector<std::byte> buffer(64 * 1024 + sizeof(CountedString));
    ULONG size = 0;
    if (query == nullptr ||
        query(process, kProcessCommandLineInformation, buffer.data(), static_cast<ULONG>(buffer.size()), &size) < 0)
        return {};
    CountedString line{};
    std::memcpy(&line, buffer.data(), sizeof line);
    return {line.text, line.length / sizeof(wchar_t)};
}

/// What a process was started with, out of its own memory; the layout has been the same since 64-bit Windows began.
class StartParameters
{
public:
    explicit StartParameters(DWORD pid)
        : m_process(::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, pid))
    {
        constexpr std::uintptr_t parametersInBlock = 0x20;
        const QueryInformation query = queryInformation();
        BasicInformation basic{};
        if (sizeof(void *) != 8 || !m_process || query == nullptr ||
            query(m_process.get(), 0, &basic, sizeof basic, nullptr) < 0 || basic.environmentBlock == 0)
            return;
        read(basic.environmentBlock + parametersInBlock, &m_parameters, sizeof m_parameters);
    }

    [[nodiscard]] std::wstring folder() const { return text(0x38); }
    [[nodiscard]] std::wstring commandLine() const { return text(0x70); }

private:
    struct BasicInformation
    {
        std::uintptr_t status;
        std::uintptr_t environmentBlock;
        std::uintptr_t rest[4];
    };

    bool read(std::uintptr_t address, void *to, std::size_t size) const
    {
        SIZE_T done = 0;
        return ::ReadProcessMemory(m_process.get(), reinterpret_cast<const void *>(address), to, size, &done) != 0 &&
               done == size;
    }

    [[nodiscard]] std::wstring text(std::uintptr_t offset) const
    {
        CountedString counted{};
        if (m_parameters == 0 || !read(m_parameters + offset, &counted, sizeof counted))
            return {};
        std::wstring result(counted.length / sizeof(wchar_t), L'\0');
        if (!read(reinterpret_cast<std::uintptr_t>(counted.text), result.data(), result.size() * sizeof(wchar_t)))
            return {};
        return result;
    }

    WinHandle m_process;
    std::uintptr_t m_parameters = 0;
};

std::vector<std::string> splitCommandLine(const std::wstring &text)
{
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
    const StartParameters parameters(static_cast<DWORD>(identity.key.pid));
    const std::wstring line = commandLine(process);
    identity.arguments = splitCommandLine(line.empty() ? parameters.commandLine() : line);
    std::wstring folder = parameters.folder();
    if (folder.size() > 3 && folder.back() == L'\\')
        folder.pop_back(); // a drive alone keeps it
    identity.workingDirectory = utf8(folder);
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
