#pragma once

#include "core/ports/PortVerdict.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace tickgate {

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

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ServiceError)
