#include "ServiceState.h"

namespace tickgate {

QString serviceStateName(ServiceState state)
{
    switch (state) {
    case ServiceState::Stopped:
        return QStringLiteral("stopped");
    case ServiceState::Starting:
        return QStringLiteral("starting");
    case ServiceState::Running:
        return QStringLiteral("running");
    case ServiceState::Stopping:
        return QStringLiteral("stopping");
    case ServiceState::Failed:
        break;
    }
    return QStringLiteral("failed");
}

} // namespace tickgate
