#pragma once

#include "core/protocol/Mode.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <chrono>
#include <vector>

// Plain values copied from the threads that own the numbers to whoever shows them, 2 to 4 times a second.
// Rates are per second over the last sampling interval; counters run since the service was started.

namespace tickgate {

/// Which details the snapshots carry; the lists cost something, so only what is on screen is asked for.
enum class SnapshotDetail
{
    Totals,
    Clients,
    ClientsAndSymbols
};

/// Latency from bus receive to socket write, over the last few seconds, of what went to clients that keep up.
struct LatencySummary
{
    std::chrono::microseconds p50{0};
    std::chrono::microseconds p99{0};
    std::chrono::microseconds max{0};
    quint64 samples = 0;

    bool operator==(const LatencySummary &) const = default;
};

/// One connected program.
struct ClientSnapshot
{
    quint64 id = 0; ///< increases, never reused within a run
    QString address;
    quint16 port = 0; ///< the peer's
    QString user;     ///< empty before authentication
    QString broker;
    QString maskedKey;     ///< first 4 characters and a hash
    QString userAgent;     ///< from the handshake, may be empty
    int subscriptions = 0; ///< (symbol, mode) pairs
    bool wantsOrders = false;
    bool slow = false; ///< over its budget now, or was within the last few seconds
    double outPerSecond = 0;
    quint64 delivered = 0; ///< messages written
    quint64 deliveredBytes = 0;
    quint64 conflated = 0; ///< ticks replaced by newer ones because the client did not read
    int queuedMessages = 0;
    qint64 queuedBytes = 0;
    std::chrono::milliseconds lag{0}; ///< age of the oldest unsent message, or how long nothing was read
    std::chrono::milliseconds connectedFor{0};

    bool operator==(const ClientSnapshot &) const = default;
};

/// One (exchange, symbol) that is subscribed or has ticked, for its highest mode seen.
struct SymbolSnapshot
{
    QString exchange;
    QString symbol;
    Mode mode = Mode::Quote; ///< highest mode that is subscribed, else highest that ticked
    int subscribers = 0;     ///< sessions
    quint64 ticks = 0;       ///< in all modes
    double ticksPerSecond = 0;
    double lastPrice = 0; ///< valid when hasPrice
    bool hasPrice = false;
    bool everTicked = false;                    ///< since start, in a mode that somebody gets
    std::chrono::milliseconds sinceLastTick{0}; ///< of such a tick; valid when everTicked
    std::chrono::milliseconds subscribedFor{0}; ///< 0 when nobody is subscribed
    QString note;                               ///< e.g. "waiting for first tick", or why the adapter refused it

    bool operator==(const SymbolSnapshot &) const = default;
};

/// The ZeroMQ side.
struct BusSnapshot
{
    bool bound = false;     ///< we bind and publishers connect
    bool connected = false; ///< we connect to a publisher that binds
    QString endpoint;       ///< "tcp://127.0.0.1:5555"
    quint16 port = 0;
    int publishers = 0;                            ///< attached now, from the socket monitor
    std::chrono::milliseconds withoutPublisher{0}; ///< since the last one left, or since the start; 0 while attached
    quint64 messages = 0;
    quint64 bytes = 0;
    double messagesPerSecond = 0;
    quint64 ticks = 0;
    double ticksPerSecond = 0;
    quint64 orders = 0;
    quint64 privateTopics = 0; ///< positions, margins: never forwarded
    quint64 invalidations = 0;
    quint64 unknownTopics = 0;
    QString unknownExample;
    quint64 badPayloads = 0;      ///< not UTF-8 JSON
    quint64 repairedPayloads = 0; ///< NaN or Infinity became null
    quint64 oversizedPayloads = 0;
    quint64 badFrameCounts = 0; ///< messages of one or of more than two frames
    quint64 stalls = 0;         ///< times the bridge waited for the hub
    bool everReceived = false;
    std::chrono::milliseconds sinceLastMessage{0}; ///< valid when everReceived
    bool everTicked = false;
    std::chrono::milliseconds sinceLastTick{0}; ///< valid when everTicked

    bool operator==(const BusSnapshot &) const = default;
};

/// One address the WebSocket server listens on.
struct ListenerSnapshot
{
    QString address;
    quint16 port = 0;
    bool listening = false;
    QString error;       ///< why not, in a sentence, when not listening
    bool absent = false; ///< this computer has no such address: nobody can miss it

    bool operator==(const ListenerSnapshot &) const = default;
};

/// One user's broker session inside the adapter host.
struct AdapterSnapshot
{
    enum class State
    {
        Connecting,
        Connected,
        Disconnected, ///< was connected; it is being brought back
        LoginNeeded,  ///< the broker refuses the stored login: log in to the broker in OpenAlgo
        Failed
    };

    QString user;
    QString broker;
    State state = State::Connecting;
    int symbols = 0; ///< (symbol, mode) pairs subscribed at the broker
    QString message; ///< what to do, or why not; empty when all is well
    bool everTicked = false;
    std::chrono::milliseconds sinceLastTick{0}; ///< of any of its symbols; valid when everTicked

    bool operator==(const AdapterSnapshot &) const = default;
};

/// A subscription that was accepted once and that the broker refuses now.
struct RefusedSymbol
{
    QString exchange;
    QString symbol;
    QString message;

    bool operator==(const RefusedSymbol &) const = default;
};

/// Who turns subscriptions into ticks.
struct FeedSnapshot
{
    enum class Host
    {
        None, ///< passive bus: others publish
        Starting,
        Ready,
        Waiting, ///< ended unexpectedly; starts again in restartIn
        Stopping
    };

    Host host = Host::None;
    qint64 pid = 0;
    int restarts = 0;                       ///< since start
    QString reason;                         ///< of the last unexpected end
    std::chrono::milliseconds restartIn{0}; ///< valid while Waiting
    QString loginAddress;                   ///< OpenAlgo's web address, for LoginNeeded
    std::vector<AdapterSnapshot> adapters;
    std::vector<RefusedSymbol> refused;

    bool operator==(const FeedSnapshot &) const = default;
};

/// The WebSocket side.
struct HubSnapshot
{
    std::vector<ListenerSnapshot> listeners;
    int clients = 0;
    int authenticated = 0;
    int slowClients = 0;
    int subscriptions = 0; ///< (session, symbol, mode)
    int symbols = 0;       ///< distinct (exchange, symbol) subscribed
    quint64 accepted = 0;
    quint64 refused = 0;
    quint64 delivered = 0;
    quint64 deliveredBytes = 0;
    double deliveredPerSecond = 0;
    quint64 conflated = 0;
    quint64 wrongKeys = 0;
    quint64 invalidRequests = 0;
    LatencySummary latency;
    FeedSnapshot feed;
    std::vector<ClientSnapshot> clientList;
    std::vector<SymbolSnapshot> symbolList; ///< only while somebody asks for it

    bool operator==(const HubSnapshot &) const = default;
};

/// All of it at one moment.
struct ServiceSnapshot
{
    QDateTime takenAt;                                     ///< wall clock
    std::chrono::steady_clock::time_point takenAtSteady{}; ///< for the sample's age
    std::chrono::milliseconds uptime{0};                   ///< 0 unless running
    double cpuPercent = 0;                                 ///< of one core, whole process
    quint64 residentBytes = 0;
    int restartsToday = 0;
    bool exposedToNetwork = false; ///< listens on more than loopback
    bool demoFeed = false;         ///< prices are made up
    QString authSource;            ///< "demo", "keys file", "OpenAlgo"
    BusSnapshot bus;
    HubSnapshot hub;

    bool operator==(const ServiceSnapshot &) const = default;
};

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::ServiceSnapshot)
