#include "UserAccount.h"

#include "WinText_win.h"

#include <array>

namespace tickgate::os {

std::int64_t currentUid()
{
    return -1;
}

std::string currentUserName()
{
    std::array<wchar_t, 257> buffer{};
    DWORD size = static_cast<DWORD>(buffer.size());
    return ::GetUserNameW(buffer.data(), &size) != 0 ? utf8(buffer.data()) : std::string();
}

std::string userName(std::int64_t uid)
{
    return uid < 0 ? std::string() : std::to_string(uid);
}

bool runsElevated()
{
    HANDLE token = nullptr;
    if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0)
        return false;
    const WinHandle owned(token);
    TOKEN_ELEVATION elevation{};
    DWORD size = 0;
    return ::GetTokenInformation(token, TokenElevation, &elevation, sizeof elevation, &size) != 0 &&
           elevation.TokenIsElevated != 0;
}

} // namespace tickgate::os
