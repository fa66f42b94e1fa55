#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/service/HubThread.h"
#include "core/service/ProxyController.h"
#include "core/service/RestartPolicy.h"
#include "core/service/RestartsOfADay.h"
#include "core/service/ReturnCounter.h"
#include "core/service/SampleRequests.h"

#include <QElapsedTimer>
#include <QTimer>

#include <vector>

namespace tickgate {

/// The state machine behind ProxyController; same thread, owned by it.
class ProxyControllerPrivate
{
public:
    ProxyControllerPrivate(ProxyController &owner, ProxyController::ConfigSource source, ServiceOptions serviceOptions);

    /// The one setter: logs and tells.
    void setState(ServiceState next);

    void reloadWhenIdle();
    void beginStart();
    /// The preparation is over: true when nobody wants the start any more, which is then told.
    [[nodiscard]] bool endIfCalledOff();
    void launch(const LoadedConfig &loaded, const HubOptions &hubOptions);
    void onStarted(quint16 webSocketPort, quint16 busPort);
    void onStartFailed(const ServiceError &startError);
    void onFailed(const ServiceError &failure);
    void onStopped(const StopReport &report);
    void askStop(const QString &reason);
    /// Enters Failed, once the hub has cleaned up after itself.
    void fail(const ServiceError &failure);
    void failWithVerdict(const ServiceError &failure);
    [[nodiscard]] std::optional<std::chrono::seconds> armRestart();
    void watch();
    /// Gives the hub some time to end.
    void awaitCleanUp();
    /// The hub does not come back: from now on only a new process helps.
    void loseHub();
    /// Asks for it, when a start is wanted.
    void relaunchIfLost();
    /// Leaves the hub to its fate, threads, sockets and all: waiting for it would never end.
    void abandonHub();
    [[nodiscard]] bool hubTurnsNot(std::chrono::nanoseconds time) const;
    void takeSample();
    void onSampled(const ServiceSnapshot &sample);

    ProxyController &q;
    const ProxyController::ConfigSource configSource;
    const ServiceOptions options;

    ServiceState state = ServiceState::Stopped;
    std::optional<ServiceError> error;
    ProxyConfig config;
    bool configOutdated = false; ///< the settings have changed since it was read
    ServiceSnapshot snapshot;
    std::optional<StopReport> lastStop;

    std::unique_ptr<HubThread> hub; ///< from launch() until its clean-up is reported
    bool leftThreads = false;
    int lostLooks = 0;                          ///< how often lostTimer has found it at work still
    bool hubLost = false;                       ///< and not coming back
    int earlierFailures = 0;                    ///< of the process before this one, until the first start
    std::optional<ServiceError> pendingFailure; ///< waits for the clean-up
    bool startWhenStopped = false;
    bool shuttingDown = false;
    bool stopAsked = false;
    quint64 starts = 0;       ///< attempts so far; an answer to an earlier one is not for this one
    bool preparing = false;   ///< between beginStart() and launch()
    QElapsedTimer startClock; ///< since start() was accepted, for busyWait
    QElapsedTimer attemptClock;

    QElapsedTimer runningClock;
    std::chrono::milliseconds ranFor{0};
    RestartsOfADay restarts;

    SnapshotDetail detail = SnapshotDetail::Clients;
    bool snapshotsEnabled = true;
    bool samplePending = false;

    SampleRequests sampleRequests{snapshot};
    std::vector<std::weak_ptr<TickTap>> taps;

    RestartPolicy restartPolicy;
    ReturnCounter returns;

    BackgroundJobs jobs;
    BackgroundJobs lookUps; ///< of verdicts, which may be slow and must not hold up a start
    QTimer sampleTimer;
    QTimer watchTimer;
    QTimer lostTimer;         ///< from a failure, or the wish to stop, until the clean-up is reported
    QElapsedTimer watchClock; ///< since the last look at the hub
    QTimer restartTimer;
    QTimer retryTimer;
};

} // namespace tickgate
