#pragma once

#include "core/feed/FeedTable.h"

#include <QHash>
#include <QJsonObject>

#include <chrono>
#include <functional>
#include <optional>

namespace tickgate {

class AdapterHost;

/// A request that the adapter host has not answered yet.
struct AdapterRequest
{
    enum class Kind
    {
        Connect,
        Subscribe,
        Other
    };
    Kind kind = Kind::Other;
    FeedKey key; ///< only the user of it for Connect
    std::chrono::steady_clock::time_point sentAt;
};

/// What the adapter host was asked and has not answered. Hub thread; owned by the AdapterFeed, outlived by the host.
class AdapterRequests
{
public:
    explicit AdapterRequests(AdapterHost &host)
        : m_host(host)
    {}

    // Each returns the id, 0 when the host is not ready: whatever is wanted is asked for again when it is.
    /// fresh: with credentials read anew, though an adapter may be there.
    quint64 connectUser(const QString &user, const QString &broker, bool fresh);
    quint64 subscribe(const FeedKey &key, const QString &broker, int depth);
    void unsubscribe(const FeedKey &key, const QString &broker);
    void disconnectUser(const QString &user, const QString &broker);

    /// The request that this answers; nothing when it is none of ours, or of a host of before.
    [[nodiscard]] std::optional<AdapterRequest> take(quint64 id);
    /// The host is gone and answers no more.
    void forget() { m_pending.clear(); }

    /// A request that has waited longer than this since it was sent and since the user's adapter gave a sign of life.
    [[nodiscard]] std::optional<AdapterRequest>
    overdue(std::chrono::milliseconds patience,
            const std::function<std::chrono::steady_clock::time_point(const QString &user)> &lastSign) const;

private:
    quint64 send(QJsonObject request, AdapterRequest::Kind kind, const FeedKey &key, const QString &broker);

    AdapterHost &m_host;
    QHash<quint64, AdapterRequest> m_pending;
};

} // namespace tickgate
