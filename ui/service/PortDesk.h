#pragma once

#include "core/config/ProxyConfig.h"
#include "core/ports/BusInspector.h"
#include "core/ports/PortVerdict.h"
#include "core/ports/ReleaseLadder.h"
#include "ui/model/ProgramInfo.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tickgate {

/// Slow questions to the operating system, answered later on the GUI thread: the system behind it in the program, a
/// fake in tests. An answer comes once, unless `context` is gone by then.
class PortDesk : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    using Verdict = std::function<void(const PortVerdict &verdict)>;
    using BusJudged = std::function<void(const BusVerdict &verdict)>;
    using Programs = std::function<void(const QHash<quint16, ProgramInfo> &byPeerPort)>;
    using NextPort = std::function<void(std::optional<quint16> port)>;

    virtual void inspect(const QString &host, quint16 port, QObject *context, Verdict deliver) = 0;
    /// The bus port, and who publishes beside it.
    virtual void inspectBus(const QString &host, quint16 port, BusTopology topology, QObject *context,
                            BusJudged deliver) = 0;
    /// Which programs hold the other ends of connections to `serverPort`.
    virtual void identify(quint16 serverPort, const std::vector<quint16> &peerPorts, QObject *context,
                          Programs deliver) = 0;
    /// The ladder that frees a port; begins when the caller says so.
    [[nodiscard]] virtual std::unique_ptr<ReleaseLadder> release(const QString &host, quint16 port) = 0;
    /// The first port after `port` that could be had.
    virtual void findNextFree(const QString &host, quint16 port, QObject *context, NextPort deliver) = 0;
};

} // namespace tickgate
