#pragma once

#include "core/metrics/ExchangeHours.h"
#include "core/metrics/SampleHistory.h"
#include "core/metrics/SleepWatch.h"
#include "core/ports/BackgroundJobs.h"
#include "ui/model/PanelView.h"
#include "ui/service/PanelService.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace tickgate {

/// Makes views of the service's snapshots and decides when they are taken. While the window is seen the service samples
/// all the time with the detail the page needs; every few seconds, seen or not, one sample with all symbols is asked
/// for, so that a silent feed is noticed from the tray; so is a sleep of the computer. GUI thread; owned by the window.
class PanelPresenter : public QObject
{
    Q_OBJECT

public:
    /// Milliseconds since the epoch; tests have a clock of their own.
    using WallClock = std::function<qint64()>;

    PanelPresenter(PanelService &service, ExchangeHours hours, QObject *parent = nullptr, WallClock wallClock = {});

    [[nodiscard]] const PanelView &view() const { return m_view; }
    [[nodiscard]] const SampleHistory &history() const { return m_history; }
    [[nodiscard]] const ExchangeHours &hours() const { return m_hours; }
    /// Reads what this folder holds of exchange hours and holidays, on a thread of its own.
    void loadHours(const QString &folder);
    /// On the history's clock.
    [[nodiscard]] std::chrono::milliseconds now() const;

    void setVisible(bool visible);
    void setDetail(SnapshotDetail detail);
    /// What was found on our two ports: who is in the way now, and who publishes beside the bus.
    void setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<BusVerdict> &bus);
    /// Looks again at everything that is not a sample: state, error, countdown.
    void refresh();

Q_SIGNALS:
    /// There is something new to show, at most four times a second.
    void refreshed();
    /// The computer slept: what was known about the outside is old.
    void wokeUp();

private:
    void takeSnapshot(const ServiceSnapshot &snapshot);
    void noteState(ServiceState from, ServiceState to);
    void pulse();
    void applyPlan();
    void watchSleep();
    void watchSilence();
    void announce();

    PanelService &m_service;
    const WallClock m_wallClock;
    BackgroundJobs m_jobs;
    ExchangeHours m_hours;
    SampleHistory m_history;
    PanelView m_view;
    std::optional<PortVerdict> m_webSocket;
    std::optional<PortVerdict> m_bus;
    QElapsedTimer m_clock;
    QTimer m_tick;
    QTimer m_pulse;
    QTimer m_look;
    QTimer m_announce;
    qint64 m_announcedAt = -1000;
    qint64 m_sampledAt = 0;
    SleepWatch m_sleep;
    std::optional<std::chrono::milliseconds> m_wokeAt; ///< until ticks had time to come again
    bool m_visible = false;
    bool m_pulsing = false;
    SnapshotDetail m_detail = SnapshotDetail::Totals;
};

} // namespace tickgate
