#pragma once

#include "core/feed/AdapterFeedTimes.h"
#include "core/feed/AdapterHost.h"
#include "core/feed/AdapterRequests.h"
#include "core/feed/AdapterUsers.h"
#include "core/feed/FeedSource.h"
#include "core/feed/FeedTable.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace tickgate {

/// Turns subscriptions into ticks through OpenAlgo's broker adapters, one a user: only the first holder's subscription
/// and the last one's leaving reach it; everything is asked for again when the host or the adapter had to be made anew.
/// An adapter whose login ran out is rebuilt once with fresh credentials, then the user is told to log in. Hub thread;
/// owned by the hub.
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
    void invalidate(const QString &userId, const QString &broker) override;
    [[nodiscard]] QString adapterStatus(const QString &userId) const override;
    [[nodiscard]] int adapterCount() const override;
    [[nodiscard]] FeedSnapshot snapshot(const SinceTick &sinceTick) const override;
    void stop(std::function<void()> done) override;
    void hurry() override;

private:
    using Clock = std::chrono::steady_clock;

    void subscribe(const FeedKey &key, FeedEntry &entry);
    void forgetIfIdle(const FeedKey &key);

    void onHostState(AdapterHost::State state);
    void onReply(quint64 id, const QJsonObject &reply);
    void onConnected(const QString &userId, AdapterUser &user, const QJsonObject &reply);
    void onSubscribed(const FeedKey &key, FeedEntry &entry, const QJsonObject &reply);
    void onRefused(const FeedKey &key, AdapterUser &user, FeedEntry &entry, bool loginError, const QString &message);
    void block(const QString &userId, AdapterUser &user, bool login, const QString &message);

    void look();
    [[nodiscard]] QString whyNoAnswer(const QString &userId) const;

    const QString m_loginAddress;
    const AdapterFeedTimes m_times;
    AdapterHost m_host;
    AdapterRequests m_requests;
    FeedTable m_table;
    AdapterUsers m_users;
    QTimer m_look;
    bool m_stopping = false;
    std::function<void()> m_stopped;
};

} // namespace tickgate
