#include "ProcessControl.h"

#include "WinText_win.h"

#include <algorithm>
#include <vector>

namespace tickgate::os {

namespace {

struct WindowSearch
{
    DWORD pid = 0;
    int asked = 0;
};

BOOL CALLBACK askWindow(HWND window, LPARAM parameter)
{
    auto *search = reinterpret_cast<WindowSearch *>(parameter);
    DWORD owner = 0;
    ::GetWindowThreadProcessId(window, &owner);
    // Only main windows: closing tool windows and dialogs ends no program.
    if (owner == search->pid && ::GetWindow(window, GW_OWNER) == nullptr && ::IsWindowVisible(window) != 0 &&
        ::PostMessageW(window, WM_CLOSE, 0, 0) != 0)
        ++search->asked;
    return TRUE;
}

BOOL WINAPI ignoreBreak(DWORD)
{
    return TRUE;
}

bool sharesOurConsole(DWORD pid)
{
    std::vector<DWORD> members(64);
    const DWORD count = ::GetConsoleProcessList(members.data(), static_cast<DWORD>(members.size()));
    members.resize(std::min<std::size_t>(count, members.size()));
    return std::find(members.begin(), members.end(), pid) != members.end();
}

/// Ctrl-Break reaches every program of the target's console, as pressing it in that window would; Ctrl-C can be
/// switched off by a parent, Ctrl-Break cannot.
bool askConsole(DWORD pid)
{
    const bool shared = sharesOurConsole(pid);
    const bool hadConsole = ::GetConsoleWindow() != nullptr;
    if (!shared) {
        ::FreeConsole();
        if (::AttachConsole(pid) == 0) {
            if (hadConsole)
                ::AttachConsole(ATTACH_PARENT_PROCESS);
            return false;
        }
    }
    ::SetConsoleCtrlHandler(&ignoreBreak, TRUE);
    const bool sent = ::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0) != 0;
    if (sent)
        ::Sleep(50); // the event reaches us on a thread of its own: our handler has to outlive that
    ::SetConsoleCtrlHandler(&ignoreBreak, FALSE);
    if (!shared) {
        ::FreeConsole();
        if (hadConsole)
            ::AttachConsole(ATTACH_PARENT_PROCESS);
    }
    return sent;
}

EndResult failure()
{
    const OsError error = lastWinError();
    return {error.code == ERROR_ACCESS_DENIED ? EndOutcome::NoRights : EndOutcome::Failed, error};
}

} // namespace

EndResult endProcess(const ProcessKey &key, EndRequest request)
{
    if (key.pid <= kLastSystemPid || key.pid == ownPid())
        return {EndOutcome::NoRights, winError(ERROR_ACCESS_DENIED)};
    const auto pid = static_cast<DWORD>(key.pid);
    // While this handle is open the pid cannot go to another process.
    const WinHandle process(
        ::OpenProcess(PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, pid));
    if (!process)
        return ::GetLastError() == ERROR_INVALID_PARAMETER ? EndResult{EndOutcome::AlreadyGone, {}} : failure();
    const auto now = identifyProcess(key.pid);
    if (!now.ok() || ::WaitForSingleObject(process.get(), 0) == WAIT_OBJECT_0)
        return {EndOutcome::AlreadyGone, {}};
    if (!sameProcess(now.value().key, key))
        return {EndOutcome::Replaced, {}};
    if (request == EndRequest::Force)
        return ::TerminateProcess(process.get(), 1) != 0 ? EndResult{EndOutcome::Sent, {}} : failure();
    WindowSearch search{pid, 0};
    ::EnumWindows(&askWindow, reinterpret_cast<LPARAM>(&search));
    if (search.asked > 0 || askConsole(pid))
        return {EndOutcome::Sent, {}};
    return {EndOutcome::NoWayToAsk, {}};
}

bool mayEnd(std::int64_t pid)
{
    if (pid <= kLastSystemPid)
        return false;
    const WinHandle process(::OpenProcess(PROCESS_TERMINATE, FALSE, static_cast<DWORD>(pid)));
    return process != nullptr;
}

} // namespace tickgate::os
