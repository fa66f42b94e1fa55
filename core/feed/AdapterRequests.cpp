#include "core/feed/AdapterRequests.h"

#include "core/feed/AdapterHost.h"

#include <algorithm>

namespace tickgate {

namespace {

using Clock = std::chrono::steady_clock;

FeedKey ofUser(const QString &user)
{
    return {user, {}, {}, Mode::Ltp};
}

QJsonObject symbolRequest(const QString &op, const FeedKey &key)
{
    return {{QStringLiteral("op"), op},
            {QStringLiteral("exchange"), QString::fromStdString(key.exchange)},
            {QStringLiteral("symbol"), QString::fromStdString(key.symbol)},
            {QStringLiteral("mode"), modeNumber(key.mode)}};
}

} // namespace

quint64 AdapterRequests::connectUser(const QString &user, const QString &broker, bool fresh)
{
    return send({{QStringLiteral("op"), fresh ? QStringLiteral("invalidate") : QStringLiteral("connect")}},
                AdapterRequest::Kind::Connect, ofUser(user), broker);
}

quint64 AdapterRequests::subscribe(const FeedKey &key, const QString &broker, int depth)
{
    QJsonObject request = symbolRequest(QStringLiteral("subscribe"), key);
    request.insert(QStringLiteral("depth"), depth);
    return send(std::move(request), AdapterRequest::Kind::Subscribe, key, broker);
}

void AdapterRequests::unsubscribe(const FeedKey &key, const QString &broker)
{
    send(symbolRequest(QStringLiteral("unsubscribe"), key), AdapterRequest::Kind::Other, key, broker);
}

void AdapterRequests::disconnectUser(const QString &user, const QString &broker)
{
    send({{QStringLiteral("op"), QStringLiteral("disconnect")}}, AdapterRequest::Kind::Other, ofUser(user), broker);
}

std::optional<AdapterRequest> AdapterRequests::take(quint64 id)
{
    if (!m_pending.contains(id))
        return std::nullopt;
    return m_pending.take(id);
}

std::optional<AdapterRequest>
AdapterRequests::overdue(std::chrono::milliseconds patience,
                         const std::function<Clock::time_point(const QString &user)> &lastSign) const
{
    const auto now = Clock::now();
    const auto found = std::find_if(m_pending.cbegin(), m_pending.cend(), [&](const AdapterRequest &request) {
        return now - std::max(request.sentAt, lastSign(request.key.user)) > patience;
    });
    return found == m_pending.cend() ? std::nullopt : std::optional(*found);
}

quint64 AdapterRequests::send(QJsonObject request, AdapterRequest::Kind kind, const FeedKey &key, const QString &broker)
{
    request.insert(QStringLiteral("user"), key.user);
    request.insert(QStringLiteral("broker"), broker);
    const quint64 id = m_host.request(std::move(request));
    if (id != 0)
        m_pending.insert(id, {kind, key, Clock::now()});
    return id;
}

} // namespace tickgate
