#pragma once

#include "core/bus/BusBridge.h"
#include "core/bus/Mailbox.h"
#include "core/config/ProxyConfig.h"
#include "core/feed/StatsFile.h"
#include "core/metrics/Snapshot.h"
#include "core/server/BatchPump.h"
#include "core/server/BrokerLabels.h"
#include "core/server/FanOut.h"
#include "core/server/HubSampler.h"
#include "core/server/Listeners.h"
#include "core/server/Reception.h"
#include "core/server/ServiceError.h"
#include "core/server/SessionKeeper.h"
#include "core/server/StopReport.h"
#include "core/server/SubscriptionIndex.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>

namespace tickgate {

class ApiKeyVerifier;
class AuthService;
class DemoFeed;
class FeedSource;
class InputGuard;
class RequestHandler;
class Session;

/// What a start needs; values, and factories that are called on the hub thread.
struct HubOptions
{
    ProxyConfig config;
    std::shared_ptr<ApiKeyVerifier> verifier;
    std::function<std::unique_ptr<FeedSource>(QObject *parent)> makeFeed;
    /// Publishes into the bus on the given port; empty without demo.
    std::function<std::unique_ptr<DemoFeed>(const std::string &host, quint16 port)> makeDemoFeed;
    /// Monotonic nanoseconds at the last turn of the hub's loop, for the watchdog.
    std::shared_ptr<std::atomic<std::uint64_t>> heartbeat;
};

/// The server: bus, listeners, sessions and all their timers, from start to the last step of the clean-up (DESIGN 3).
/// One hub serves one start; after stopped() it is done. Lives on the hub thread, where all its slots are called;
/// owned by the HubThread.
class Hub : public QObject
{
    Q_OBJECT

public:
    explicit Hub(HubOptions options);
    ~Hub() override;

    /// Ends in started() or startFailed().
    void start();
    /// The graceful sequence, once; ends in stopped().
    void stop(const QString &reason);
    /// A second request to stop: whoever has not answered yet is cut now.
    void hurry();
    void kick(quint64 clientId);
    void takeSample(SnapshotDetail detail);
    /// Runs what somebody else wants done here; an exception from it becomes failed(), as from all that the hub does.
    void run(const std::function<void(Hub &)> &work);
    /// Lets somebody watch the ticks, see TickTap.
    void addTap(const std::weak_ptr<TickTap> &tap);

#ifdef TICKGATE_FAULT_HOOKS
    /// Crash tests: "throw", "listener", "block" (for 6 s), "hang" (for ever), "bridge".
    void injectFault(const QString &kind);
#endif

Q_SIGNALS:
    void started(quint16 webSocketPort, quint16 busPort);
    void startFailed(const tickgate::ServiceError &error);
    /// Something broke while running; the clean-up is the receiver's to ask for.
    void failed(const tickgate::ServiceError &error);
    void stopped(const tickgate::StopReport &report);
    void sampled(const tickgate::ServiceSnapshot &snapshot);
    void clientAuthenticated(quint64 clientId);

private:
    void open();
    void busOpened(const BusOpened &opened);
    void bridgeFailed(const std::string &reason);
    void openListeners();
    void refuseStart(const ServiceError &error);

    void accept(QTcpSocket *socket);

    void wakeForBatches();
    void pump();
    void welcome(const Session &session);
    void invalidate(const InvalidateRecord &record);
    void keepHouse();
    [[nodiscard]] StatsNumbers statsNumbers() const;

    void finishStopWhenEmpty();
    void proveFree();

    /// Runs work; an exception from it becomes failed().
    template <typename Work>
    void guarded(Work work);

    const HubOptions m_options;
    Mailbox m_mailbox;
    std::unique_ptr<BusBridge> m_bridge;
    std::unique_ptr<DemoFeed> m_demoFeed;
    Listeners m_listeners;
    Reception m_reception;
    SubscriptionIndex m_index;
    BrokerTable m_brokers;
    FanOut m_fanOut;
    SessionKeeper m_keeper;
    BrokerLabels m_labels;
    BatchPump m_pump;
    std::unique_ptr<FeedSource> m_feed;
    std::unique_ptr<StatsFile> m_stats; ///< from the start on, where there is a file to write
    AuthService *m_auth = nullptr;
    RequestHandler *m_requests = nullptr;
    HubSampler m_sampler;
    QTimer m_housekeeping;
    QTimer m_goodbye;

    quint64 m_accepted = 0;
    quint64 m_refused = 0;
    bool m_running = false;
    bool m_stopping = false;
    bool m_bridgeClosed = false;
    bool m_feedStopped = false;
    int m_proofsLeft = 0;
    bool m_failureSaid = false;
    std::uint64_t m_awakeSinceNs = 0; ///< when the hub turned again after a sleep of the computer
    BusOpened m_bus;
    QElapsedTimer m_stopClock;
    StopReport m_report;
    int m_politeBefore = 0; ///< sessions closed politely before the stop
    int m_cutBefore = 0;
};

} // namespace tickgate
