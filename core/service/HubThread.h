#pragma once

#include "core/server/Hub.h"

#include <QObject>
#include <QSemaphore>
#include <QThread>

#include <functional>
#include <memory>

namespace tickgate {

/// The hub thread as a type: makes the hub on it, carries commands down and signals up, and at its end destroys the
/// hub on its thread, quits and waits. Lives on, and is owned by, the controller's thread.
class HubThread : public QObject
{
    Q_OBJECT

public:
    explicit HubThread(HubOptions options);
    /// Waits for the thread; call after stopped(), or accept that sessions are cut.
    ~HubThread() override;

    /// Runs work on the hub thread, after everything posted before. Returns at once.
    void post(std::function<void(Hub &)> work);

    /// Blocks until stopped() has been emitted, or the time is over; for a process that is about to end.
    [[nodiscard]] bool waitStopped(std::chrono::milliseconds time);

    /// Monotonic nanoseconds since the hub's loop last turned.
    [[nodiscard]] std::uint64_t sinceLastTurnNs() const;

Q_SIGNALS:
    void started(quint16 webSocketPort, quint16 busPort);
    void startFailed(const tickgate::ServiceError &error);
    void failed(const tickgate::ServiceError &error);
    void stopped(const tickgate::StopReport &report);
    void sampled(const tickgate::ServiceSnapshot &snapshot);
    void clientAuthenticated(quint64 clientId);

private:
    std::shared_ptr<std::atomic<std::uint64_t>> m_heartbeat;
    QThread m_thread;
    QObject *m_anchor;          ///< lives on the thread: what work is posted to
    std::unique_ptr<Hub> m_hub; ///< hub thread only
    QSemaphore m_stopped;
};

} // namespace tickgate
