#include "Hub.h"

#include "core/auth/AuthService.h"
#include "core/bus/DemoFeed.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/feed/FeedSource.h"
#include "core/metrics/Clock.h"
#include "core/ports/PortText.h"
#include "core/protocol/Limits.h"
#include "core/server/InputGuard.h"
#include "core/server/RequestHandler.h"
#include "core/server/Session.h"
#include "core/server/StartErrors.h"

#include <QTcpSocket>
#include <QWebSocket>

#include <spdlog/spdlog.h>

#include <stdexcept>
#include <thread>

namespace tickgate {

namespace {

constexpr std::chrono::milliseconds kHouseTurn{250};
constexpr int kProofs = 20;
constexpr std::chrono::milliseconds kProofTurn{10};

bool servesOthers(const ProxyConfig &config)
{
    return config.allowRemote && !QHostAddress(config.webSocketHost).isLoopback();
}

} // namespace

Hub::Hub(HubOptions options)
    : m_options(std::move(options))
    , m_reception(HandshakePolicy(m_options.config.allowedOrigins, servesOthers(m_options.config)))
    , m_fanOut(m_index, m_brokers)
    , m_keeper(m_options.config, m_fanOut)
    , m_labels(m_keeper, m_brokers, m_mailbox)
    , m_pump(m_mailbox, m_fanOut,
             {[this](const OrderRecord &order) { m_keeper.deliverOrder(order); },
              [this](const InvalidateRecord &record) { invalidate(record); }})
{}

Hub::~Hub()
{
    m_mailbox.setWake({});
    m_bridge.reset();
    m_demoFeed.reset();
}

template <typename Work>
void Hub::guarded(Work work)
{
    try {
        work();
    } catch (const std::exception &e) {
        spdlog::error("hub: {}", e.what());
        if (!m_failureSaid && !m_stopping) {
            m_failureSaid = true;
            Q_EMIT failed(start_errors::hubFailed(QString::fromUtf8(e.what())));
        }
    }
}

void Hub::run(const std::function<void(Hub &)> &work)
{
    guarded([&] { work(*this); });
}

void Hub::start()
{
    try {
        open();
    } catch (const std::exception &e) { // no descriptors or memory left, say
        m_bridge.reset();
        refuseStart(start_errors::hubFailed(QString::fromUtf8(e.what())));
    }
}

void Hub::open()
{
    const ProxyConfig &config = m_options.config;
    AuthOptions auth;
    auth.guard = [this](const auto &answer) { guarded(answer); };
    m_auth = new AuthService(m_options.verifier, auth, this);
    m_feed = m_options.makeFeed(this);
    m_requests = new RequestHandler({m_index, m_fanOut, m_brokers, *m_auth, *m_feed}, config.validBrokers, this);
    connect(m_requests, &RequestHandler::authenticated, this, [this](const Session *session) { welcome(*session); });
    connect(&m_listeners, &Listeners::accepted, this, &Hub::accept);
    connect(&m_reception, &Reception::arrived, &m_keeper, &SessionKeeper::admit);
    connect(&m_reception, &Reception::refused, this, [this](const QString &peer, const QString &reason) {
        ++m_refused;
        spdlog::warn("server: refused a connection from {}: {}", peer.toStdString(), reason.toStdString());
    });
    connect(&m_keeper, &SessionKeeper::requestReceived, this,
            [this](Session *session, const QByteArray &json) { guarded([&] { m_requests->serve(*session, json); }); });
    connect(&m_keeper, &SessionKeeper::binaryReceived, this,
            [this](Session *session) { guarded([&] { m_requests->refuseBinary(*session); }); });
    connect(&m_keeper, &SessionKeeper::ending, this, [this](Session *session) {
        guarded([&] { m_requests->releaseAll(*session); });
        m_sampler.keep(*session);
    });
    connect(&m_keeper, &SessionKeeper::ended, this, [this] { guarded([this] { finishStopWhenEmpty(); }); });
    connect(&m_housekeeping, &QTimer::timeout, this, [this] { guarded([this] { keepHouse(); }); });
    m_goodbye.setSingleShot(true);
    connect(&m_goodbye, &QTimer::timeout, this, [this] { guarded([this] { m_keeper.abortAll(); }); });
    m_housekeeping.start(kHouseTurn);

    m_mailbox.setWake([this] { wakeForBatches(); });
    BusOptions bus;
    bus.host = config.zmqHost.toStdString();
    bus.port = static_cast<std::uint16_t>(config.zmqPort);
    bus.topology = config.busTopology;
    const auto here = [this](auto work) {
        QMetaObject::invokeMethod(
            this, [this, work] { guarded(work); }, Qt::QueuedConnection);
    };
    m_bridge = std::make_unique<BusBridge>(
        bus, m_mailbox,
        BusBridge::Callbacks{
            [this, here](const BusOpened &opened) { here([this, opened] { busOpened(opened); }); },
            [this, here](const std::string &reason) { here([this, reason] { bridgeFailed(reason); }); },
            [this, here] {
                here([this] {
                    m_bridgeClosed = true;
                    finishStopWhenEmpty();
                });
            }});
    m_bridge->open();
}

void Hub::busOpened(const BusOpened &opened)
{
    m_bus = opened;
    if (m_stopping)
        return;
    if (!opened.ok) {
        refuseStart(start_errors::busFailed(m_options.config, opened));
        return;
    }
    openListeners();
}

void Hub::bridgeFailed(const std::string &reason)
{
    if (m_stopping || m_failureSaid)
        return;
    m_failureSaid = true;
    const ServiceError error = start_errors::bridgeFailed(QString::fromStdString(reason));
    if (m_running)
        Q_EMIT failed(error);
    else
        refuseStart(error);
}

void Hub::openListeners()
{
    const ProxyConfig &config = m_options.config;
    const QStringList addresses = listenAddresses(config);
    const auto port = static_cast<quint16>(config.webSocketPort);
    const Listeners::Opened opened = m_listeners.open(addresses, port, config.reusePort);
    if (!opened.ok()) {
        refuseStart(start_errors::listenFailed(config, opened.error));
        return;
    }
    // Only now, as a busy port is tried every 100 ms and the feed may start a program of its own.
    spdlog::info("bus: {} {}", m_bus.connected ? "connected to" : "bound to", m_bus.endpoint);
    m_feed->begin(config.zmqHost, m_bus.port);
    if (m_options.makeDemoFeed && m_bus.port != 0)
        m_demoFeed = m_options.makeDemoFeed(m_options.config.zmqHost.toStdString(), m_bus.port);
    if (const QString path = statsFilePath(config); !path.isEmpty()) {
        m_stats = std::make_unique<StatsFile>(path, [this] { return statsNumbers(); });
        m_stats->start();
    }
    m_running = true;
    QStringList open;
    for (const ListenerSnapshot &listener : m_listeners.snapshot()) {
        if (listener.listening)
            open.append(listener.address);
    }
    spdlog::info("server: listening on {} port {}", open.join(QStringLiteral(" and ")).toStdString(), opened.port);
    Q_EMIT started(opened.port, m_bus.port);
}

void Hub::refuseStart(const ServiceError &error)
{
    Q_EMIT startFailed(error);
    stop(QStringLiteral("start failed"));
}

void Hub::accept(QTcpSocket *socket)
{
    guarded([this, socket] {
        if (m_stopping) {
            socket->abort();
            socket->deleteLater();
            return;
        }
        ++m_accepted;
        const int open = m_keeper.count() + m_reception.waiting();
        if (open >= m_options.config.maxClients) {
            m_reception.turnAway(
                socket,
                QStringLiteral("%1 clients are connected, which is the limit (TICKGATE_MAX_CLIENTS).").arg(open));
            return;
        }
        m_reception.receive(socket);
    });
}

void Hub::wakeForBatches()
{
    QMetaObject::invokeMethod(this, &Hub::pump, Qt::QueuedConnection);
}

void Hub::pump()
{
    guarded([this] {
        if (m_pump.turn())
            wakeForBatches();
    });
}

void Hub::welcome(const Session &session)
{
    const QString user = session.identity.userId;
    if (m_labels.authenticated(session)) {
        // Where brokers belong to users, the other sessions of this one name the broker of before.
        m_auth->findBroker(user, this, [this, user](const auto &broker) { m_labels.relabel(user, broker); });
    }
    Q_EMIT clientAuthenticated(session.id());
}

void Hub::invalidate(const InvalidateRecord &record)
{
    const QString user = QString::fromStdString(record.userId);
    spdlog::info("bus: credentials of user {} changed", record.userId);
    if (record.scope == InvalidateScope::All)
        m_auth->invalidateAll();
    else
        m_auth->invalidateUser(user);
    m_auth->findBroker(user, this, [this, user](const std::optional<QString> &broker) {
        m_labels.relabel(user, broker);
        m_feed->invalidate(user, broker.value_or(QString())); // one user's login must not interrupt the others' ticks
    });
}

void Hub::keepHouse()
{
    const std::uint64_t nowNs = monotonicNs();
    const std::uint64_t before = m_options.heartbeat->exchange(nowNs, std::memory_order_relaxed);
    // After a sleep of the computer everybody looks overdue: they get one turn to show themselves.
    if (nowNs - std::min(nowNs, before) > 4 * nanoseconds(kHouseTurn)) {
        m_awakeSinceNs = nowNs;
        return;
    }
    if (m_stopping)
        return;
    m_keeper.enforceDeadlines(nowNs);
    if (!m_running || m_failureSaid)
        return;
    if (!m_listeners.isAlive()) {
        m_failureSaid = true;
        Q_EMIT failed(start_errors::listenerLost(m_listeners.port()));
    } else if (nowNs - std::max(m_awakeSinceNs, std::min(nowNs, m_bridge->lastTurnNs())) >
               nanoseconds(limits::kStalled)) { // an idle bridge turns once a second, also after a sleep
        m_failureSaid = true;
        Q_EMIT failed(start_errors::bridgeStalled());
    }
}

void Hub::kick(quint64 clientId)
{
    m_keeper.kick(clientId);
}

void Hub::addTap(const std::weak_ptr<TickTap> &tap)
{
    m_fanOut.addTap(tap);
}

void Hub::takeSample(SnapshotDetail detail)
{
    ServiceSnapshot snapshot;
    snapshot.takenAt = QDateTime::currentDateTime();
    snapshot.takenAtSteady = std::chrono::steady_clock::now();
    m_sampler.sampleProcess(snapshot);
    const ProxyConfig &config = m_options.config;
    snapshot.exposedToNetwork = config.allowRemote && !(QHostAddress(config.webSocketHost).isLoopback() &&
                                                        QHostAddress(config.zmqHost).isLoopback());
    snapshot.demoFeed = m_demoFeed != nullptr;
    snapshot.authSource = m_options.verifier->sourceName();
    snapshot.hub.listeners = m_listeners.snapshot();
    snapshot.hub.accepted = m_accepted;
    snapshot.hub.refused = m_refused;
    if (m_requests != nullptr) {
        snapshot.hub.wrongKeys = m_requests->wrongKeys();
        snapshot.hub.invalidRequests = m_requests->invalidRequests();
    }
    if (m_feed)
        HubSampler::sampleFeed(*m_feed, m_index, snapshot.hub);
    m_sampler.sample(m_keeper.sessions(), m_index, m_fanOut, detail, snapshot.hub);
    if (m_bridge)
        m_sampler.sampleBus(m_bridge->status(), snapshot.bus);
    Q_EMIT sampled(snapshot);
}

StatsNumbers Hub::statsNumbers() const
{
    return {m_feed->adapterCount(), m_index.subscribedSymbols(), m_keeper.count(), m_labels.inUse()};
}

void Hub::stop(const QString &reason)
{
    if (m_stopping)
        return;
    m_stopping = true;
    m_stopClock.start();
    m_report.reason = reason;
    m_politeBefore = m_keeper.leftPolitely();
    m_cutBefore = m_keeper.cut();
    // The steps of DESIGN 3, in its order.
    m_listeners.close();
    m_reception.abortAll();
    if (m_bridge)
        m_bridge->close();
    else
        m_bridgeClosed = true;
    if (m_feed)
        m_feed->stop([this] {
            m_feedStopped = true;
            guarded([this] { finishStopWhenEmpty(); });
        });
    else
        m_feedStopped = true;
    m_keeper.closeAll(CloseCode::GoingAway, QStringLiteral("server going away"));
    m_goodbye.start(limits::kGoodbyeWait);
    finishStopWhenEmpty();
}

void Hub::hurry()
{
    if (!m_stopping)
        return;
    m_keeper.abortAll();
    if (m_feed && !m_feedStopped)
        m_feed->hurry();
}

void Hub::finishStopWhenEmpty()
{
    if (!m_stopping || m_keeper.count() > 0 || !m_bridgeClosed || !m_feedStopped || m_proofsLeft > 0)
        return;
    m_goodbye.stop();
    m_housekeeping.stop();
    m_bridge.reset();
    m_demoFeed.reset(); // after the bus: its connection was reset and leaves nothing in TIME_WAIT
    m_proofsLeft = kProofs;
    proveFree();
}

void Hub::proveFree()
{
    QStringList held = m_listeners.stillHeld();
    const QString &busHost = m_options.config.zmqHost;
    if (m_bus.ok && !m_bus.connected && os::proveFree(busHost.toStdString(), m_bus.port) != 0)
        held += endpointText(busHost, m_bus.port);
    if (!held.isEmpty() && --m_proofsLeft > 0) {
        QTimer::singleShot(kProofTurn, this, [this] { guarded([this] { proveFree(); }); });
        return;
    }
    m_report.heldPorts = std::move(held);
    m_report.leftPolitely = m_keeper.leftPolitely() - m_politeBefore;
    m_report.cut = m_keeper.cut() - m_cutBefore;
    m_report.durationMs = m_stopClock.elapsed();
    if (m_stats)
        m_stats->finish();
    Q_EMIT stopped(m_report);
}

#ifdef TICKGATE_FAULT_HOOKS
void Hub::injectFault(const QString &kind)
{
    if (kind == QLatin1String("listener"))
        m_listeners.breakDescriptor();
    else if (kind == QLatin1String("block"))
        std::this_thread::sleep_for(std::chrono::seconds(6));
    else if (kind == QLatin1String("hang"))
        for (;;)
            std::this_thread::sleep_for(std::chrono::hours(1));
    else if (kind == QLatin1String("bridge"))
        m_bridge->throwAtNextTurn();
    else
        guarded([] { throw std::runtime_error("fault hook: hub"); });
}
#endif

} // namespace tickgate
