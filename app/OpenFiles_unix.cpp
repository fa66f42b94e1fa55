#include "OpenFiles.h"

#include <sys/resource.h>

#include <algorithm>
#include <climits>

namespace tickgate {

std::uint64_t raiseOpenFiles(std::uint64_t wanted)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    rlim_t most = std::min(static_cast<rlim_t>(wanted), limit.rlim_max);
#ifdef __APPLE__
    // A hard limit of "infinity" there does not mean that a soft limit above this one is taken.
    most = std::min(most, static_cast<rlim_t>(OPEN_MAX));
#endif
    if (limit.rlim_cur < most) {
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = most;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            limit.rlim_cur = before;
    }
    return static_cast<std::uint64_t>(limit.rlim_cur);
}

} // namespace tickgate
