#pragma once

#include "OsResult.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

enum class TcpState
{
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
    Closed
};

/// One TCP socket of this machine as the system lists it. Addresses are numeric, without brackets or scope.
struct SocketEntry
{
    bool v6 = false;
    std::string localAddress;
    std::uint16_t localPort = 0;
    std::string remoteAddress; ///< empty for a listener
    std::uint16_t remotePort = 0;
    TcpState state = TcpState::Closed;
    std::int64_t uid = -1;                             ///< owner's user id, -1 where the platform has none or keeps it
    std::vector<std::int64_t> pids;                    ///< who holds it, as far as we may see; ascending
    std::optional<std::chrono::milliseconds> timeLeft; ///< until a socket without an owner is gone, when known

    bool operator==(const SocketEntry &) const = default;
};

/// Which sockets are wanted; an unset member means any.
struct SocketQuery
{
    std::optional<std::uint16_t> localPort;
    std::optional<std::uint16_t> remotePort;
};

/// Lists the matching TCP sockets, IPv4 and IPv6, with the processes that hold them. Slow (it may walk all
/// processes), so never on the GUI or hub thread. Needs no rights; sockets of other users come without a pid.
[[nodiscard]] OsResult<std::vector<SocketEntry>> listSockets(const SocketQuery &query);

} // namespace tickgate::os
