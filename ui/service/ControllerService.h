#pragma once

#include "core/service/LoopProbe.h"
#include "ui/service/PanelService.h"

namespace tickgate {

/// PanelService over the real controller, nothing more. GUI thread; the controller outlives it.
class ControllerService : public PanelService
{
public:
    explicit ControllerService(ProxyController &controller, QObject *parent = nullptr);

    [[nodiscard]] ServiceState state() const override;
    [[nodiscard]] std::optional<ServiceError> error() const override;
    [[nodiscard]] const ProxyConfig &config() const override;
    void reloadConfig() override;
    [[nodiscard]] const ServiceSnapshot &snapshot() const override;
    [[nodiscard]] std::optional<StopReport> lastStop() const override;
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilAutoRestart() const override;
    [[nodiscard]] QString start() override;
    [[nodiscard]] QString stop(const QString &reason) override;
    [[nodiscard]] QString restart(const QString &reason) override;
    [[nodiscard]] QString kick(quint64 clientId) override;
    void cancelAutoRestart() override;
    void sendTestTick(QObject *context, std::function<void(const LoopTickResult &)> done) override;
    void setSnapshotDetail(SnapshotDetail detail) override;
    void setSnapshotsEnabled(bool enabled) override;

private:
    ProxyController &m_controller;
    LoopProbe m_probe;
};

} // namespace tickgate
