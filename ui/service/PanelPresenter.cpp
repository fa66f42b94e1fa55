#include "PanelPresenter.h"

#include "core/service/ExchangeHoursFiles.h"
#include "ui/model/FailureNow.h"

#include <QDateTime>

namespace tickgate {

namespace {

constexpr int kTickMs = 500;
constexpr int kPulseMs = 5000;
constexpr qint64 kLeastRefreshGapMs = 245;
constexpr std::chrono::milliseconds kLookEvery{2000};

} // namespace

PanelPresenter::PanelPresenter(PanelService &service, ExchangeHours hours, QObject *parent, WallClock wallClock)
    : QObject(parent)
    , m_service(service)
    , m_wallClock(wallClock ? std::move(wallClock) : WallClock(&QDateTime::currentMSecsSinceEpoch))
    , m_hours(std::move(hours))
    , m_sleep(kLookEvery)
{
    m_clock.start();
    m_tick.setInterval(kTickMs);
    m_pulse.setInterval(kPulseMs);
    m_announce.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &PanelPresenter::refresh);
    connect(&m_look, &QTimer::timeout, this, &PanelPresenter::watchSleep);
    connect(&m_pulse, &QTimer::timeout, this, &PanelPresenter::pulse);
    connect(&m_announce, &QTimer::timeout, this, [this] {
        m_announcedAt = m_clock.elapsed();
        Q_EMIT refreshed();
    });
    connect(&service, &PanelService::snapshotTaken, this, &PanelPresenter::takeSnapshot);
    connect(&service, &PanelService::stateChanged, this, &PanelPresenter::noteState);
    connect(&service, &PanelService::stopped, this, [this] { refresh(); });
    m_pulse.start();
    m_look.start(kLookEvery);
    watchSleep();
    applyPlan();
    refresh();
}

std::chrono::milliseconds PanelPresenter::now() const
{
    return std::chrono::milliseconds(m_clock.elapsed());
}

void PanelPresenter::loadHours(const QString &folder)
{
    if (folder.isEmpty())
        return;
    m_jobs.run([folder] { return loadExchangeHours(folder); }, this,
               [this](const ExchangeHours &hours) {
                   m_hours = hours;
                   watchSilence();
               });
}

void PanelPresenter::setVisible(bool visible)
{
    if (m_visible == visible)
        return;
    m_visible = visible;
    if (visible)
        m_tick.start();
    else
        m_tick.stop();
    applyPlan();
    if (visible)
        refresh();
}

void PanelPresenter::setDetail(SnapshotDetail detail)
{
    m_detail = detail;
    applyPlan();
}

void PanelPresenter::setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<BusVerdict> &bus)
{
    m_webSocket = webSocket;
    m_bus = bus ? std::optional(bus->port) : std::nullopt;
    m_view.drifted = bus ? bus->drifted : std::vector<DriftedPublisher>();
    refresh();
}

void PanelPresenter::applyPlan()
{
    m_service.setSnapshotDetail(m_pulsing ? SnapshotDetail::ClientsAndSymbols : m_detail);
    m_service.setSnapshotsEnabled(m_visible || m_pulsing);
}

void PanelPresenter::pulse()
{
    if (m_service.state() != ServiceState::Running)
        return;
    m_pulsing = true;
    applyPlan();
}

void PanelPresenter::refresh()
{
    m_view.state = m_service.state();
    m_view.error = m_service.error();
    if (m_view.error)
        m_view.error = failureNow(*m_view.error, m_webSocket, m_bus);
    m_view.lastStop = m_service.lastStop();
    m_view.config = m_service.config();
    m_view.untilAutoRestart = m_service.untilAutoRestart();
    if (m_view.hasSample)
        m_view.sampleAge = std::chrono::milliseconds(m_clock.elapsed() - m_sampledAt);
    announce();
}

void PanelPresenter::announce()
{
    if (m_announce.isActive())
        return;
    m_announce.start(static_cast<int>(std::max<qint64>(0, m_announcedAt + kLeastRefreshGapMs - m_clock.elapsed())));
}

void PanelPresenter::takeSnapshot(const ServiceSnapshot &snapshot)
{
    if (m_service.state() != ServiceState::Running)
        return;
    m_view.snapshot = snapshot;
    m_view.hasSample = true;
    m_sampledAt = m_clock.elapsed();
    const HubSnapshot &hub = snapshot.hub;
    m_history.add(now(), {snapshot.bus.messagesPerSecond, hub.deliveredPerSecond,
                          static_cast<double>(hub.latency.p99.count()) / 1000});
    watchSilence();
    // The whole list has come: back to what the page needs, unless somebody sees how long it has been silent.
    if (!m_view.silent.empty() && m_visible)
        pulse();
    else if (m_pulsing && (!hub.symbolList.empty() || hub.symbols == 0)) {
        m_pulsing = false;
        applyPlan();
    }
    refresh();
}

void PanelPresenter::watchSilence()
{
    const HubSnapshot &hub = m_view.snapshot.hub;
    // Where the steady clock goes on in a sleep, every symbol looks old: they get their time anew.
    if (m_wokeAt && now() - *m_wokeAt >= m_service.config().staleTickWarn)
        m_wokeAt.reset();
    if (m_service.state() != ServiceState::Running || hub.symbols == 0 || m_wokeAt)
        m_view.silent.clear();
    else if (!hub.symbolList.empty())
        m_view.silent =
            silentExchanges(hub.symbolList, m_hours, QDateTime::currentDateTimeUtc(), m_service.config().staleTickWarn);
}

void PanelPresenter::noteState(ServiceState /*from*/, ServiceState to)
{
    switch (to) {
    case ServiceState::Running:
        m_history.mark(now(), HistoryMark::Kind::Started);
        pulse();
        break;
    case ServiceState::Failed:
        m_history.mark(now(), HistoryMark::Kind::Failed);
        break;
    case ServiceState::Stopped:
        m_history.mark(now(), HistoryMark::Kind::Stopped);
        break;
    default:
        break;
    }
    if (to != ServiceState::Running) {
        m_view.hasSample = false;
        m_view.snapshot = {};
        m_view.silent.clear();
        m_pulsing = false;
        applyPlan();
    }
    refresh();
}

/// Seen or not: the tray, too, must not call a sleep silence.
void PanelPresenter::watchSleep()
{
    if (!m_sleep.look(std::chrono::milliseconds(m_wallClock()), now()))
        return;
    m_history.mark(now(), HistoryMark::Kind::Gap);
    m_wokeAt = now();
    m_view.silent.clear();
    Q_EMIT wokeUp();
    refresh();
}

} // namespace tickgate
