#pragma once

namespace tickgate {

/// What the process tells its caller; the numbers are part of the command line's contract.
enum class ExitCode
{
    Done = 0,
    Failed = 1, ///< the reason is on stderr
    Usage = 2,
    NoInstance = 3, ///< there is no running instance to ask
    Refused = 4,
    PortBusy = 5,
};

} // namespace tickgate
