#include "SessionKeeper.h"

#include "core/metrics/Clock.h"
#include "core/protocol/Limits.h"
#include "core/server/FanOut.h"
#include "core/server/InputGuard.h"
#include "core/server/Session.h"

#include <QWebSocket>

#include <spdlog/spdlog.h>

namespace tickgate {

SessionKeeper::SessionKeeper(const ProxyConfig &config, FanOut &fanOut, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_fanOut(fanOut)
{}

SessionKeeper::~SessionKeeper() = default;

void SessionKeeper::admit(QWebSocket *webSocket, QTcpSocket *tcp, InputGuard *guard, const HandshakeInfo &info)
{
    const Backlog::Budget budget{static_cast<std::size_t>(m_config.maxQueueMessages), limits::kQueueBytes};
    const quint64 id = m_nextId++;
    auto owned = std::make_unique<Session>(id, webSocket, tcp, guard, info, budget);
    Session *session = owned.get();
    m_sessions.emplace(id, std::move(owned));
    connect(session, &Session::requestReceived, this,
            [this, session](const QByteArray &json) { Q_EMIT requestReceived(session, json); });
    connect(session, &Session::binaryReceived, this, [this, session] { Q_EMIT binaryReceived(session); });
    connect(session, &Session::drained, this, [session] {
        if (session->output().resume(monotonicNs()))
            QMetaObject::invokeMethod(
                session, [session] { Q_EMIT session->drained(); }, Qt::QueuedConnection);
    });
    connect(session, &Session::ended, this, [this, session] { onEnded(*session); });
    spdlog::info("server: client {} connected from {}:{}", id, session->peerAddress().toStdString(),
                 session->peerPort());
}

void SessionKeeper::onEnded(Session &session)
{
    Q_EMIT ending(&session);
    m_fanOut.forget(session);
    m_leftPolitely += session.closedPolitely() ? 1 : 0;
    m_cut += session.wasCut() ? 1 : 0;
    if (session.closeReason().isEmpty())
        spdlog::info("server: client {} left", session.id());
    else
        spdlog::info("server: client {} closed: {}", session.id(), session.closeReason().toStdString());
    const auto found = m_sessions.find(session.id());
    if (found != m_sessions.end()) {
        found->second.release()->deleteLater(); // it is the one that is speaking
        m_sessions.erase(found);
    }
    Q_EMIT ended();
}

std::vector<Session *> SessionKeeper::current() const
{
    std::vector<Session *> sessions;
    sessions.reserve(m_sessions.size());
    for (const auto &[id, session] : m_sessions)
        sessions.push_back(session.get());
    return sessions;
}

void SessionKeeper::deliverOrder(const OrderRecord &order)
{
    const QString user = QString::fromStdString(order.userId);
    const std::uint64_t nowNs = monotonicNs();
    for (Session *session : current()) {
        if (!session->wantsOrders || session->identity.userId != user || session->closing())
            continue;
        if (!m_fanOut.deliverKept(*session, order.frame, nowNs))
            session->close(CloseCode::ReaderTooSlow, QStringLiteral("order updates could not be queued"));
    }
}

void SessionKeeper::enforceDeadlines(std::uint64_t nowNs)
{
    const std::uint64_t pingEvery = nanoseconds(m_config.pingInterval);
    const std::uint64_t pongWithin = nanoseconds(m_config.pingTimeout);
    for (Session *session : current()) {
        SessionOutput &output = session->output();
        if (session->closing())
            continue;
        output.lookAtReader(nowNs);
        if (!session->identity.known() && nowNs - session->connectedNs() > nanoseconds(m_config.authGrace)) {
            session->close(CloseCode::NotAuthenticated,
                           QStringLiteral("not authenticated within %1 s").arg(m_config.authGrace.count()));
        } else if (output.blocked() && nowNs - output.lastProgressNs() > nanoseconds(limits::kNoProgress)) {
            session->close(CloseCode::ReaderTooSlow, QStringLiteral("nothing was read for 30 s"));
        } else if (m_config.slowClient == SlowClientPolicy::Disconnect && output.conflating()) {
            session->close(CloseCode::ReaderTooSlow, QStringLiteral("reads too slowly"));
        } else if (!session->keepAlive(nowNs, pingEvery, pongWithin)) {
            spdlog::warn("server: client {} answers no pings", session->id());
            session->abort();
        }
    }
}

void SessionKeeper::kick(quint64 id)
{
    const auto found = m_sessions.find(id);
    if (found != m_sessions.end())
        found->second->close(CloseCode::Kicked, QStringLiteral("disconnected by the user"));
}

void SessionKeeper::closeAll(CloseCode code, const QString &reason)
{
    for (Session *session : current())
        session->close(code, reason);
}

void SessionKeeper::abortAll()
{
    for (Session *session : current())
        session->abort();
}

} // namespace tickgate
