#include "ProxyControllerPrivate.h"

#include "core/protocol/Limits.h"
#include "core/server/StartErrors.h"
#include "core/service/PortFailure.h"
#include "core/service/ServiceParts.h"

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

constexpr std::chrono::milliseconds kSampleEvery{250};
constexpr std::chrono::milliseconds kHiddenSampleEvery{1'000}; // for the tray and the status verb
constexpr std::chrono::milliseconds kWatchEvery{500};
constexpr std::chrono::milliseconds kRetryEvery{100};
// A clean-up takes 2 s when clients do not answer, and 5 s more when broker adapters do not end by themselves. A loop
// that does not even turn is not given that long.
constexpr std::chrono::seconds kCleanUpLook{5};
constexpr int kCleanUpLooks = 3;

} // namespace

ProxyControllerPrivate::ProxyControllerPrivate(ProxyController &owner, ProxyController::ConfigSource source,
                                               ServiceOptions serviceOptions)
    : q(owner)
    , configSource(std::move(source))
    , options(std::move(serviceOptions))
    , config(options.config)
    , earlierFailures(options.earlierFailures)
{
    sampleTimer.setInterval(kSampleEvery);
    watchTimer.setInterval(kWatchEvery);
    restartTimer.setSingleShot(true);
    retryTimer.setSingleShot(true);
    lostTimer.setSingleShot(true);
    lostTimer.setInterval(kCleanUpLook);
    QObject::connect(&lostTimer, &QTimer::timeout, &q, [this] {
        if (++lostLooks < kCleanUpLooks && !hubTurnsNot(limits::kStalled))
            lostTimer.start();
        else
            loseHub();
    });
    QObject::connect(&sampleTimer, &QTimer::timeout, &q, [this] { takeSample(); });
    QObject::connect(&watchTimer, &QTimer::timeout, &q, [this] { watch(); });
    QObject::connect(&restartTimer, &QTimer::timeout, &q, [this] {
        restarts.count(QDate::currentDate());
        beginStart();
    });
    QObject::connect(&retryTimer, &QTimer::timeout, &q, [this] { beginStart(); });
}

void ProxyControllerPrivate::setState(ServiceState next)
{
    if (state == next)
        return;
    const ServiceState from = state;
    state = next;
    spdlog::info("service: {} -> {}", serviceStateName(from).toStdString(), serviceStateName(next).toStdString());
    Q_EMIT q.stateChanged(from, next);
    reloadWhenIdle();
}

void ProxyControllerPrivate::reloadWhenIdle()
{
    const bool idle = state == ServiceState::Stopped || state == ServiceState::Failed;
    if (!configOutdated || !idle || shuttingDown)
        return;
    configOutdated = false;
    jobs.run(configSource, &q, [this, asked = starts](const LoadedConfig &loaded) {
        if (asked != starts) // a start has read them itself
            return;
        config = loaded.config;
        Q_EMIT q.configChanged();
    });
}

void ProxyControllerPrivate::beginStart()
{
    if (shuttingDown)
        return;
    if (hub) { // the last one is still cleaning up
        startWhenStopped = true;
        relaunchIfLost();
        return;
    }
    if (state != ServiceState::Starting)
        startClock.start();
    attemptClock.start();
    stopAsked = false;
    ranFor = {}; // a start that fails has not run, however long the last one did
    ++starts;
    configOutdated = false;
    preparing = true;
    setState(ServiceState::Starting);
    struct Prepared
    {
        LoadedConfig loaded;
        HubOptions hubOptions;
    };
    jobs.run(
        [source = configSource, serviceOptions = options] {
            Prepared prepared;
            prepared.loaded = source();
            if (prepared.loaded.usable())
                prepared.hubOptions = makeHubOptions(prepared.loaded.config, serviceOptions);
            return prepared;
        },
        &q, [this](const Prepared &prepared) { launch(prepared.loaded, prepared.hubOptions); },
        [this](const QString &reason) {
            if (!endIfCalledOff())
                fail(start_errors::notPrepared(reason));
        });
}

bool ProxyControllerPrivate::endIfCalledOff()
{
    preparing = false;
    if (!stopAsked && !shuttingDown)
        return false;
    setState(ServiceState::Stopped);
    if (shuttingDown)
        Q_EMIT q.shutDown();
    return true;
}

void ProxyControllerPrivate::launch(const LoadedConfig &loaded, const HubOptions &hubOptions)
{
    for (const ConfigProblem &problem : loaded.problems)
        spdlog::log(problem.fatal ? spdlog::level::err : spdlog::level::warn, "config: {}", problem.text.toStdString());
    config = loaded.config;
    if (endIfCalledOff())
        return;
    if (!loaded.usable()) {
        fail(start_errors::badConfiguration(loaded));
        return;
    }
    hub = std::make_unique<HubThread>(hubOptions);
    watchTimer.start();
    watchClock.start();
    for (const std::weak_ptr<TickTap> &tap : taps)
        hub->post([tap](Hub &h) { h.addTap(tap); });
    QObject::connect(hub.get(), &HubThread::started, &q,
                     [this](quint16 webSocketPort, quint16 busPort) { onStarted(webSocketPort, busPort); });
    QObject::connect(hub.get(), &HubThread::startFailed, &q, [this](const ServiceError &e) { onStartFailed(e); });
    QObject::connect(hub.get(), &HubThread::failed, &q, [this](const ServiceError &e) { onFailed(e); });
    QObject::connect(hub.get(), &HubThread::stopped, &q, [this](const StopReport &report) { onStopped(report); });
    QObject::connect(hub.get(), &HubThread::sampled, &q, [this](const ServiceSnapshot &s) { onSampled(s); });
    QObject::connect(hub.get(), &HubThread::clientAuthenticated, &q, [this](quint64 client) {
        if (!returns.authenticated(client))
            return;
        const RestartReceipt &receipt = *returns.receipt();
        if (receipt.complete())
            spdlog::info("service: {}", restartReceiptText(receipt).toStdString());
        Q_EMIT q.restartReceiptChanged(receipt);
    });
}

void ProxyControllerPrivate::onStarted(quint16 webSocketPort, quint16 busPort)
{
    if (state != ServiceState::Starting)
        return;
    error.reset();
    runningClock.start();
    returns.listening();
    sampleTimer.start();
    Q_EMIT q.listening(webSocketPort, busPort);
    setState(ServiceState::Running);
    takeSample();
}

void ProxyControllerPrivate::onStartFailed(const ServiceError &startError)
{
    pendingFailure = startError;
}

void ProxyControllerPrivate::onFailed(const ServiceError &failure)
{
    spdlog::error("service: {}", failure.text.toStdString());
    if (state == ServiceState::Starting) { // it will never say that it has started
        pendingFailure = failure;
        awaitCleanUp();
        hub->post([](Hub &h) { h.stop(QStringLiteral("failure")); });
        return;
    }
    if (state != ServiceState::Running)
        return;
    returns.expect(snapshot.hub.authenticated);
    ranFor = std::chrono::milliseconds(runningClock.elapsed());
    fail(failure);
    awaitCleanUp();
    hub->post([](Hub &h) { h.stop(QStringLiteral("failure")); });
}

void ProxyControllerPrivate::askStop(const QString &reason)
{
    stopAsked = true;
    if (state == ServiceState::Running || state == ServiceState::Starting)
        setState(ServiceState::Stopping);
    if (hub) {
        if (!lostTimer.isActive())
            awaitCleanUp();
        hub->post([reason](Hub &h) { h.stop(reason); });
    } else if (!preparing) { // it waits for a busy port, or for the verdict on one
        retryTimer.stop();
        setState(ServiceState::Stopped);
    }
}

void ProxyControllerPrivate::onStopped(const StopReport &report)
{
    hub.reset();
    hubLost = false;
    sampleTimer.stop();
    watchTimer.stop();
    lostTimer.stop();
    samplePending = false;
    snapshot = ServiceSnapshot();
    sampleRequests.answerAll();
    if (state != ServiceState::Starting) { // what never ran, a try on a busy port, was not stopped either
        lastStop = report;
        spdlog::info("service: stopped in {} ms, {} clients left politely, {} were cut, ports free{}",
                     report.durationMs, report.leftPolitely, report.cut,
                     report.portsFree() ? "" : " but " + report.heldPorts.join(QLatin1Char(' ')).toStdString());
    }
    Q_EMIT q.stopped(report);

    if (shuttingDown) {
        setState(ServiceState::Stopped);
        Q_EMIT q.shutDown();
        return;
    }
    if (pendingFailure && !stopAsked) {
        const ServiceError failure = *pendingFailure;
        pendingFailure.reset();
        const bool busy = failure.code == ServiceErrorCode::PortBusy || failure.code == ServiceErrorCode::BusBusy;
        // Only an attempt that ends in time: on the bus each takes as long as a publisher's handshake is waited for.
        if (busy && std::chrono::milliseconds(startClock.elapsed() + attemptClock.elapsed()) < options.busyWait)
            retryTimer.start(kRetryEvery);
        else
            failWithVerdict(failure);
        return;
    }
    pendingFailure.reset();
    if (state != ServiceState::Failed)
        setState(ServiceState::Stopped);
    if (startWhenStopped) {
        startWhenStopped = false;
        if (state == ServiceState::Stopped)
            restarts.count(QDate::currentDate());
        beginStart();
    }
}

void ProxyControllerPrivate::failWithVerdict(const ServiceError &failure)
{
    if (!concernsPort(failure.code)) {
        fail(failure);
        return;
    }
    const auto tell = [this, start = starts](const ServiceError &known) {
        if (state == ServiceState::Starting && start == starts)
            fail(known);
    };
    lookUps.run([failure, used = config] { return withVerdict(failure, used); }, &q, tell,
                [tell, failure](const QString &) { tell(failure); });
}

void ProxyControllerPrivate::fail(const ServiceError &failure)
{
    error = failure;
    spdlog::error("service: {} {}", failure.text.toStdString(), failure.hint.toStdString());
    const auto delay = armRestart();
    setState(ServiceState::Failed);
    if (delay)
        Q_EMIT q.autoRestartScheduled(*delay);
}

/// Before the state is told, so that who hears of the failure can ask whether it mends itself.
std::optional<std::chrono::seconds> ProxyControllerPrivate::armRestart()
{
    // What the user has to mend does not mend itself; what broke while it ran may well.
    switch (error->code) {
    case ServiceErrorCode::HubFailed:
    case ServiceErrorCode::BridgeFailed:
    case ServiceErrorCode::HubStalled:
    case ServiceErrorCode::BridgeStalled:
    case ServiceErrorCode::ListenFailed:
        break;
    default:
        return std::nullopt;
    }
    if (!config.autorestart || shuttingDown || stopAsked)
        return std::nullopt;
    const auto delay = restartPolicy.failed(ranFor);
    if (!delay) {
        spdlog::error("service: failed {} times; it is not started again by itself", restartPolicy.failures());
        return std::nullopt;
    }
    restartTimer.start(*delay);
    return delay;
}

void ProxyControllerPrivate::watch()
{
    // Whoever looks late may have slept with the whole computer, and then so has the hub.
    const std::chrono::milliseconds sinceLastLook(watchClock.restart());
    if (sinceLastLook > 4 * kWatchEvery)
        return;
    if (!hubTurnsNot(limits::kStalled))
        return;
    if (state == ServiceState::Stopping) // sooner than the clean-up's time is over
        loseHub();
    else if (lostTimer.isActive())
        return;
    else if (state == ServiceState::Running || (state == ServiceState::Starting && !shuttingDown))
        onFailed(start_errors::hubStalled());
    else if (shuttingDown)
        loseHub();
}

bool ProxyControllerPrivate::hubTurnsNot(std::chrono::nanoseconds time) const
{
    return hub && hub->sinceLastTurnNs() > static_cast<std::uint64_t>(time.count());
}

void ProxyControllerPrivate::awaitCleanUp()
{
    lostLooks = 0;
    lostTimer.start();
}

void ProxyControllerPrivate::loseHub()
{
    if (!hub || hubLost)
        return;
    const ServiceError lost = start_errors::hubLost();
    spdlog::critical("service: {}", lost.text.toStdString());
    hubLost = true;
    lostTimer.stop();
    watchTimer.stop();
    sampleTimer.stop();
    if (shuttingDown) {
        abandonHub();
        setState(ServiceState::Stopped);
        Q_EMIT q.shutDown();
        return;
    }
    pendingFailure.reset();
    if (state == ServiceState::Failed)
        error = lost; // the automatic start, if one is due, stays so
    else
        fail(lost);
    relaunchIfLost();
}

void ProxyControllerPrivate::relaunchIfLost()
{
    if (!hubLost || !startWhenStopped)
        return;
    startWhenStopped = false;
    spdlog::critical("service: only a new process can serve");
    Q_EMIT q.relaunchNeeded(restartPolicy.failures());
}

void ProxyControllerPrivate::abandonHub()
{
    leftThreads = true;
    hub->disconnect(&q);
    static_cast<void>(hub.release()); // NOLINT(bugprone-unused-return-value): left to the end of the process
}

void ProxyControllerPrivate::takeSample()
{
    if (!hub || samplePending || state != ServiceState::Running)
        return;
    sampleTimer.setInterval(snapshotsEnabled ? kSampleEvery : kHiddenSampleEvery);
    samplePending = true;
    const SnapshotDetail wanted = sampleRequests.ask(snapshotsEnabled ? detail : SnapshotDetail::Clients);
    hub->post([wanted](Hub &h) { h.takeSample(wanted); });
}

void ProxyControllerPrivate::onSampled(const ServiceSnapshot &sample)
{
    samplePending = false;
    if (state != ServiceState::Running)
        return;
    snapshot = sample;
    snapshot.uptime = std::chrono::milliseconds(runningClock.elapsed());
    snapshot.restartsToday = restarts.on(QDate::currentDate());
    Q_EMIT q.snapshotTaken(snapshot);
    sampleRequests.answer();
    if (!sampleRequests.empty())
        takeSample();
}

} // namespace tickgate
