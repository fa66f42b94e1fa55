#pragma once

#include "core/ports/ListenSocket.h"
#include "core/service/ProxyController.h"
#include "tests/support/TestSupport.h"

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace tickgate::test {

/// The reason that tests give.
inline const QString kWhy = QStringLiteral("test");

/// A whole service with its own folder, and all that it told.
class ServiceStage : public QObject
{
public:
    /// options: its folders are the stage's own.
    explicit ServiceStage(ServiceOptions options = {})
    {
        loaded.config.webSocketPort = 0;
        loaded.config.zmqPort = 0;
        loaded.config.auth = AuthKind::Demo;
        options.configDir = m_dir.path();
        options.stateDir = m_dir.path();
        controller = std::make_unique<ProxyController>(
            [this] {
                if (beforeLoading)
                    beforeLoading();
                return loaded;
            },
            options);
        connect(controller.get(), &ProxyController::stateChanged, this,
                [this](ServiceState, ServiceState to) { told.append(serviceStateName(to)); });
        connect(controller.get(), &ProxyController::listening, this, [this](quint16 webSocketPort, quint16 busPort) {
            told.append(QStringLiteral("listening"));
            port = webSocketPort;
            bus = busPort;
        });
        connect(controller.get(), &ProxyController::stopped, this, [this](const StopReport &report) {
            told.append(QStringLiteral("report"));
            reports.append(report);
        });
        connect(controller.get(), &ProxyController::shutDown, this,
                [this] { told.append(QStringLiteral("shutDown")); });
        connect(controller.get(), &ProxyController::autoRestartScheduled, this,
                [this](std::chrono::milliseconds delay) { delays.append(delay.count()); });
        connect(controller.get(), &ProxyController::restartReceiptChanged, this,
                [this](const RestartReceipt &receipt) { receipts.append(receipt); });
    }
    ~ServiceStage() override
    {
        if (ended)
            return;
        controller->shutdown(QStringLiteral("test over"));
        controller->shutdown(QStringLiteral("test over"));
        static_cast<void>(waitShutDown());
    }

    [[nodiscard]] bool waitState(ServiceState state)
    {
        return waitFor([&] { return controller->state() == state; });
    }
    [[nodiscard]] bool start() { return controller->start().isEmpty() && waitState(ServiceState::Running); }
    /// For a start that cannot succeed.
    [[nodiscard]] bool startFails() { return controller->start().isEmpty() && waitState(ServiceState::Failed); }
    [[nodiscard]] bool stop()
    {
        return controller->stop(QStringLiteral("Stop button")).isEmpty() && waitState(ServiceState::Stopped);
    }
#ifdef TICKGATE_FAULT_HOOKS
    [[nodiscard]] bool breakBy(const QString &fault)
    {
        controller->injectFault(fault);
        return waitState(ServiceState::Failed);
    }
#endif
    [[nodiscard]] bool waitShutDown()
    {
        return waitFor([this] { return told.contains(QStringLiteral("shutDown")); });
    }
    [[nodiscard]] bool waitClients(int authenticated)
    {
        return waitFor([&] { return controller->snapshot().hub.authenticated == authenticated; });
    }
    [[nodiscard]] bool portsFree() const
    {
        return os::proveFree("127.0.0.1", port) == 0 && os::proveFree("127.0.0.1", bus) == 0;
    }

    LoadedConfig loaded;
    std::function<void()> beforeLoading; ///< on the thread that loads; to be set before the first start
    std::unique_ptr<ProxyController> controller;
    bool ended = false; ///< nothing more comes from it
    QStringList told;
    quint16 port = 0;
    quint16 bus = 0;
    QList<StopReport> reports;
    QList<qint64> delays;
    QList<RestartReceipt> receipts;

private:
    QTemporaryDir m_dir;
};

} // namespace tickgate::test
