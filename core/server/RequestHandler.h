#pragma once

#include "core/auth/ApiKeyVerifier.h"
#include "core/protocol/Request.h"

#include <QObject>
#include <QStringList>

#include <cstdint>

namespace tickgate {

class AuthService;
class BrokerTable;
class FanOut;
class FeedSource;
class Session;
class SubscriptionIndex;
struct SymbolSlot;

/// Serves what clients ask for, one request per session at a time: checks who may ask, acts on index and feed, replies
/// as PROTOCOL says. Hub thread; owned by the hub, which owns all it refers to.
class RequestHandler : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        SubscriptionIndex &index;
        FanOut &fanOut;
        BrokerTable &brokers;
        AuthService &auth;
        FeedSource &feed;
    };

    RequestHandler(Parts parts, QStringList validBrokers, QObject *parent = nullptr);

    void serve(Session &session, const QByteArray &json);
    void refuseBinary(Session &session);
    /// The session is about to go: its subscriptions end.
    void releaseAll(Session &session);

    [[nodiscard]] std::uint64_t wrongKeys() const { return m_wrongKeys; }
    [[nodiscard]] std::uint64_t invalidRequests() const { return m_invalidRequests; }

Q_SIGNALS:
    /// A session has become authenticated, or somebody else.
    void authenticated(tickgate::Session *session);

private:
    struct PendingSubscribe;

    void handle(Session &session, const Request &request);
    void authenticate(Session &session, const Request &request);
    void authenticationDone(Session &session, const KeyVerdict &verdict, const QByteArray &key,
                            const QJsonValue &requestId);
    void subscribe(Session &session, const Request &request);
    void subscribeDone(PendingSubscribe &pending);
    void unsubscribe(Session &session, const Request &request);
    void unsubscribeAll(Session &session, const Request &request);
    void drop(Session &session, SymbolSlot &slot, Mode mode);

    void fail(Session &session, const RequestError &error, const QJsonValue &requestId);
    void finish(Session &session);

    Parts m_parts;
    QStringList m_validBrokers;
    std::uint64_t m_wrongKeys = 0;
    std::uint64_t m_invalidRequests = 0;
};

} // namespace tickgate
