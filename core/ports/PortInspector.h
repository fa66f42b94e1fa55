#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/ports/BusInspector.h"
#include "core/ports/PortProbe.h"
#include "core/ports/PortVerdict.h"

#include <QObject>

#include <functional>
#include <memory>

namespace tickgate {

/// Verdict about a port of this computer; blocks (see probePort), so never on the GUI or hub thread.
[[nodiscard]] PortVerdict inspectPort(const QString &host, quint16 port, const ProbeOptions &options = {});

/// The same against any process table.
[[nodiscard]] PortVerdict inspectPort(const ProcessTable &table, const QString &host, quint16 port,
                                      const ProbeOptions &options = {});

/// Asks for verdicts without blocking. Lives on the asker's thread, owned by the asker.
class PortInspector : public QObject
{
    Q_OBJECT

public:
    explicit PortInspector(QObject *parent = nullptr);
    PortInspector(std::shared_ptr<const ProcessTable> table, QObject *parent = nullptr);

    using Deliver = std::function<void(const PortVerdict &verdict)>;

    /// `deliver` is called once, on this object's thread, unless `context` or this object is gone before.
    void inspect(const QString &host, quint16 port, const ProbeOptions &options, QObject *context, Deliver deliver);
    /// The same for the bus port, and for what publishes beside it. A stranger that listens there is asked what it is
    /// once in a while only, however often this is called.
    using DeliverBus = std::function<void(const BusVerdict &verdict)>;
    void inspectBus(const QString &host, quint16 port, const ProbeOptions &options, QObject *context,
                    DeliverBus deliver);

private:
    std::shared_ptr<const ProcessTable> m_table;
    AskBusPeer m_askBusPeer;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
