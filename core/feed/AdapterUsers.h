#pragma once

#include "core/feed/AdapterFeedTimes.h"
#include "core/feed/AdapterUser.h"

#include <QJsonObject>
#include <QString>

#include <functional>
#include <map>

namespace tickgate {

class AdapterRequests;

/// Every user's adapter: has it made when the user comes, rebuilt with fresh credentials when its login ran out, and
/// left when nobody needs it. Knows nothing of subscriptions. Hub thread; owned by the AdapterFeed, outlived by the
/// requests.
class AdapterUsers
{
public:
    /// loginAddress is OpenAlgo's web address, for messages.
    AdapterUsers(AdapterRequests &requests, const AdapterFeedTimes &times, QString loginAddress);

    /// The user's record, with an adapter on its way unless one is known not to come for now.
    [[nodiscard]] AdapterUser &needed(const QString &id, const QString &broker);
    /// Null when there is none.
    [[nodiscard]] AdapterUser *find(const QString &id);
    [[nodiscard]] const std::map<QString, AdapterUser> &all() const { return m_users; }
    /// Empty when the user is unknown.
    [[nodiscard]] QString brokerOf(const QString &id) const;
    [[nodiscard]] QString status(const QString &id) const;
    [[nodiscard]] int connectedCount() const;

    /// The user comes with this broker now, whichever it was before.
    void setBroker(const QString &id, const QString &broker);
    /// With fresh credentials; false, and nothing is done, when that has been tried too lately.
    [[nodiscard]] bool rebuild(const QString &id, AdapterUser &user);
    /// Nothing can be had for this user for now; its message says why.
    void block(const QString &id, AdapterUser &user, bool login, const QString &message);
    /// The credentials of this user changed, and with them the broker unless it is empty; an empty id means all.
    void invalidate(const QString &id, const QString &broker);

    void hostIsReady();
    void hostIsGone();
    /// What the host says by itself about an adapter.
    void report(const QJsonObject &event);
    /// What time brings: retries, rebuilds of what stays disconnected, the end of what is idle.
    void look(AdapterUser::TimePoint now, const std::function<bool(const QString &id)> &hasSubscriptions);

private:
    void connect(const QString &id, AdapterUser &user, bool fresh);

    AdapterRequests &m_requests;
    const AdapterFeedTimes &m_times;
    const QString m_loginAddress;
    std::map<QString, AdapterUser> m_users;
};

} // namespace tickgate
