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
    explicit SystemPortDesk(QObject *parent = nullptr);

    void inspect(const QString &host, quint16 port, QObject *context, Verdict deliver) override;
    void identify(quint16 serverPort, const std::vector<quint16> &peerPorts, QObject *context,
                  Programs deliver) override;
    void findNextFree(const QString &host, quint16 port, QObject *context, NextPort deliver) override;

private:
    std::shared_ptr<const ProcessTable> m_table;
    PortInspector m_inspector;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
