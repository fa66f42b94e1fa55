#pragma once

#include "core/ports/PortVerdict.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace tickgate {

enum class ServiceState
{
    Stopped,
    Starting,
    Running,
    Stopping,
    Failed
};

/// Stable snake_case name for --json and logs.
[[nodiscard]] QString serviceStateName(ServiceState state);

enum class ServiceErrorCode
{
    BadConfiguration,
    BadAddress,
    PortBusy,
    PortForbidden,
    BusBusy,
    BusFailed,
    ListenFailed,
    HubFailed,
    BridgeFailed,
    HubStalled,
    BridgeStalled,
    AuthUnavailable,
};

/// Why the service is not running: said once, shown everywhere. `hint` is the next thing to do.
struct ServiceError
{
    ServiceErrorCode code = ServiceErrorCode::ListenFailed;
    QString text;
    QString hint;
    std::optional<PortVerdict> verdict;

    bool operator==(const ServiceError &) const = default;
};

/// What a graceful stop achieved (step 6 of the clean-up).
struct StopReport
{
    qint64 durationMs = 0;
    int leftPolitely = 0;   ///< clients that answered the Close frame
    int cut = 0;            ///< clients aborted at the deadline
    bool portsFree = false; ///< proven by a bind without address reuse
    QString reason;         ///< who asked: "Stop button", "SIGINT", ...

    bool operator==(const StopReport &) const = default;
};

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ServiceState)
Q_DECLARE_METATYPE(tickgate::ServiceError)
Q_DECLARE_METATYPE(tickgate::StopReport)
