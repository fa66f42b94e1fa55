#include "UserAccount.h"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace tickgate::os {

std::int64_t currentUid()
{
    return ::geteuid();
}

std::string currentUserName()
{
    return userName(currentUid());
}

std::string userName(std::int64_t uid)
{
    if (uid < 0)
        return {};
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwuid_r(static_cast<uid_t>(uid), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::to_string(uid);
}

bool runsElevated()
{
    return ::geteuid() == 0;
}

} // namespace tickgate::os
