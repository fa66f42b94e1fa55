#pragma once

#include "core/auth/ApiKeyVerifier.h"
#include "core/feed/PassiveFeed.h"
#include "core/service/HubThread.h"
#include "core/service/ProxyController.h"
#include "tests/support/TestSupport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace tickgate::test {

/// Key "anna" is user anna of broker zerodha, key "berta" is user berta of broker angel, or of dhan once she has moved.
/// Nobody knows what carla is logged in to.
class TwoUsers : public ApiKeyVerifier
{
public:
    KeyVerdict verify(const QByteArray &key) override
    {
        ++checks;
        if (key == "anna")
            return {KeyVerdict::Kind::Accepted, QStringLiteral("anna"), QStringLiteral("zerodha"), {}};
        if (key == "berta")
            return {KeyVerdict::Kind::Accepted, QStringLiteral("berta"), bertasBroker(), {}};
        if (key == "carla")
            return {KeyVerdict::Kind::Accepted, QStringLiteral("carla"), QStringLiteral("angel"), {}};
        if (key == "no broker")
            return {KeyVerdict::Kind::BrokerError, {}, {}, QStringLiteral("log in to the broker first")};
        return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("wrong key")};
    }
    std::optional<QString> brokerOf(const QString &userId) override
    {
        return userId == QLatin1String("berta") ? std::optional(bertasBroker()) : std::nullopt;
    }
    QString sourceName() const override { return QStringLiteral("two users"); }

    std::atomic<int> checks = 0;
    std::atomic<bool> bertaHasMoved = false;

private:
    [[nodiscard]] QString bertasBroker() const
    {
        return bertaHasMoved ? QStringLiteral("dhan") : QStringLiteral("angel");
    }
};

/// What a feed was told to rebuild, as "user at broker".
class Rebuilds
{
public:
    void add(const QString &user, const QString &broker)
    {
        const std::lock_guard lock(m_mutex);
        m_told.append(user + QStringLiteral(" at ") + broker);
    }
    [[nodiscard]] QStringList told() const
    {
        const std::lock_guard lock(m_mutex);
        return m_told;
    }

private:
    mutable std::mutex m_mutex;
    QStringList m_told;
};

class RecordingFeed : public PassiveFeed
{
public:
    explicit RecordingFeed(std::shared_ptr<Rebuilds> rebuilds)
        : m_rebuilds(std::move(rebuilds))
    {}
    void invalidate(const QString &userId, const QString &broker) override { m_rebuilds->add(userId, broker); }

private:
    const std::shared_ptr<Rebuilds> m_rebuilds;
};

/// A hub on its thread, started on free ports, or on the WebSocket port that the test sets.
class HubStage : public QObject
{
public:
    /// Without a feed of the test's own, one that tells what it was to rebuild.
    explicit HubStage(ProxyConfig config = {}, decltype(HubOptions::makeFeed) makeFeed = {},
                      decltype(HubOptions::makeDemoFeed) makeDemoFeed = {})
    {
        if (config.webSocketPort == ProxyConfig().webSocketPort)
            config.webSocketPort = 0;
        config.zmqPort = 0;
        HubOptions options;
        options.config = config;
        options.verifier = users;
        options.makeFeed = makeFeed ? std::move(makeFeed)
                                    : [told = rebuilds](QObject *) { return std::make_unique<RecordingFeed>(told); };
        options.makeDemoFeed = std::move(makeDemoFeed);
        hub = std::make_unique<HubThread>(options);
        connect(hub.get(), &HubThread::started, this, [this](quint16 webSocketPort, quint16 busPort) {
            port = webSocketPort;
            bus = busPort;
        });
        connect(hub.get(), &HubThread::sampled, this, [this](const ServiceSnapshot &sample) {
            newest = sample;
            sampling = false;
        });
        connect(hub.get(), &HubThread::startFailed, this, [this] { refused = true; });
        connect(hub.get(), &HubThread::failed, this,
                [this](const ServiceError &error) { failures.append(error.text); });
        connect(hub.get(), &HubThread::stopped, this, [this] { stopped = true; });
    }
    ~HubStage() override
    {
        hub->post([](Hub &h) {
            h.stop(QStringLiteral("test over"));
            h.hurry();
        });
        static_cast<void>(waitFor([this] { return stopped; }));
    }
    [[nodiscard]] bool waitStarted() const
    {
        return waitFor([this] { return port != 0; });
    }

    /// What the newest sample says of the client at that port; asks for the next one.
    [[nodiscard]] ClientSnapshot clientAt(quint16 peerPort)
    {
        if (!std::exchange(sampling, true))
            hub->post([](Hub &h) { h.takeSample(SnapshotDetail::Clients); });
        for (const ClientSnapshot &client : newest.hub.clientList) {
            if (client.port == peerPort)
                return client;
        }
        return {};
    }

    std::shared_ptr<TwoUsers> users = std::make_shared<TwoUsers>();
    std::shared_ptr<Rebuilds> rebuilds = std::make_shared<Rebuilds>();
    std::unique_ptr<HubThread> hub;
    quint16 port = 0;
    quint16 bus = 0;
    bool refused = false; ///< to start
    bool stopped = false;
    QStringList failures;
    ServiceSnapshot newest;
    bool sampling = false;
};

[[nodiscard]] inline QString codeOf(const QJsonObject &reply)
{
    return reply.value(QLatin1String("code")).toString();
}

[[nodiscard]] inline QString statusOf(const QJsonObject &reply)
{
    return reply.value(QLatin1String("status")).toString();
}

[[nodiscard]] inline QString brokerOf(const QJsonObject &replyOrTick)
{
    return replyOrTick.value(QLatin1String("broker")).toString();
}

[[nodiscard]] inline QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace tickgate::test
