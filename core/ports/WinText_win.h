#pragma once

// For *_win.cpp only. winsock2.h has to come before anything that includes windows.h.
#include <winsock2.h>

#include <windows.h>

#include "OsResult.h"

#include <memory>
#include <string>
#include <system_error>
#include <type_traits>

namespace tickgate::os {

/// Closes a kernel object's handle.
struct WinHandleCloser
{
    void operator()(HANDLE handle) const
    {
        if (handle != INVALID_HANDLE_VALUE)
            ::CloseHandle(handle);
    }
};
using WinHandle = std::unique_ptr<std::remove_pointer_t<HANDLE>, WinHandleCloser>;

[[nodiscard]] inline std::string utf8(const std::wstring &text)
{
    if (text.empty())
        return {};
    const int length = static_cast<int>(text.size());
    const int size = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
    std::string result(static_cast<std::size_t>(size), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, result.data(), size, nullptr, nullptr);
    return result;
}

[[nodiscard]] inline OsError winError(DWORD code)
{
    return {static_cast<int>(code), std::system_category().message(static_cast<int>(code))};
}

[[nodiscard]] inline OsError lastWinError()
{
    return winError(::GetLastError());
}

} // namespace tickgate::os
