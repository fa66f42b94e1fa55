#pragma once

#include "core/config/ProxyConfig.h"
#include "core/metrics/Snapshot.h"
#include "core/server/ServiceError.h"
#include "core/server/StopReport.h"
#include "core/service/RestartReceipt.h"
#include "core/service/ServiceState.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace tickgate {

class ProxyControllerPrivate;
class TickTap;

/// What the composition root decides before there is a configuration.
struct ServiceOptions
{
    QString configDir; ///< keys, lock files, state
    QString stateDir;  ///< logs
    bool demo = false; ///< demo feed over the real bus, API key demo-key
    double demoTicksPerSecond = 200;
    quint32 demoSeed = 0; ///< 0: a different walk each time
    /// How long a start waits for a busy port; headless mode has nobody to ask.
    std::chrono::milliseconds busyWait{0};
    /// Failures in a row of the process that this one replaces.
    int earlierFailures = 0;
    ProxyConfig config; ///< what the first start is going to read, as far as is known
};

/// The one facade of the service: a state machine over hub and bridge, for window and command line alike.
/// Lives on the thread that made it (the GUI thread, or main in headless mode). Never blocks, but for shutdownNow().
class ProxyController : public QObject
{
    Q_OBJECT

public:
    /// Reads the configuration anew at every start.
    using ConfigSource = std::function<LoadedConfig()>;

    ProxyController(ConfigSource config, ServiceOptions options, QObject *parent = nullptr);
    ~ProxyController() override;

    [[nodiscard]] ServiceState state() const;
    /// Set while the state is Failed.
    [[nodiscard]] std::optional<ServiceError> error() const;
    /// The configuration of the running service; else of the last start, or what was read since.
    [[nodiscard]] const ProxyConfig &config() const;
    /// The settings have changed: they are read once nothing runs, since the ports that are looked at and offered for
    /// release have to be those of the next start. Ends in configChanged().
    void reloadConfig();
    /// The newest sample; takenAt tells its age.
    [[nodiscard]] const ServiceSnapshot &snapshot() const;
    [[nodiscard]] std::optional<StopReport> lastStop() const;

    // Each verb returns an empty string when it was accepted, else the sentence that says why it was refused.
    [[nodiscard]] QString start();
    [[nodiscard]] QString stop(const QString &reason);
    [[nodiscard]] QString restart(const QString &reason);
    /// Closes the client with 4403.
    [[nodiscard]] QString kick(quint64 clientId);

    /// The failure is being mended by itself in so long; nothing when no automatic start is due.
    [[nodiscard]] std::optional<std::chrono::milliseconds> autoRestartIn() const;
    void cancelAutoRestart();
    /// After a restart, while clients of before are still expected or came back lately.
    [[nodiscard]] std::optional<RestartReceipt> restartReceipt() const;

    /// How much the snapshots carry, and whether they are taken at all (nothing is sampled for a hidden window).
    void setSnapshotDetail(SnapshotDetail detail);
    void setSnapshotsEnabled(bool enabled);
    /// One snapshot that is taken after this call and carries at least this much, whatever the two above say. done is
    /// called once on this thread, unless context is gone before; at once, with an empty snapshot, when nothing runs;
    /// with the last one there was when the server does not answer.
    void requestSnapshot(SnapshotDetail detail, QObject *context, std::function<void(const ServiceSnapshot &)> done);
    /// Shows the tap every tick of the bus, through restarts too, for as long as the caller keeps it.
    void tapTicks(const std::shared_ptr<TickTap> &tap);

    /// Ends the service for good, then emits shutDown. A second call skips the wait for clients. Never blocks.
    void shutdown(const QString &reason);
    /// The same for aboutToQuit, when no event loop will turn again: waits until the clean-up is done (at most 3.5 s).
    void shutdownNow(const QString &reason);
    /// Threads that could not be stopped are still at work: the process has to end without waiting for them, nor may it
    /// take away what they use (std::_Exit).
    [[nodiscard]] bool leftThreads() const;

Q_SIGNALS:
    void stateChanged(tickgate::ServiceState from, tickgate::ServiceState to);
    /// Listening has begun on these ports; comes before stateChanged(Running).
    void listening(quint16 webSocketPort, quint16 busPort);
    void snapshotTaken(const tickgate::ServiceSnapshot &snapshot);
    void stopped(const tickgate::StopReport &report);
    void configChanged();
    /// An automatic start is due after delay, or has been called off (then 0).
    void autoRestartScheduled(std::chrono::milliseconds delay);
    void restartReceiptChanged(const tickgate::RestartReceipt &receipt);
    /// The server's thread does not come back, so that only a new process can serve: shut this one down and start
    /// another in its place. `failures` is for its ServiceOptions.
    void relaunchNeeded(int failures);
    /// After shutdown(): everything is closed, or cannot be; the process may exit.
    void shutDown();

#ifdef TICKGATE_FAULT_HOOKS
public:
    /// Crash tests: "throw", "listener", "block", "hang", "bridge".
    void injectFault(const QString &kind);
#endif

private:
    friend class ProxyControllerPrivate;
    std::unique_ptr<ProxyControllerPrivate> d;
};

} // namespace tickgate
