#pragma once

#include "core/ports/BusPeer.h"
#include "core/ports/PortProbe.h"
#include "core/ports/PortVerdict.h"

#include <QMetaType>

#include <functional>
#include <vector>

namespace tickgate {

/// A publisher on one of the ports after the bus port, where older OpenAlgo versions went when theirs was taken.
struct DriftedPublisher
{
    quint16 port = 0;
    PortHolder holder;

    bool operator==(const DriftedPublisher &) const = default;
};

/// Everything about the bus port before the judgement. Input of judgeBus().
struct BusFacts
{
    PortVerdict port;
    BusPeerKind peer = BusPeerKind::Nobody; ///< asked only where a stranger listens
    std::vector<DriftedPublisher> drifted;
    BusTopology topology = BusTopology::Auto;

    bool operator==(const BusFacts &) const = default;
};

/// The answer about the bus port: its verdict, worded for what a bus is.
struct BusVerdict
{
    PortVerdict port; ///< text, remedy and action are about the bus
    BusPeerKind peer = BusPeerKind::Nobody;
    std::vector<DriftedPublisher> drifted;
    bool connectInstead = false; ///< a publisher binds it: not in our way, we connect

    /// Nothing to do: free, ours, or a publisher's that we connect to, and nobody publishes elsewhere.
    [[nodiscard]] bool fine() const;

    bool operator==(const BusVerdict &) const = default;
};

/// "Market data is published on port 5556 instead of 5555, by python3 (pid 4711)." and what to do about it. Pure.
[[nodiscard]] QString driftText(quint16 busPort, const DriftedPublisher &drifted);
[[nodiscard]] QString driftRemedy(quint16 busPort, const DriftedPublisher &drifted);

/// Pure.
[[nodiscard]] BusVerdict judgeBus(const BusFacts &facts);

/// Asks a peer what it is; replaced in tests.
using AskBusPeer = std::function<BusPeerKind(const QString &host, quint16 port)>;

/// Looks at the bus port and the five after it. Blocks, up to a second for each port that somebody listens on.
[[nodiscard]] BusVerdict inspectBus(const ProcessTable &table, const QString &host, quint16 port,
                                    const ProbeOptions &options = {}, const AskBusPeer &ask = {});
[[nodiscard]] BusVerdict inspectBus(const QString &host, quint16 port, const ProbeOptions &options = {});

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::BusVerdict)
