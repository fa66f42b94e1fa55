#pragma once

#include "OsResult.h"

#include <cstdint>
#include <string>
#include <vector>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

/// What makes a process the one we looked at. A pid alone is reused; with start and executable it is not.
struct ProcessKey
{
    std::int64_t pid = 0;
    std::uint64_t startToken = 0; ///< the system's own start time, only to be compared
    std::string executable;       ///< path, empty when the system would not say

    bool operator==(const ProcessKey &) const = default;
};

/// Who a process is. Members stay empty where the system would not say (another user's process).
struct ProcessIdentity
{
    ProcessKey key;
    std::int64_t parentPid = 0;
    std::string name; ///< file name of the executable
    std::vector<std::string> arguments;
    std::string workingDirectory;
    std::string user;
    bool sameUser = false;
    std::int64_t startedAtMs = 0; ///< since the epoch, 0 when unknown
    bool exited = false;          ///< it has ended; only its entry is left until its parent asks
    std::string unit;             ///< service or container that keeps it running, e.g. "openalgo.service"

    bool operator==(const ProcessIdentity &) const = default;
};

/// Looks a process up; fails when there is none of this pid.
[[nodiscard]] OsResult<ProcessIdentity> identifyProcess(std::int64_t pid);

/// Pids of the processes whose parent is `pid`; also of a parent that has ended, where the platform remembers it.
[[nodiscard]] std::vector<std::int64_t> childrenOf(std::int64_t pid);

[[nodiscard]] std::int64_t ownPid();

/// Path of our own executable, as identifyProcess() would give it.
[[nodiscard]] std::string ownExecutable();

} // namespace tickgate::os
