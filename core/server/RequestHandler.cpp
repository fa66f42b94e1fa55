#include "RequestHandler.h"

#include "core/auth/AuthService.h"
#include "core/feed/FeedSource.h"
#include "core/metrics/Clock.h"
#include "core/protocol/Limits.h"
#include "core/protocol/Reply.h"
#include "core/server/BrokerTable.h"
#include "core/server/FanOut.h"
#include "core/server/Session.h"
#include "core/server/SubscriptionIndex.h"

#include <QDateTime>
#include <QPointer>
#include <QScopedValueRollback>
#include <QTimer>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

namespace tickgate {

namespace {

QJsonValue jsonText(const std::string &text)
{
    return QString::fromStdString(text);
}

FeedRequest feedRequest(const Identity &identity, const SymbolSlot &slot, Mode mode, int depth)
{
    return {identity.userId, identity.broker, slot.exchange, slot.symbol, mode, depth};
}

} // namespace

/// A subscribe request while the feed is asked about its symbols; shared by the answers that are still out.
struct RequestHandler::PendingSubscribe
{
    QPointer<Session> session;
    Identity identity; ///< as it was when the feed was asked
    SubscribeRequest request;
    QJsonValue requestId;
    std::vector<FeedResult> results; ///< by entry
    std::vector<bool> asked;         ///< the feed was asked and holds a reference if it accepted
    qsizetype open = 0;
};

RequestHandler::RequestHandler(Parts parts, QStringList validBrokers, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_validBrokers(std::move(validBrokers))
{}

void RequestHandler::serve(Session &session, const QByteArray &json)
{
    if (!session.requests.take(monotonicNs())) {
        fail(session,
             {QStringLiteral("RATE_LIMITED"),
              QStringLiteral("more than %1 requests a second").arg(limits::kRequestsPerSecond)},
             parseRequest(json).requestId);
        return;
    }
    if (session.busy) {
        if (session.waitingBytes + json.size() > static_cast<qsizetype>(limits::kMessageBytes)) {
            fail(session,
                 {QStringLiteral("RATE_LIMITED"), QStringLiteral("too many requests while one waits for its answer")},
                 parseRequest(json).requestId);
            return;
        }
        session.waiting.enqueue(json);
        session.waitingBytes += json.size();
        return;
    }
    const ParsedRequest parsed = parseRequest(json);
    if (!parsed.request) {
        fail(session, parsed.error, parsed.requestId);
        return;
    }
    handle(session, *parsed.request);
}

void RequestHandler::refuseBinary(Session &session)
{
    if (session.requests.take(monotonicNs())) {
        fail(session, {QStringLiteral("INVALID_JSON"), QStringLiteral("send text messages, not binary ones")},
             QJsonValue::Undefined);
    }
}

void RequestHandler::handle(Session &session, const Request &request)
{
    if (!isOpenToAll(request.action) && !session.identity.known()) {
        fail(session, {QStringLiteral("NOT_AUTHENTICATED"), QStringLiteral("authenticate first")}, request.requestId);
        return;
    }
    const Identity &who = session.identity;
    switch (request.action) {
    case Action::Authenticate:
        authenticate(session, request);
        break;
    case Action::Subscribe:
        subscribe(session, request);
        break;
    case Action::Unsubscribe:
        unsubscribe(session, request);
        break;
    case Action::UnsubscribeAll:
        unsubscribeAll(session, request);
        break;
    case Action::SubscribeOrders:
    case Action::UnsubscribeOrders:
        session.wantsOrders = request.action == Action::SubscribeOrders;
        session.reply(reply::orders(session.wantsOrders, request.requestId));
        break;
    case Action::GetBrokerInfo:
        session.reply(
            reply::brokerInfo(who.broker, m_parts.feed.adapterStatus(who.userId), who.userId, request.requestId));
        break;
    case Action::GetSupportedBrokers:
        session.reply(reply::supportedBrokers(m_validBrokers, request.requestId));
        break;
    case Action::Ping:
        session.reply(reply::pong(request.body, QDateTime::currentMSecsSinceEpoch()));
        break;
    }
}

void RequestHandler::authenticate(Session &session, const Request &request)
{
    const QByteArray key = apiKeyOf(request.body);
    if (key.isEmpty()) {
        fail(session, {QStringLiteral("AUTHENTICATION_ERROR"), QStringLiteral("api_key is missing")},
             request.requestId);
        return;
    }
    session.busy = true;
    const QPointer<Session> alive(&session);
    m_parts.auth.check(key, &session, [this, alive, key, id = request.requestId](const KeyVerdict &verdict) {
        if (alive && !alive->closing())
            authenticationDone(*alive, verdict, key, id);
    });
}

void RequestHandler::authenticationDone(Session &session, const KeyVerdict &verdict, const QByteArray &key,
                                        const QJsonValue &requestId)
{
    switch (verdict.kind) {
    case KeyVerdict::Kind::Accepted: {
        if (session.identity.known() && session.identity.userId != verdict.userId) {
            // Nothing that one user asked for goes on under another's name.
            spdlog::info("server: client {} leaves user {}, and with it its subscriptions", session.id(),
                         session.identity.userId.toStdString());
            releaseAll(session);
            session.wantsOrders = false;
            session.output().dropQueued();
        }
        session.identity = {verdict.userId, verdict.broker, maskedKey(key),
                            m_parts.brokers.numberOf(verdict.broker.toStdString())};
        session.wrongKeys = 0;
        spdlog::info("server: client {} is user {} with key {}", session.id(), verdict.userId.toStdString(),
                     session.identity.maskedKey.toStdString());
        m_parts.feed.prepare(verdict.userId, verdict.broker);
        session.reply(reply::authenticated(verdict.userId, verdict.broker, requestId));
        Q_EMIT authenticated(&session);
        break;
    }
    case KeyVerdict::Kind::BrokerError:
        fail(session, {QStringLiteral("BROKER_ERROR"), verdict.message}, requestId);
        break;
    case KeyVerdict::Kind::Unavailable:
        fail(session, {QStringLiteral("AUTHENTICATION_ERROR"), verdict.message}, requestId);
        break;
    case KeyVerdict::Kind::WrongKey:
        ++m_wrongKeys;
        ++session.wrongKeys;
        spdlog::warn("server: client {} from {} sent a wrong key ({} so far)", session.id(),
                     session.peerAddress().toStdString(), session.wrongKeys);
        // The answer is delayed, and the next request waits for it: guessing is slow.
        QTimer::singleShot(limits::kWrongKeyDelay * session.wrongKeys, &session,
                           [this, &session, message = verdict.message, requestId] {
                               fail(session, {QStringLiteral("AUTHENTICATION_ERROR"), message}, requestId);
                               if (session.wrongKeys >= limits::kWrongKeys)
                                   session.close(CloseCode::NotAuthenticated, QStringLiteral("too many wrong keys"));
                               else
                                   finish(session);
                           });
        return;
    }
    finish(session);
}

void RequestHandler::subscribe(Session &session, const Request &request)
{
    auto parsed = parseSubscribe(request.body);
    if (const auto *error = std::get_if<RequestError>(&parsed)) {
        fail(session, *error, request.requestId);
        return;
    }
    session.busy = true;
    const auto pending = std::make_shared<PendingSubscribe>();
    pending->session = &session;
    pending->identity = session.identity;
    pending->request = std::get<SubscribeRequest>(std::move(parsed));
    pending->requestId = request.requestId;
    const auto count = static_cast<std::size_t>(pending->request.symbols.size());
    pending->results.resize(count);
    pending->asked.resize(count, false);
    pending->open = 1; // so that answers that come at once do not finish it before all were asked

    int room = limits::kSubscriptionsPerSession - session.subscriptionCount;
    for (std::size_t i = 0; i < count; ++i) {
        const SymbolEntry &entry = pending->request.symbols[static_cast<qsizetype>(i)];
        FeedResult &result = pending->results[i];
        result.actualDepth = pending->request.depth;
        if (!entry.problem.isEmpty()) {
            result.accepted = false;
            result.message = entry.problem;
            continue;
        }
        const std::string exchange = entry.exchange.toString().toStdString();
        const std::string symbol = entry.symbol.toString().toStdString();
        const auto held = session.subscriptions.find(m_parts.index.find(exchange, symbol));
        const bool isHeld =
            held != session.subscriptions.end() && (held->second.modes & modeBit(pending->request.mode)) != 0;
        const bool isDepth = pending->request.mode == Mode::Depth;
        if (isHeld && (!isDepth || pending->request.depth <= held->second.depth)) {
            if (isDepth)
                result.actualDepth = held->second.actualDepth;
            continue; // a success that delivers once
        }
        if (!isHeld && room-- <= 0) {
            result.accepted = false;
            result.message = QStringLiteral("limit of %1 subscriptions reached").arg(limits::kSubscriptionsPerSession);
            continue;
        }
        pending->asked[i] = true;
        ++pending->open;
        m_parts.feed.acquire({session.identity.userId, session.identity.broker, exchange, symbol, pending->request.mode,
                              pending->request.depth},
                             [this, pending, i](const FeedResult &answer) {
                                 pending->results[i] = answer;
                                 if (--pending->open == 0)
                                     subscribeDone(*pending);
                             });
    }
    if (--pending->open == 0)
        subscribeDone(*pending);
}

void RequestHandler::subscribeDone(PendingSubscribe &pending)
{
    const std::uint64_t nowNs = monotonicNs();
    Session *session = pending.session;
    const bool gone = session == nullptr || session->closing();
    const Mode mode = pending.request.mode;
    QJsonArray entries;
    bool anyFailed = false;
    std::vector<SymbolSlot *> held;
    for (std::size_t i = 0; i < pending.results.size(); ++i) {
        const SymbolEntry &entry = pending.request.symbols[static_cast<qsizetype>(i)];
        const FeedResult &result = pending.results[i];
        if (!result.accepted) {
            anyFailed = true;
            entries.append(reply::failed(entry, result.message, pending.identity.broker));
            continue;
        }
        const std::string exchange = entry.exchange.toString().toStdString();
        const std::string symbol = entry.symbol.toString().toStdString();
        const FeedRequest asked{pending.identity.userId, pending.identity.broker, exchange, symbol, mode,
                                pending.request.depth};
        if (gone) {
            if (pending.asked[i])
                m_parts.feed.release(asked);
            continue;
        }
        SymbolSlot &slot = m_parts.index.slot(exchange, symbol);
        if (m_parts.index.add(slot, *session, mode, nowNs)) {
            Session::Held &hold = session->subscriptions[&slot];
            hold.modes |= modeBit(mode);
            ++session->subscriptionCount;
        } else if (pending.asked[i]) {
            m_parts.feed.release(asked); // named twice, or held before and wanted deeper now
        }
        if (mode == Mode::Depth && pending.asked[i])
            session->subscriptions[&slot].deepen(pending.request.depth, result.actualDepth);
        if (std::find(held.begin(), held.end(), &slot) == held.end())
            held.push_back(&slot);
        entries.append(reply::subscribed(entry, mode, result.actualDepth, pending.identity.broker));
    }
    if (gone)
        return;
    session->reply(reply::subscribe(entries, anyFailed, pending.identity.broker, pending.requestId));
    if (pending.request.snapshot) {
        for (const SymbolSlot *slot : held)
            m_parts.fanOut.sendSnapshot(*slot, *session, mode, nowNs);
        m_parts.fanOut.flush();
    }
    finish(*session);
}

void RequestHandler::unsubscribe(Session &session, const Request &request)
{
    auto parsed = parseUnsubscribe(request.body);
    if (const auto *error = std::get_if<RequestError>(&parsed)) {
        fail(session, *error, request.requestId);
        return;
    }
    const QString &broker = session.identity.broker;
    QJsonArray successful;
    QJsonArray failed;
    for (const SymbolEntry &entry : std::as_const(std::get<UnsubscribeRequest>(parsed).symbols)) {
        if (!entry.problem.isEmpty()) {
            failed.append(reply::failed(entry, entry.problem, broker));
            continue;
        }
        if (SymbolSlot *slot =
                m_parts.index.find(entry.exchange.toString().toStdString(), entry.symbol.toString().toStdString()))
            drop(session, *slot, entry.mode);
        successful.append(reply::unsubscribed(entry.symbol, entry.exchange, broker));
    }
    session.reply(reply::unsubscribe(successful, failed, broker, request.requestId));
}

void RequestHandler::unsubscribeAll(Session &session, const Request &request)
{
    QJsonArray successful;
    for (const auto &[slot, held] : session.subscriptions) {
        for (const Mode mode : kModes) {
            if ((held.modes & modeBit(mode)) != 0) {
                successful.append(
                    reply::unsubscribed(jsonText(slot->symbol), jsonText(slot->exchange), session.identity.broker));
            }
        }
    }
    releaseAll(session);
    session.reply(reply::unsubscribe(successful, {}, session.identity.broker, request.requestId));
}

void RequestHandler::releaseAll(Session &session)
{
    const auto subscriptions = session.subscriptions;
    for (const auto &[slot, held] : subscriptions) {
        for (const Mode mode : kModes) {
            if ((held.modes & modeBit(mode)) != 0)
                drop(session, *slot, mode);
        }
    }
}

void RequestHandler::drop(Session &session, SymbolSlot &slot, Mode mode)
{
    const auto held = session.subscriptions.find(&slot);
    if (held == session.subscriptions.end() || (held->second.modes & modeBit(mode)) == 0)
        return;
    m_parts.feed.release(feedRequest(session.identity, slot, mode, held->second.depth));
    held->second.modes &= static_cast<std::uint8_t>(~modeBit(mode));
    --session.subscriptionCount;
    if (held->second.modes == 0) {
        session.subscriptions.erase(held);
        session.output().dropSymbol(slot.number);
    }
    m_parts.index.remove(slot, session, mode); // the slot may be gone now
}

void RequestHandler::fail(Session &session, const RequestError &error, const QJsonValue &requestId)
{
    ++m_invalidRequests;
    session.reply(reply::error(error, requestId));
}

void RequestHandler::finish(Session &session)
{
    session.busy = false;
    if (session.serving)
        return; // the loop below goes on; one inside it for each request would need a stack without end
    const QScopedValueRollback serving(session.serving, true);
    while (!session.busy && !session.closing() && !session.waiting.isEmpty()) {
        const QByteArray json = session.waiting.dequeue();
        session.waitingBytes -= json.size();
        const ParsedRequest parsed = parseRequest(json);
        if (parsed.request)
            handle(session, *parsed.request);
        else
            fail(session, parsed.error, parsed.requestId);
    }
}

} // namespace tickgate
