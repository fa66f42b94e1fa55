#pragma once

#include "core/metrics/Snapshot.h"
#include "core/protocol/Mode.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace tickgate {

/// One session's wish for one symbol.
struct FeedRequest
{
    QString userId;
    QString broker;
    std::string exchange; ///< UTF-8
    std::string symbol;   ///< UTF-8
    Mode mode = Mode::Quote;
    int depth = 5;
};

struct FeedResult
{
    bool accepted = true;
    int actualDepth = 5;
    QString message; ///< for the client's reply when not accepted
};

/// Who turns a subscription into ticks on the bus. Hub thread only; owned by the hub. Counts references itself: only
/// the first session's acquire and the last one's release of a (user, exchange, symbol, mode) reach a broker.
class FeedSource
{
public:
    using Done = std::function<void(const FeedResult &)>;
    /// How long ago a symbol last ticked; nothing before its first tick.
    using SinceTick =
        std::function<std::optional<std::chrono::milliseconds>(const std::string &exchange, const std::string &symbol)>;

    virtual ~FeedSource() = default;

    /// The bus is open here: host of the settings, port that it really has. Called once, before anything else.
    virtual void begin(const QString & /*busHost*/, quint16 /*busPort*/) {}
    /// A session of this user has authenticated: a broker session may be opened now, so that it is up by the time of
    /// the first subscription. Says nothing back; acquire() works without it.
    virtual void prepare(const QString & /*userId*/, const QString & /*broker*/) {}
    /// Calls done exactly once on the hub thread, possibly before returning, at most 5 s later.
    virtual void acquire(const FeedRequest &request, Done done) = 0;
    /// For each accepted acquire, once.
    virtual void release(const FeedRequest &request) = 0;
    /// CACHE_INVALIDATE: rebuild this user's broker session with fresh credentials, at this broker from now on, or at
    /// the one known where it is empty; an empty user means all.
    virtual void invalidate(const QString &userId, const QString &broker) = 0;
    /// adapter_status of get_broker_info: "connected", "disconnected", "passive", ...
    [[nodiscard]] virtual QString adapterStatus(const QString &userId) const = 0;
    /// How many adapters are alive, for the stats file.
    [[nodiscard]] virtual int adapterCount() const = 0;
    /// For the window; cheap enough for every sample.
    [[nodiscard]] virtual FeedSnapshot snapshot(const SinceTick & /*sinceTick*/) const { return {}; }
    /// Ends politely what was started, e.g. broker sessions; done is called exactly once on the hub thread, at most 7 s
    /// later, possibly before returning. Requests are refused from here on. Destruction without it ends things
    /// abruptly.
    // NOLINTNEXTLINE(performance-unnecessary-value-param): who overrides it keeps it
    virtual void stop(std::function<void()> done) { done(); }
    /// In the course of a stop: no more patience with what was started.
    virtual void hurry() {}
};

} // namespace tickgate
