#pragma once

#include "core/feed/AdapterHost.h"
#include "core/feed/AdapterRequests.h"
#include "core/feed/AdapterUser.h"
#include "core/feed/FeedSource.h"
#include "core/feed/FeedTable.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>

namespace tickgate {

/// The patience of AdapterFeed; tests have less.
struct AdapterFeedTimes
{
    std::chrono::milliseconds lookEvery{250};                           ///< how exactly the others are kept
    std::chrono::milliseconds answerWithin{4700};                       ///< a client's reply waits 5 s at most
    std::chrono::milliseconds adapterWithin = std::chrono::seconds(60); ///< an adapter that is silent longer has hung
    std::chrono::milliseconds rebuildAtMostEvery = std::chrono::seconds(60);
    std::chrono::milliseconds loginRetry = std::chrono::seconds(30); ///< though OpenAlgo tells of a login on the bus
    std::chrono::milliseconds firstRetry = std::chrono::seconds(1);  ///< after another failure; doubles
    std::chrono::milliseconds longestRetry = std::chrono::seconds(60);
    std::chrono::milliseconds disconnectedFor = std::chrono::seconds(60); ///< adapters reconnect by themselves first
    std::chrono::milliseconds leaveIdleAfter = std::chrono::seconds(60);
};

/// Turns subscriptions into ticks through OpenAlgo's broker adapters: one adapter a user, made when the user comes,
/// left when nobody needs it; only the first holder's subscription and the last one's leaving reach it; everything is
/// asked for again when the host or the adapter had to be made anew. An adapter whose login ran out is rebuilt once
/// with fresh credentials, then the user is told to log in. Hub thread; owned by the hub.
class AdapterFeed : public QObject, public FeedSource
{
    Q_OBJECT

public:
    /// loginAddress is OpenAlgo's web address, for messages.
    AdapterFeed(AdapterHostSetup setup, QString loginAddress, AdapterHostTimes hostTimes = {},
                AdapterFeedTimes times = {}, QObject *parent = nullptr);
    ~AdapterFeed() override;

    void begin(const QString &busHost, quint16 busPort) override;
    void prepare(const QString &userId, const QString &broker) override;
    void acquire(const FeedRequest &request, Done done) override;
    void release(const FeedRequest &request) override;
    void invalidate(const QString &userId) override;
    [[nodiscard]] QString adapterStatus(const QString &userId) const override;
    [[nodiscard]] int adapterCount() const override;
    [[nodiscard]] FeedSnapshot snapshot(const SinceTick &sinceTick) const override;
    void stop(std::function<void()> done) override;
    void hurry() override;

private:
    using Clock = std::chrono::steady_clock;

    AdapterUser &needed(const QString &userId, const QString &broker);
    [[nodiscard]] QString brokerOf(const QString &userId) const;
    void connectUser(const QString &userId, AdapterUser &user, bool fresh);
    void subscribe(const FeedKey &key, FeedEntry &entry);
    void forgetIfIdle(const FeedKey &key);

    void onHostState(AdapterHost::State state);
    void onReply(quint64 id, const QJsonObject &reply);
    void onEvent(const QJsonObject &event);
    void onConnected(const QString &userId, AdapterUser &user, const QJsonObject &reply);
    void onSubscribed(const FeedKey &key, FeedEntry &entry, const QJsonObject &reply);
    void onRefused(const FeedKey &key, FeedEntry &entry, bool loginError, const QString &message);
    void block(const QString &userId, AdapterUser &user, bool login, const QString &message);

    void look();
    void lookAtUsers(Clock::time_point now);
    [[nodiscard]] QString whyNoAnswer(const QString &userId) const;

    const QString m_loginAddress;
    const AdapterFeedTimes m_times;
    AdapterHost m_host;
    AdapterRequests m_requests;
    FeedTable m_table;
    std::map<QString, AdapterUser> m_users;
    QTimer m_look;
    bool m_stopping = false;
    std::function<void()> m_stopped;
};

} // namespace tickgate
