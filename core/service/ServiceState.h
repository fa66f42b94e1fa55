#pragma once

#include <QMetaType>
#include <QString>

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

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ServiceState)
