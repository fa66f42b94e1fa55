#include "core/feed/AdapterFeed.h"

#include <QHostAddress>
#include <QJsonArray>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace tickgate {

namespace {

using State = AdapterUser::State;

FeedKey keyOf(const FeedRequest &request)
{
    return {request.userId, request.exchange, request.symbol, request.mode};
}

/// The answers may bring about anything, so nothing of the table is held across them.
void answerAll(const std::vector<FeedWaiter> &waiters, const FeedResult &result)
{
    for (const FeedWaiter &waiter : waiters)
        waiter.done(result);
}

} // namespace

AdapterFeed::AdapterFeed(AdapterHostSetup setup, QString loginAddress, AdapterHostTimes hostTimes,
                         AdapterFeedTimes times, QObject *parent)
    : QObject(parent)
    , m_loginAddress(std::move(loginAddress))
    , m_times(times)
    , m_host(std::move(setup), hostTimes)
    , m_requests(m_host)
    , m_users(m_requests, m_times, m_loginAddress)
{
    connect(&m_host, &AdapterHost::stateChanged, this, &AdapterFeed::onHostState);
    connect(&m_host, &AdapterHost::replied, this, &AdapterFeed::onReply);
    connect(&m_host, &AdapterHost::eventReceived, this, [this](const QJsonObject &event) { m_users.report(event); });
    connect(&m_host, &AdapterHost::stopped, this, [this] {
        if (m_stopped)
            std::exchange(m_stopped, nullptr)();
    });
    connect(&m_look, &QTimer::timeout, this, &AdapterFeed::look);
}

AdapterFeed::~AdapterFeed()
{
    m_host.disconnect(this);
}

void AdapterFeed::begin(const QString &busHost, quint16 busPort)
{
    // The adapters connect to the bus, and nothing connects to "every address".
    const QHostAddress address(busHost);
    const bool everywhere = address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6 ||
                            address == QHostAddress::Any || busHost == QLatin1String("*");
    m_host.setEnvironment(QStringLiteral("ZMQ_HOST"), everywhere ? QStringLiteral("127.0.0.1") : busHost);
    m_host.setEnvironment(QStringLiteral("ZMQ_PORT"), QString::number(busPort));
    m_look.start(m_times.lookEvery);
    m_host.start();
}

void AdapterFeed::prepare(const QString &userId, const QString &broker)
{
    // Who authenticates knows the broker of now; sessions of before may still name the one of before.
    if (!m_stopping)
        m_users.setBroker(userId, broker);
}

void AdapterFeed::acquire(const FeedRequest &request, Done done)
{
    if (m_stopping) {
        done({false, request.depth, QStringLiteral("Tickgate is stopping")});
        return;
    }
    const AdapterUser &user = m_users.needed(request.userId, request.broker);
    if (user.blocked()) {
        done({false, request.depth, user.message});
        return;
    }
    const FeedKey key = keyOf(request);
    FeedEntry &entry = m_table.obtain(key);
    entry.wantedDepth = std::max(entry.wantedDepth, request.depth);
    const bool deepEnough = request.mode != Mode::Depth || entry.wantedDepth <= entry.sentDepth;
    if (entry.live && entry.requestId == 0 && deepEnough) {
        ++entry.holders;
        done({true, entry.actualDepth, {}});
        return;
    }
    entry.waiters.push_back({key.user, std::move(done), Clock::now() + m_times.answerWithin});
    if (user.state == State::Connected && (entry.requestId == 0 || !deepEnough))
        subscribe(key, entry);
}

void AdapterFeed::release(const FeedRequest &request)
{
    const FeedKey key = keyOf(request);
    FeedEntry *entry = m_table.find(key);
    if (entry == nullptr || entry->holders == 0)
        return;
    --entry->holders;
    if (AdapterUser *user = m_users.find(key.user))
        user->lastNeeded = Clock::now();
    forgetIfIdle(key);
}

void AdapterFeed::invalidate(const QString &userId, const QString &broker)
{
    if (!m_stopping)
        m_users.invalidate(userId, broker);
}

QString AdapterFeed::adapterStatus(const QString &userId) const
{
    return m_users.status(userId);
}

int AdapterFeed::adapterCount() const
{
    return m_users.connectedCount();
}

FeedSnapshot AdapterFeed::snapshot(const SinceTick &sinceTick) const
{
    FeedSnapshot snapshot;
    m_host.describe(snapshot);
    snapshot.loginAddress = m_loginAddress;
    for (const auto &[id, user] : m_users.all()) {
        AdapterSnapshot &adapter = snapshot.adapters.emplace_back(user.snapshot(id));
        const auto since = m_table.sinceTick(id, sinceTick);
        adapter.everTicked = since.has_value();
        adapter.sinceLastTick = since.value_or(std::chrono::milliseconds(0));
    }
    snapshot.refused = m_table.refused();
    return snapshot;
}

void AdapterFeed::stop(std::function<void()> done)
{
    m_stopping = true;
    m_look.stop();
    m_stopped = std::move(done);
    answerAll(m_table.takeWaiters(), {false, 0, QStringLiteral("Tickgate is stopping")});
    m_host.stop();
}

void AdapterFeed::hurry()
{
    m_host.hurry();
}

void AdapterFeed::subscribe(const FeedKey &key, FeedEntry &entry)
{
    entry.sentDepth = entry.wantedDepth;
    entry.requestId = m_requests.subscribe(key, m_users.brokerOf(key.user), entry.wantedDepth);
}

/// Ends a subscription that nobody needs any more.
void AdapterFeed::forgetIfIdle(const FeedKey &key)
{
    const FeedEntry *entry = m_table.find(key);
    if (entry == nullptr || !entry->forgettable())
        return;
    if (entry->live)
        m_requests.unsubscribe(key, m_users.brokerOf(key.user));
    m_table.erase(key);
}

void AdapterFeed::onHostState(AdapterHost::State state)
{
    if (m_stopping)
        return;
    if (state == AdapterHost::State::Ready) {
        m_users.hostIsReady();
        return;
    }
    m_requests.forget();
    m_table.forgetHost();
    m_users.hostIsGone();
}

void AdapterFeed::onReply(quint64 id, const QJsonObject &reply)
{
    const auto asked = m_requests.take(id);
    if (!asked)
        return;
    AdapterUser *const known = m_users.find(asked->key.user);
    if (known == nullptr)
        return;
    AdapterUser &user = *known;
    user.lastAnswer = Clock::now();

    const bool success = reply[QLatin1String("status")].toString() == QLatin1String("success");
    const bool loginError = reply[QLatin1String("code")].toString() == QLatin1String("AUTH_ERROR");
    const QString message = reply[QLatin1String("message")].toString();
    if (asked->kind == AdapterRequest::Kind::Connect && user.requestId == id) { // and not overtaken by a newer one
        user.requestId = 0;
        if (success)
            onConnected(asked->key.user, user, reply);
        else if (!m_users.rebuild(asked->key.user, user)) // brokers word a stale login in many ways: worth a try
            block(asked->key.user, user, loginError, message);
    } else if (asked->kind == AdapterRequest::Kind::Subscribe) {
        FeedEntry *entry = m_table.find(asked->key);
        if (entry == nullptr || entry->requestId != id)
            return;
        entry->requestId = 0;
        if (success) {
            user.workedSinceRebuild = true;
            onSubscribed(asked->key, *entry, reply);
        } else {
            onRefused(asked->key, user, *entry, loginError, message);
        }
    }
}

void AdapterFeed::onConnected(const QString &userId, AdapterUser &user, const QJsonObject &reply)
{
    user.state = State::Connected;
    user.retryPause = {};
    spdlog::info("feed: {} is connected for {}", user.broker.toStdString(), userId.toStdString());
    // A rebuilt adapter has taken its subscriptions along, but for these.
    const QJsonArray failed = reply[QLatin1String("failed")].toArray();
    for (const auto &value : failed) {
        FeedEntry *entry = m_table.find({userId, value[QLatin1String("exchange")].toString().toStdString(),
                                         value[QLatin1String("symbol")].toString().toStdString(),
                                         static_cast<Mode>(value[QLatin1String("mode")].toInt())});
        if (entry != nullptr)
            entry->live = false;
    }
    m_table.forUser(userId, [&](const FeedKey &key, FeedEntry &entry) {
        if (entry.live)
            user.workedSinceRebuild = true;
        else if (entry.requestId == 0)
            subscribe(key, entry);
    });
}

void AdapterFeed::onSubscribed(const FeedKey &key, FeedEntry &entry, const QJsonObject &reply)
{
    entry.live = true;
    entry.refusal.clear();
    entry.actualDepth = reply[QLatin1String("actual_depth")].toInt(entry.sentDepth);
    entry.holders += static_cast<int>(entry.waiters.size());
    const FeedResult result{true, entry.actualDepth, {}};
    answerAll(std::exchange(entry.waiters, {}), result);
    forgetIfIdle(key); // everybody who asked may have gone meanwhile
}

void AdapterFeed::onRefused(const FeedKey &key, AdapterUser &user, FeedEntry &entry, bool loginError,
                            const QString &message)
{
    if (loginError && user.state == State::Connecting)
        return; // a rebuild is on its way, and with it another attempt
    if (loginError && user.state == State::Connected) {
        if (m_users.rebuild(key.user, user))
            return;
        // When other symbols work, the login is good and the refusal is about this symbol.
        if (!user.workedSinceRebuild) {
            block(key.user, user, true, message);
            return;
        }
    }
    if (entry.live) { // a deeper book was refused; the one of before is still there
        entry.holders += static_cast<int>(entry.waiters.size());
        const FeedResult result{true, entry.actualDepth, {}};
        answerAll(std::exchange(entry.waiters, {}), result);
        return;
    }
    if (entry.holders > 0) {
        entry.refusal = message;
        spdlog::warn("feed: {} {} is refused: {}", key.exchange, key.symbol, message.toStdString());
    }
    answerAll(std::exchange(entry.waiters, {}), {false, 0, message});
    forgetIfIdle(key);
}

/// Nothing can be had for this user for now: says so to everybody who waits.
void AdapterFeed::block(const QString &userId, AdapterUser &user, bool login, const QString &message)
{
    m_users.block(userId, user, login, message);
    const FeedResult result{false, 0, user.message};
    answerAll(m_table.takeWaiters(userId), result);
}

void AdapterFeed::look()
{
    const auto now = Clock::now();
    for (const FeedWaiter &waiter : m_table.takeExpired(now))
        waiter.done({false, 0, whyNoAnswer(waiter.user)});
    m_users.look(now, [this](const QString &userId) { return m_table.hasUser(userId); });
    const auto hung = m_requests.overdue(m_times.adapterWithin, [this, now](const QString &userId) {
        const AdapterUser *user = m_users.find(userId);
        return user == nullptr ? now : user->lastAnswer;
    });
    if (hung) {
        m_host.giveUp(QStringLiteral("The %1 adapter did not answer for %2 s")
                          .arg(m_users.brokerOf(hung->key.user))
                          .arg(m_times.adapterWithin.count() / 1000));
    }
}

QString AdapterFeed::whyNoAnswer(const QString &userId) const
{
    if (m_host.state() == AdapterHost::State::Starting)
        return QStringLiteral("OpenAlgo's adapters are still starting; try again in a moment");
    if (m_host.state() == AdapterHost::State::Waiting)
        return QStringLiteral("OpenAlgo's adapters have to be started again: %1").arg(m_host.reason());
    const QString broker = m_users.brokerOf(userId);
    return broker.isEmpty() ? QStringLiteral("The adapter did not answer in time")
                            : QStringLiteral("The %1 adapter did not answer in time").arg(broker);
}

} // namespace tickgate
