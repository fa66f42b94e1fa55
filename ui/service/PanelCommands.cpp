#include "PanelCommands.h"

#include "core/metrics/Format.h"

#include <utility>

namespace tickgate {

namespace {
constexpr int kLookAgainMs = 1000;
}

PanelCommands::PanelCommands(PanelService &service, PortDesk &desk, SettingsWriter &settings, ConfigSources sources,
                             QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_desk(desk)
    , m_settings(settings)
    , m_sources(std::move(sources))
{
    m_wait.setInterval(kLookAgainMs);
    connect(&m_wait, &QTimer::timeout, this, &PanelCommands::lookAgain);
    connect(&service, &PanelService::stateChanged, this, &PanelCommands::cancelWait);
}

void PanelCommands::start()
{
    cancelWait();
    if (const QString refusal = m_service.start(); !refusal.isEmpty())
        Q_EMIT said(refusal);
}

void PanelCommands::stop(const QString &reason)
{
    // While a start of its own is due, stopping means that it shall stay stopped.
    if (m_service.state() == ServiceState::Failed && m_service.untilAutoRestart()) {
        m_service.cancelAutoRestart();
        return;
    }
    if (const QString refusal = m_service.stop(reason); !refusal.isEmpty())
        Q_EMIT said(refusal);
}

void PanelCommands::restart(const QString &reason)
{
    if (const QString refusal = m_service.restart(reason); !refusal.isEmpty())
        Q_EMIT said(refusal);
}

void PanelCommands::kick(quint64 clientId)
{
    const QString refusal = m_service.kick(clientId);
    Q_EMIT said(refusal.isEmpty() ? tr("Client %1 was disconnected.").arg(clientId) : refusal);
}

void PanelCommands::remedy(PortAction action, const PortVerdict &verdict)
{
    switch (action) {
    case PortAction::Start:
        start();
        break;
    case PortAction::Release:
        Q_EMIT releaseWanted(verdict);
        break;
    case PortAction::WaitAndRetry:
        waitAndStart(verdict);
        break;
    case PortAction::UseNextPort:
        useNextPort(verdict);
        break;
    case PortAction::EditSettings:
        Q_EMIT settingsWanted();
        break;
    case PortAction::None:
    case PortAction::AskOwner:
        break;
    }
}

void PanelCommands::waitAndStart(const PortVerdict &verdict)
{
    m_awaited = verdict;
    m_wait.start();
    Q_EMIT waitingChanged(true);
    lookAgain();
}

void PanelCommands::lookAgain()
{
    if (!m_awaited)
        return;
    const auto judged = [this](const PortVerdict &verdict) {
        if (!m_awaited || m_awaited->port != verdict.port)
            return;
        if (!verdict.blocksStart) {
            start();
            return;
        }
        const QString when = verdict.secondsToGo > 0
                                 ? tr("in about %1").arg(format::duration(std::chrono::seconds(verdict.secondsToGo)))
                                 : tr("as soon as it is free");
        Q_EMIT progress(tr("Port %1 is not free yet. The proxy starts %2.").arg(verdict.port).arg(when));
    };
    const ProxyConfig &config = m_service.config();
    if (m_awaited->port == config.zmqPort && m_awaited->port != config.webSocketPort)
        m_desk.inspectBus(m_awaited->address, m_awaited->port, config.busTopology, this,
                          [judged](const BusVerdict &verdict) { judged(verdict.port); });
    else
        m_desk.inspect(m_awaited->address, m_awaited->port, this, judged);
}

void PanelCommands::cancelWait()
{
    if (!m_awaited)
        return;
    m_awaited.reset();
    m_wait.stop();
    Q_EMIT waitingChanged(false);
    Q_EMIT progress({});
}

void PanelCommands::useNextPort(const PortVerdict &verdict)
{
    const QString key =
        verdict.port == m_service.config().zmqPort ? QStringLiteral("ZMQ_PORT") : QStringLiteral("WEBSOCKET_PORT");
    if (m_sources.commandLine.contains(key) || m_sources.environment.contains(key)) {
        Q_EMIT said(tr("Tickgate was started with %1=%2: start it with another port.").arg(key).arg(verdict.port));
        return;
    }
    Q_EMIT progress(tr("Looking for a free port."));
    m_desk.findNextFree(verdict.address, verdict.port, this, [this, key](std::optional<quint16> port) {
        if (!port) {
            Q_EMIT progress({});
            Q_EMIT said(tr("None of the next hundred ports is free."));
            return;
        }
        m_settings.write({{key, QString::number(*port)}}, this, [this, port = *port](const QString &error) {
            Q_EMIT progress({});
            if (!error.isEmpty()) {
                Q_EMIT said(error);
                return;
            }
            Q_EMIT said(tr("Port %1 is used from now on: change it in the programs that connect, too.").arg(port));
            start();
        });
    });
}

} // namespace tickgate
