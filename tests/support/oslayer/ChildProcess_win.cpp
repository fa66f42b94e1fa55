#include "ChildProcess.h"

#include <winsock2.h>

#include <windows.h>

namespace oslayer {

namespace {
HANDLE lastChild = nullptr;
}

std::int64_t startSelf(const std::string &, const std::vector<std::string> &arguments)
{
    std::wstring path(32 * 1024, L'\0');
    path.resize(::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
    std::wstring line = L"\"" + path + L"\"";
    for (const std::string &argument : arguments)
        line += L" " + std::wstring(argument.begin(), argument.end());
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process{};
    if (::CreateProcessW(path.c_str(), line.data(), nullptr, nullptr, FALSE, CREATE_NEW_PROCESS_GROUP, nullptr, nullptr,
                         &startup, &process) == 0)
        return 0;
    ::CloseHandle(process.hThread);
    lastChild = process.hProcess;
    return static_cast<std::int64_t>(process.dwProcessId);
}

bool waitForChild(std::int64_t)
{
    const bool ended = ::WaitForSingleObject(lastChild, 10'000) == WAIT_OBJECT_0;
    ::CloseHandle(lastChild);
    return ended;
}

void sleepMs(unsigned ms)
{
    ::Sleep(ms);
}

} // namespace oslayer
