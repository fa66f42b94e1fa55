#include "ControllerService.h"

namespace tickgate {

ControllerService::ControllerService(ProxyController &controller, QObject *parent)
    : PanelService(parent)
    , m_controller(controller)
    , m_probe(controller)
{
    connect(&controller, &ProxyController::stateChanged, this, &PanelService::stateChanged);
    connect(&controller, &ProxyController::snapshotTaken, this, &PanelService::snapshotTaken);
    connect(&controller, &ProxyController::stopped, this, &PanelService::stopped);
    connect(&controller, &ProxyController::configChanged, this, &PanelService::configChanged);
    connect(&controller, &ProxyController::restartReceiptChanged, this, &PanelService::receiptChanged);
    connect(&controller, &ProxyController::autoRestartScheduled, this, &PanelService::autoRestartChanged);
}

ServiceState ControllerService::state() const
{
    return m_controller.state();
}

std::optional<ServiceError> ControllerService::error() const
{
    return m_controller.error();
}

const ProxyConfig &ControllerService::config() const
{
    return m_controller.config();
}

void ControllerService::reloadConfig()
{
    m_controller.reloadConfig();
}

const ServiceSnapshot &ControllerService::snapshot() const
{
    return m_controller.snapshot();
}

std::optional<StopReport> ControllerService::lastStop() const
{
    return m_controller.lastStop();
}

std::optional<std::chrono::milliseconds> ControllerService::untilAutoRestart() const
{
    return m_controller.autoRestartIn();
}

QString ControllerService::start()
{
    return m_controller.start();
}

QString ControllerService::stop(const QString &reason)
{
    return m_controller.stop(reason);
}

QString ControllerService::restart(const QString &reason)
{
    return m_controller.restart(reason);
}

QString ControllerService::kick(quint64 clientId)
{
    return m_controller.kick(clientId);
}

void ControllerService::cancelAutoRestart()
{
    m_controller.cancelAutoRestart();
}

void ControllerService::sendTestTick(QObject *context, std::function<void(const LoopTickResult &)> done)
{
    m_probe.send(context, std::move(done));
}

void ControllerService::setSnapshotDetail(SnapshotDetail detail)
{
    m_controller.setSnapshotDetail(detail);
}

void ControllerService::setSnapshotsEnabled(bool enabled)
{
    m_controller.setSnapshotsEnabled(enabled);
}

} // namespace tickgate
