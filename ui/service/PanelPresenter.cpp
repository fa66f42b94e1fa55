#include "PanelPresenter.h"

#include <QDateTime>
#include <QFile>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

constexpr int kTickMs = 500;
constexpr int kPulseMs = 5000;
constexpr qint64 kLeastRefreshGapMs = 245;
// Wall clock ahead of the steady one by more than this: the computer slept.
constexpr qint64 kSleepMs = 5000;

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

ExchangeHours readHours(const QString &folder)
{
    ExchangeHours hours;
    const auto warn = [](const char *file, const QStringList &unread) {
        for (const QString &line : unread)
            spdlog::warn("panel: {} line {} is not understood", file, line.toStdString());
    };
    warn("exchange_hours.txt", hours.readHours(textOf(folder + QStringLiteral("/exchange_hours.txt"))));
    warn("holidays.txt", hours.readHolidays(textOf(folder + QStringLiteral("/holidays.txt"))));
    return hours;
}

} // namespace

PanelPresenter::PanelPresenter(PanelService &service, ExchangeHours hours, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_hours(std::move(hours))
{
    m_clock.start();
    m_wallAt = QDateTime::currentMSecsSinceEpoch();
    m_tick.setInterval(kTickMs);
    m_pulse.setInterval(kPulseMs);
    m_announce.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &PanelPresenter::tick);
    connect(&m_pulse, &QTimer::timeout, this, &PanelPresenter::pulse);
    connect(&m_announce, &QTimer::timeout, this, [this] {
        m_announcedAt = m_clock.elapsed();
        Q_EMIT refreshed();
    });
    connect(&service, &PanelService::snapshotTaken, this, &PanelPresenter::takeSnapshot);
    connect(&service, &PanelService::stateChanged, this, &PanelPresenter::noteState);
    connect(&service, &PanelService::stopped, this, [this] { refresh(); });
    m_pulse.start();
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
    m_jobs.run([folder] { return readHours(folder); }, this,
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
        tick();
}

void PanelPresenter::setDetail(SnapshotDetail detail)
{
    m_detail = detail;
    applyPlan();
}

void PanelPresenter::setDrifted(const std::vector<DriftedPublisher> &drifted)
{
    if (m_view.drifted == drifted)
        return;
    m_view.drifted = drifted;
    announce();
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
    // The whole list has come: back to what the page needs.
    if (m_pulsing && (!hub.symbolList.empty() || hub.symbols == 0)) {
        m_pulsing = false;
        applyPlan();
    }
    refresh();
}

void PanelPresenter::watchSilence()
{
    const HubSnapshot &hub = m_view.snapshot.hub;
    if (m_service.state() != ServiceState::Running || hub.symbols == 0)
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

void PanelPresenter::tick()
{
    const qint64 wall = QDateTime::currentMSecsSinceEpoch();
    const qint64 steady = m_clock.elapsed();
    const qint64 jump = (wall - m_wallAt) - (steady - m_steadyAt);
    m_wallAt = wall;
    m_steadyAt = steady;
    if (jump > kSleepMs) {
        m_history.mark(now(), HistoryMark::Kind::Gap);
        Q_EMIT wokeUp();
    }
    refresh();
}

} // namespace tickgate
