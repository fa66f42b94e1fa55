#include "PortFailure.h"

#include "core/ports/BusInspector.h"
#include "core/ports/PortInspector.h"

namespace tickgate {

bool concernsPort(ServiceErrorCode code)
{
    return code == ServiceErrorCode::BusBusy || code == ServiceErrorCode::PortBusy ||
           code == ServiceErrorCode::PortForbidden;
}

ServiceError withVerdict(ServiceError failure, const ProxyConfig &config)
{
    const bool bus = failure.code == ServiceErrorCode::BusBusy;
    ProbeOptions probe;
    probe.reusePort = config.reusePort && !bus;
    probe.busTopology = config.busTopology;
    const QString host = bus ? config.zmqHost : config.webSocketHost;
    const auto port = static_cast<quint16>(bus ? config.zmqPort : config.webSocketPort);
    const PortVerdict verdict = bus ? inspectBus(host, port, probe).port : inspectPort(host, port, probe);
    failure.verdict = verdict;
    if (verdict.kind != PortVerdictKind::Free) {
        failure.text = verdict.text;
        failure.hint = verdict.remedy;
    }
    return failure;
}

} // namespace tickgate
