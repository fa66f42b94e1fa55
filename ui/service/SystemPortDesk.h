#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/ports/PortInspector.h"
#include "core/ports/ProcessTable.h"
#include "ui/service/PortDesk.h"

#include <memory>

namespace tickgate {

/// What an interpreter runs, or nothing: "strategy.py" of {"python3", "-u", "strategy.py"}. Pure.
[[nodiscard]] QString scriptOf(const QString &program, const QStringList &arguments);

/// Asks the real system, on threads of its own. GUI thread; owned by the window.
class SystemPortDesk : public PortDesk
{
    Q_OBJECT

public:
    /// `askInstance` asks another Tickgate by its control socket; may be empty.
    explicit SystemPortDesk(ReleaseOptions::AskInstance askInstance = {}, QObject *parent = nullptr);

    void inspect(const QString &host, quint16 port, QObject *context, Verdict deliver) override;
    void inspectBus(const QString &host, quint16 port, BusTopology topology, QObject *context,
                    BusJudged deliver) override;
    void identify(quint16 serverPort, const std::vector<quint16> &peerPorts, QObject *context,
                  Programs deliver) override;
    [[nodiscard]] std::unique_ptr<ReleaseLadder> release(const QString &host, quint16 port) override;
    void findNextFree(const QString &host, quint16 port, QObject *context, NextPort deliver) override;

private:
    std::shared_ptr<const ProcessTable> m_table;
    ReleaseOptions::AskInstance m_askInstance;
    PortInspector m_inspector;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
