#pragma once

#include "core/bus/TickBatch.h"
#include "core/config/ProxyConfig.h"
#include "core/protocol/CloseCode.h"
#include "core/server/HandshakePolicy.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

class QTcpSocket;
class QWebSocket;

namespace tickgate {

class FanOut;
class InputGuard;
class Session;

/// All sessions: makes them, watches their deadlines and lets them go. Hub thread; owned by the hub.
class SessionKeeper : public QObject
{
    Q_OBJECT

public:
    using Sessions = std::map<quint64, std::unique_ptr<Session>>;

    SessionKeeper(const ProxyConfig &config, FanOut &fanOut, QObject *parent = nullptr);
    ~SessionKeeper() override;

    /// A client has arrived; all three are the session's.
    void admit(QWebSocket *webSocket, QTcpSocket *tcp, InputGuard *guard, const HandshakeInfo &info);

    [[nodiscard]] const Sessions &sessions() const { return m_sessions; }
    [[nodiscard]] int count() const { return static_cast<int>(m_sessions.size()); }

    /// To the sessions of its user that asked for orders; who has no room for it is closed.
    void deliverOrder(const OrderRecord &order);
    /// Ends sessions that are past a deadline: not authenticated, not reading, not answering pings.
    void enforceDeadlines(std::uint64_t nowNs);

    void kick(quint64 id);
    /// A Close frame to everybody.
    void closeAll(CloseCode code, const QString &reason);
    /// Cuts everybody.
    void abortAll();
    /// Sessions that ended by answering our Close frame.
    [[nodiscard]] int leftPolitely() const { return m_leftPolitely; }
    /// Sessions that we had to cut, whichever deadline was first.
    [[nodiscard]] int cut() const { return m_cut; }

Q_SIGNALS:
    void requestReceived(tickgate::Session *session, const QByteArray &json);
    void binaryReceived(tickgate::Session *session);
    /// The session is about to be destroyed; what it holds elsewhere has to be given back now.
    void ending(tickgate::Session *session);
    /// One less.
    void ended();

private:
    void onEnded(Session &session);
    /// Those that are there now; acting on one may end it and change the map.
    [[nodiscard]] std::vector<Session *> current() const;

    const ProxyConfig m_config;
    FanOut &m_fanOut;
    Sessions m_sessions;
    quint64 m_nextId = 1;
    int m_leftPolitely = 0;
    int m_cut = 0;
};

} // namespace tickgate
