#include "ProxyController.h"

#include "core/service/ProxyControllerPrivate.h"

#include <utility>

namespace tickgate {

namespace {

constexpr std::chrono::milliseconds kShutdownLimit{3'500};
// A loop that has not turned for so long is not waited for when the process ends.
constexpr std::chrono::seconds kStuckAtTheEnd{3};
constexpr std::chrono::seconds kStuckForTheImpatient{1};

} // namespace

ProxyController::ProxyController(ConfigSource config, ServiceOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<ProxyControllerPrivate>(*this, std::move(config), std::move(options)))
{}

ProxyController::~ProxyController()
{
    if (d->hubTurnsNot(kStuckAtTheEnd))
        d->abandonHub();
}

ServiceState ProxyController::state() const
{
    return d->state;
}

std::optional<ServiceError> ProxyController::error() const
{
    return d->state == ServiceState::Failed ? d->error : std::nullopt;
}

const ProxyConfig &ProxyController::config() const
{
    return d->config;
}

void ProxyController::reloadConfig()
{
    d->configOutdated = true;
    d->reloadWhenIdle();
}

const ServiceSnapshot &ProxyController::snapshot() const
{
    return d->snapshot;
}

std::optional<StopReport> ProxyController::lastStop() const
{
    return d->lastStop;
}

QString ProxyController::start()
{
    switch (d->state) {
    case ServiceState::Starting:
        return tr("It is starting already.");
    case ServiceState::Running:
        return tr("It is running already.");
    case ServiceState::Stopping:
        return tr("It is still stopping; try again in a moment.");
    case ServiceState::Stopped:
    case ServiceState::Failed:
        break;
    }
    if (d->shuttingDown)
        return tr("Tickgate is quitting.");
    d->restartPolicy.reset(std::exchange(d->earlierFailures, 0));
    if (d->state == ServiceState::Stopped) // behind a failure, those of before it are still expected
        d->returns.expect(0);
    cancelAutoRestart();
    d->beginStart();
    return {};
}

QString ProxyController::stop(const QString &reason)
{
    switch (d->state) {
    case ServiceState::Stopped:
        return tr("It is not running.");
    case ServiceState::Stopping:
        return tr("It is stopping already.");
    case ServiceState::Failed:
        if (!d->restartTimer.isActive() && !d->startWhenStopped)
            return tr("It is not running.");
        d->startWhenStopped = false; // a start that waits for the clean-up
        cancelAutoRestart();
        return {};
    case ServiceState::Starting:
    case ServiceState::Running:
        break;
    }
    d->startWhenStopped = false;
    d->askStop(reason);
    return {};
}

QString ProxyController::restart(const QString &reason)
{
    if (d->state == ServiceState::Stopped || d->state == ServiceState::Failed)
        return start();
    if (d->state != ServiceState::Running)
        return d->state == ServiceState::Starting ? tr("It is still starting.") : tr("It is still stopping.");
    d->returns.expect(d->snapshot.hub.authenticated);
    d->startWhenStopped = true;
    d->askStop(reason);
    return {};
}

QString ProxyController::kick(quint64 clientId)
{
    if (d->state != ServiceState::Running || !d->hub)
        return tr("It is not running.");
    const auto &clients = d->snapshot.hub.clientList;
    const auto found = std::find_if(clients.begin(), clients.end(),
                                    [clientId](const ClientSnapshot &client) { return client.id == clientId; });
    if (found == clients.end())
        return tr("There is no client %1.").arg(clientId);
    d->hub->post([clientId](Hub &hub) { hub.kick(clientId); });
    return {};
}

std::optional<std::chrono::milliseconds> ProxyController::autoRestartIn() const
{
    if (!d->restartTimer.isActive())
        return std::nullopt;
    return std::chrono::milliseconds(d->restartTimer.remainingTime());
}

void ProxyController::cancelAutoRestart()
{
    if (!d->restartTimer.isActive())
        return;
    d->restartTimer.stop();
    Q_EMIT autoRestartScheduled(std::chrono::milliseconds(0));
}

std::optional<RestartReceipt> ProxyController::restartReceipt() const
{
    return d->returns.receipt();
}

void ProxyController::setSnapshotDetail(SnapshotDetail detail)
{
    d->detail = detail;
}

void ProxyController::setSnapshotsEnabled(bool enabled)
{
    d->snapshotsEnabled = enabled;
    if (enabled)
        d->takeSample();
}

void ProxyController::requestSnapshot(SnapshotDetail detail, QObject *context,
                                      std::function<void(const ServiceSnapshot &)> done)
{
    if (d->state != ServiceState::Running || !d->hub) {
        done(d->snapshot);
        return;
    }
    d->sampleRequests.add(detail, context, std::move(done));
    d->takeSample();
}

void ProxyController::tapTicks(const std::shared_ptr<TickTap> &tap)
{
    std::erase_if(d->taps, [](const std::weak_ptr<TickTap> &known) { return known.expired(); });
    d->taps.push_back(tap);
    if (d->hub)
        d->hub->post([weak = std::weak_ptr<TickTap>(tap)](Hub &hub) { hub.addTap(weak); });
}

void ProxyController::shutdown(const QString &reason)
{
    const bool again = d->shuttingDown;
    d->shuttingDown = true;
    d->startWhenStopped = false;
    cancelAutoRestart();
    d->retryTimer.stop();
    if (!d->hub) {
        if (d->preparing)
            return; // told when the preparation is over
        if (d->state != ServiceState::Failed)
            d->setState(ServiceState::Stopped);
        if (!again)
            QMetaObject::invokeMethod(this, &ProxyController::shutDown, Qt::QueuedConnection);
        return;
    }
    if (d->hubLost) {
        d->abandonHub();
        d->setState(ServiceState::Stopped);
        QMetaObject::invokeMethod(this, &ProxyController::shutDown, Qt::QueuedConnection);
        return;
    }
    if (!again)
        d->askStop(reason);
    else if (d->hubTurnsNot(kStuckForTheImpatient))
        d->loseHub();
    else
        d->hub->post([](Hub &hub) { hub.hurry(); });
}

void ProxyController::shutdownNow(const QString &reason)
{
    shutdown(reason);
    if (d->hub && d->hub->waitStopped(kShutdownLimit))
        d->hub.reset();
    else if (d->hubTurnsNot(kStuckAtTheEnd))
        d->abandonHub();
}

bool ProxyController::leftThreads() const
{
    return d->leftThreads;
}

#ifdef TICKGATE_FAULT_HOOKS
void ProxyController::injectFault(const QString &kind)
{
    if (d->hub)
        d->hub->post([kind](Hub &hub) { hub.injectFault(kind); });
}
#endif

} // namespace tickgate
