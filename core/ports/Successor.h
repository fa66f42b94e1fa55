#pragma once

#include "core/ports/PortFacts.h"
#include "core/ports/ReleasePlan.h"

#include <optional>
#include <vector>

namespace tickgate {

/// Who has the port after the processes of the plan have let it go.
struct Successor
{
    PortHolder holder;
    bool respawned = false; ///< the same program again: started by the same parent or unit, or with the same command
    /// No process shows the listener, though we may see them all. Linux hides the descriptors of a process that is
    /// ending before it closes its sockets, so for a moment this is nobody new.
    bool nameless = false;
    QString supervisor; ///< who started it, in words; may be empty
    QString advice;     ///< what to stop first

    bool operator==(const Successor &) const = default;
};

/// Nothing when only targets, we, or nobody listens. Blocks: looks parents up.
[[nodiscard]] std::optional<Successor> findSuccessor(const ProcessTable &table, const ReleasePlan &plan,
                                                     const PortFacts &facts);

/// Whether the very process of the key still runs, and not another one that got its pid.
[[nodiscard]] bool stillRuns(const ProcessTable &table, const os::ProcessKey &key);

/// The targets that still run and have a socket on the port, by their ids.
[[nodiscard]] std::vector<qint64> holdingTargets(const ProcessTable &table, const ReleasePlan &plan,
                                                 const PortFacts &facts);

/// Those of them that were left to a parent which is gone: nobody else would pass the request on to them.
[[nodiscard]] std::vector<qint64> orphansAmong(const ProcessTable &table, const ReleasePlan &plan,
                                               const std::vector<qint64> &pids);

/// Whether a listener found now takes the connections this release is about.
[[nodiscard]] bool concerns(const ReleasePlan &plan, const PortFacts &facts, const ListenerFacts &listener);

} // namespace tickgate
