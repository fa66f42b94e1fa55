#include "BusInspector.h"

#include "core/ports/PortPolicy.h"

#include <algorithm>

namespace tickgate {

namespace {

constexpr int kDriftPorts = 5;

bool isLoopbackReachable(const PortFacts &facts)
{
    return facts.asListener == BindOutcome::InUse || facts.asListener == BindOutcome::NoRights;
}

bool isForeign(const PortVerdict &verdict)
{
    switch (verdict.kind) {
    case PortVerdictKind::Free:
    case PortVerdictKind::Ours:
    case PortVerdictKind::Lingering:
    case PortVerdictKind::BadAddress:
        return false;
    default:
        return verdict.blocksStart;
    }
}

QString firstHolder(const PortVerdict &verdict)
{
    return verdict.holders.empty() ? QStringLiteral("a program") : holderLabel(verdict.holders.front());
}

} // namespace

bool BusVerdict::fine() const
{
    const bool usable = connectInstead || port.kind == PortVerdictKind::Free || port.kind == PortVerdictKind::Ours;
    return usable && drifted.empty();
}

QString driftText(quint16 busPort, const DriftedPublisher &drifted)
{
    return QStringLiteral("Market data is published on port %1 instead of %2, by %3.")
        .arg(drifted.port)
        .arg(busPort)
        .arg(holderLabel(drifted.holder));
}

QString driftRemedy(quint16 busPort, const DriftedPublisher &drifted)
{
    return QStringLiteral("Restart OpenAlgo once port %1 is free or Tickgate runs; or set ZMQ_PORT=%2 in the settings "
                          "to take the data from where it is.")
        .arg(busPort)
        .arg(drifted.port);
}

BusVerdict judgeBus(const BusFacts &facts)
{
    BusVerdict verdict;
    verdict.port = facts.port;
    verdict.peer = facts.peer;
    verdict.drifted = facts.drifted;
    PortVerdict &port = verdict.port;
    const QString who = firstHolder(port);
    if (isForeign(port) && facts.peer == BusPeerKind::Publisher && facts.topology == BusTopology::Bind) {
        port.text = QStringLiteral("The bus port %1 is held by a publisher, %2: it sends market data from there "
                                   "itself, but Tickgate is told to bind the port (TICKGATE_BUS=bind).")
                        .arg(port.port)
                        .arg(who);
        port.remedy = QStringLiteral("Set TICKGATE_BUS=auto in the settings: Tickgate then connects to it.");
        port.action = PortAction::EditSettings;
    } else if (isForeign(port) && facts.peer == BusPeerKind::Publisher) {
        verdict.connectInstead = true;
        port.blocksStart = false;
        port.text =
            QStringLiteral("The bus port %1 is held by a publisher, %2: it sends market data from there itself, "
                           "as older OpenAlgo versions do.")
                .arg(port.port)
                .arg(who);
        port.remedy = facts.topology == BusTopology::Connect
                          ? QStringLiteral("Nothing to do: Tickgate connects to it (TICKGATE_BUS=connect).")
                          : QStringLiteral("Nothing to do: Tickgate connects to it instead of binding "
                                           "(TICKGATE_BUS=auto).");
        port.action = PortAction::Start;
    } else if (isForeign(port) && facts.peer == BusPeerKind::Subscriber) {
        port.text += QStringLiteral(" It subscribes there, so it is another proxy: it takes the market data that "
                                    "Tickgate needs.");
    } else if (isForeign(port) && facts.peer == BusPeerKind::NotZeroMq) {
        port.text += QStringLiteral(" It has nothing to do with market data.");
    } else if (port.kind == PortVerdictKind::Free && facts.topology == BusTopology::Connect) {
        port.text = QStringLiteral("Nobody is on the bus port %1: Tickgate connects to a publisher there as soon as "
                                   "one comes (TICKGATE_BUS=connect).")
                        .arg(port.port);
    } else if (port.kind == PortVerdictKind::Free) {
        port.text = QStringLiteral("The bus port %1 is free: Tickgate will bind it, and publishers connect to it.")
                        .arg(port.port);
    }
    if (!facts.drifted.empty() && !verdict.connectInstead) {
        const DriftedPublisher &drifted = facts.drifted.front();
        port.text += u' ' + driftText(port.port, drifted);
        port.remedy = driftRemedy(port.port, drifted);
        if (isForeign(facts.port))
            port.remedy += u' ' + facts.port.remedy;
    }
    return verdict;
}

BusVerdict inspectBus(const ProcessTable &table, const QString &host, quint16 port, const ProbeOptions &options,
                      const AskBusPeer &ask)
{
    const auto peerOf = [&](const QString &address, quint16 number) {
        return ask ? ask(address, number) : askBusPeer(address, number);
    };
    BusFacts facts;
    facts.topology = options.busTopology;
    facts.port = judgePort(probePort(table, host, port, options));
    const auto address = bindAddress(host);
    if (!address || port == 0)
        return judgeBus(facts);
    if (isForeign(facts.port))
        facts.peer = peerOf(*address, port);
    for (int candidate = port + 1; candidate <= std::min(port + kDriftPorts, 65535); ++candidate) {
        const auto number = static_cast<quint16>(candidate);
        // Asking for the owner walks all processes, a bind costs nothing: first see whether anybody is there.
        const int error = table.tryBind(address->toStdString(), number, os::Reuse::Address);
        if (error == 0)
            continue;
        const PortFacts probed = probePort(table, host, number, options);
        const PortVerdict verdict = judgePort(probed);
        if (isLoopbackReachable(probed) && isForeign(verdict) && peerOf(*address, number) == BusPeerKind::Publisher) {
            const PortHolder holder = verdict.holders.empty() ? PortHolder() : verdict.holders.front();
            facts.drifted.push_back({number, holder});
        }
    }
    return judgeBus(facts);
}

BusVerdict inspectBus(const QString &host, quint16 port, const ProbeOptions &options)
{
    return inspectBus(SystemProcessTable(), host, port, options);
}

} // namespace tickgate
