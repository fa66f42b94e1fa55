#pragma once

#include "core/config/ProxyConfig.h"
#include "core/metrics/Snapshot.h"
#include "core/server/ServiceError.h"
#include "core/server/StopReport.h"
#include "core/service/Diagnosis.h"
#include "core/service/ProxyController.h"
#include "core/service/ServiceState.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace tickgate {

/// The service as the window sees it: ProxyController behind it in the program, a fake in tests. GUI thread.
/// Each verb returns an empty string when it was accepted, else the sentence that says why it was refused.
class PanelService : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual ServiceState state() const = 0;
    [[nodiscard]] virtual std::optional<ServiceError> error() const = 0;
    [[nodiscard]] virtual const ProxyConfig &config() const = 0;
    /// The settings have changed; configChanged() follows once nothing runs.
    virtual void reloadConfig() = 0;
    [[nodiscard]] virtual const ServiceSnapshot &snapshot() const = 0;
    [[nodiscard]] virtual std::optional<StopReport> lastStop() const = 0;
    /// Until the service starts itself again after a failure; nothing when it will not.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> untilAutoRestart() const = 0;

    [[nodiscard]] virtual QString start() = 0;
    [[nodiscard]] virtual QString stop(const QString &reason) = 0;
    [[nodiscard]] virtual QString restart(const QString &reason) = 0;
    [[nodiscard]] virtual QString kick(quint64 clientId) = 0;
    /// Calls off the start that untilAutoRestart() announces.
    virtual void cancelAutoRestart() = 0;

    /// Sends a test tick into the bus; done comes later, once, unless context is gone by then.
    virtual void sendTestTick(QObject *context, std::function<void(const LoopTickResult &)> done) = 0;

    virtual void setSnapshotDetail(SnapshotDetail detail) = 0;
    virtual void setSnapshotsEnabled(bool enabled) = 0;

Q_SIGNALS:
    void stateChanged(tickgate::ServiceState from, tickgate::ServiceState to);
    void snapshotTaken(const tickgate::ServiceSnapshot &snapshot);
    void stopped(const tickgate::StopReport &report);
    void configChanged();
    /// Clients come back after a restart; once more for each.
    void receiptChanged(const tickgate::RestartReceipt &receipt);
    void autoRestartChanged();
};

} // namespace tickgate
