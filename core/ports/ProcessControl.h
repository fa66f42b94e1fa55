#pragma once

#include "OsResult.h"
#include "ProcessIdentity.h"

#include <cstdint>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

enum class EndRequest
{
    Ask,  ///< SIGTERM; on Windows WM_CLOSE, or Ctrl-Break for a console program
    Force ///< SIGKILL, TerminateProcess: nothing is saved
};

enum class EndOutcome
{
    Sent,
    AlreadyGone,
    Replaced,   ///< the pid belongs to another process now; nothing was sent
    NoRights,   ///< the system refused
    NoWayToAsk, ///< Windows: it has neither a window nor a console that we could reach
    Failed
};

struct EndResult
{
    EndOutcome outcome = EndOutcome::Failed;
    OsError error; ///< set for NoRights and Failed

    bool operator==(const EndResult &) const = default;
};

/// Asks or forces the very process of `key` to end, never another one that got its pid meanwhile: identity is checked
/// again while the process is held by a handle, where the platform has one. Refuses pids up to 4 and our own.
[[nodiscard]] EndResult endProcess(const ProcessKey &key, EndRequest request);

/// Whether the system would let us end this process.
[[nodiscard]] bool mayEnd(std::int64_t pid);

/// Pids up to this one belong to the system (init, the Windows kernel) and are never touched.
inline constexpr std::int64_t kLastSystemPid = 4;

/// The same start, and the same executable unless the system would not show one of them.
[[nodiscard]] inline bool sameProcess(const ProcessKey &a, const ProcessKey &b)
{
    return a.pid == b.pid && a.startToken == b.startToken &&
           (a.executable.empty() || b.executable.empty() || a.executable == b.executable);
}

} // namespace tickgate::os
