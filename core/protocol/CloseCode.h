#pragma once

#include <cstdint>

namespace tickgate {

/// Why a session is closed (PROTOCOL, Close codes; RFC 6455 7.4.1 for those below 4000).
enum class CloseCode : std::uint16_t
{
    Normal = 1000,
    GoingAway = 1001, ///< stop or restart
    ProtocolError = 1002,
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    MessageTooBig = 1009,
    NotAuthenticated = 4401, ///< not in time, or too many wrong keys
    Kicked = 4403,
    ReaderTooSlow = 4408,
};

} // namespace tickgate
