#include "core/feed/AdapterUsers.h"

#include "core/feed/AdapterRequests.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace tickgate {

namespace {
using Clock = std::chrono::steady_clock;
using State = AdapterUser::State;
} // namespace

AdapterUsers::AdapterUsers(AdapterRequests &requests, const AdapterFeedTimes &times, QString loginAddress)
    : m_requests(requests)
    , m_times(times)
    , m_loginAddress(std::move(loginAddress))
{}

AdapterUser &AdapterUsers::needed(const QString &id, const QString &broker)
{
    const auto [found, isNew] = m_users.try_emplace(id);
    AdapterUser &user = found->second;
    const auto now = Clock::now();
    user.lastNeeded = now;
    if (isNew) {
        user.broker = broker;
        connect(id, user, false);
    } else if (user.blocked() && now >= user.retryAt) {
        connect(id, user, true);
    }
    return user;
}

AdapterUser *AdapterUsers::find(const QString &id)
{
    const auto user = m_users.find(id);
    return user == m_users.end() ? nullptr : &user->second;
}

QString AdapterUsers::brokerOf(const QString &id) const
{
    const auto user = m_users.find(id);
    return user == m_users.end() ? QString() : user->second.broker;
}

QString AdapterUsers::status(const QString &id) const
{
    const auto user = m_users.find(id);
    return adapterStateName(user == m_users.end() ? AdapterSnapshot::State::Disconnected
                                                  : user->second.snapshot(id).state);
}

int AdapterUsers::connectedCount() const
{
    return static_cast<int>(std::count_if(m_users.begin(), m_users.end(),
                                          [](const auto &user) { return user.second.state == State::Connected; }));
}

void AdapterUsers::setBroker(const QString &id, const QString &broker)
{
    AdapterUser &user = needed(id, broker);
    if (user.broker != broker) {
        user.broker = broker;
        connect(id, user, true);
    }
}

bool AdapterUsers::rebuild(const QString &id, AdapterUser &user)
{
    if (!user.mayRebuild(Clock::now(), m_times.rebuildAtMostEvery))
        return false;
    connect(id, user, true);
    return true;
}

void AdapterUsers::block(const QString &id, AdapterUser &user, bool login, const QString &message)
{
    user.state = login ? State::LoginNeeded : State::Failed;
    user.retryPause =
        login ? m_times.loginRetry : std::clamp(user.retryPause * 2, m_times.firstRetry, m_times.longestRetry);
    user.retryAt = Clock::now() + user.retryPause;
    user.message = login ? QStringLiteral("Log in to the broker (%1) in OpenAlgo: %2").arg(user.broker, m_loginAddress)
                         : QStringLiteral("%1: %2").arg(user.broker, message);
    spdlog::warn("feed: no adapter for {}: {}", id.toStdString(), message.toStdString());
}

void AdapterUsers::invalidate(const QString &id, const QString &broker)
{
    for (auto &[known, user] : m_users) {
        if (id.isEmpty() || known == id) {
            if (!id.isEmpty() && !broker.isEmpty())
                user.broker = broker;
            user.retryPause = {};
            connect(known, user, true);
        }
    }
}

void AdapterUsers::hostIsReady()
{
    for (auto &[id, user] : m_users)
        connect(id, user, false);
}

void AdapterUsers::hostIsGone()
{
    for (auto &[id, user] : m_users) {
        if (!user.blocked())
            user.beginConnecting();
        user.requestId = 0;
        user.symbols = 0;
    }
}

void AdapterUsers::report(const QJsonObject &event)
{
    AdapterUser *user = find(event[QLatin1String("user")].toString());
    if (user != nullptr && event[QLatin1String("event")].toString() == QLatin1String("state")) {
        user->report(event[QLatin1String("connected")].toBool(), event[QLatin1String("symbols")].toInt(), Clock::now());
    }
}

void AdapterUsers::look(AdapterUser::TimePoint now, const std::function<bool(const QString &id)> &hasSubscriptions)
{
    for (auto found = m_users.begin(); found != m_users.end();) {
        const QString id = found->first;
        AdapterUser &user = found->second;
        const bool subscribed = hasSubscriptions(id);
        if (!subscribed && now - user.lastNeeded > m_times.leaveIdleAfter) {
            m_requests.disconnectUser(id, user.broker);
            found = m_users.erase(found);
            continue;
        }
        const bool lost = user.state == State::Connected && user.disconnectedAt != AdapterUser::kNever &&
                          now - user.disconnectedAt > m_times.disconnectedFor;
        if (subscribed && ((user.blocked() && now >= user.retryAt) || lost))
            connect(id, user, true);
        ++found;
    }
}

void AdapterUsers::connect(const QString &id, AdapterUser &user, bool fresh)
{
    user.beginConnecting();
    user.requestId = m_requests.connectUser(id, user.broker, fresh);
    if (fresh && user.requestId != 0)
        user.lastRebuild = Clock::now();
}

} // namespace tickgate
