#pragma once

#include "core/config/ProxyConfig.h"
#include "core/ports/PortFacts.h"
#include "core/ports/ProcessTable.h"

#include <optional>
#include <vector>

namespace tickgate {

/// What the asker knows that the system does not.
struct ProbeOptions
{
    qint64 ownPid = 0;                           ///< whose listeners count as ours; 0: this process
    std::vector<qint64> ourPids;                 ///< further processes that are ours, e.g. the running instance
    bool reusePort = false;                      ///< the listener would set SO_REUSEPORT as well
    BusTopology busTopology = BusTopology::Auto; ///< for the bus port only
};

/// Gathers the facts about one port: binds with the listener's own family and options, lists who has it. Blocks for
/// milliseconds to some hundred, so never on the GUI or hub thread. Nothing ever listens.
[[nodiscard]] PortFacts probePort(const ProcessTable &table, const QString &host, quint16 port,
                                  const ProbeOptions &options = {});

/// What is known about one process, as probePort() would tell it.
[[nodiscard]] HolderFacts probeHolder(const ProcessTable &table, qint64 pid, const ProbeOptions &options = {});

/// The first port after `port` that a listener on this host would get; nothing when the next 100 are all taken.
[[nodiscard]] std::optional<quint16> nextFreePort(const ProcessTable &table, const QString &host, quint16 port);

} // namespace tickgate
