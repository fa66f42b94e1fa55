#pragma once

#include "core/metrics/RateMeter.h"
#include "core/protocol/CloseCode.h"
#include "core/protocol/Mode.h"
#include "core/server/HandshakePolicy.h"
#include "core/server/RequestBudget.h"
#include "core/server/SessionOutput.h"

#include <QByteArray>
#include <QObject>
#include <QQueue>
#include <QString>

#include <cstdint>
#include <unordered_map>

class QTcpSocket;
class QWebSocket;

namespace tickgate {

class InputGuard;
struct SymbolSlot;

/// Who a session has proved to be.
struct Identity
{
    QString userId; ///< empty: not authenticated
    QString broker;
    QString maskedKey;
    int brokerNumber = -1; ///< of the hub's table, so that the data path compares numbers

    [[nodiscard]] bool known() const { return !userId.isEmpty(); }
};

/// One connected client: its sockets, identity, subscriptions and output. It decides nothing; the RequestHandler acts
/// on its requests and the hub on its end. Hub thread; owned by the hub.
class Session : public QObject
{
    Q_OBJECT

public:
    /// Takes both sockets over; guard is a child of tcp.
    Session(quint64 id, QWebSocket *webSocket, QTcpSocket *tcp, InputGuard *guard, HandshakeInfo handshake,
            Backlog::Budget budget);
    ~Session() override;

    [[nodiscard]] quint64 id() const { return m_id; }
    [[nodiscard]] SessionOutput &output() { return m_output; }
    [[nodiscard]] const HandshakeInfo &handshake() const { return m_handshake; }
    [[nodiscard]] const QString &peerAddress() const { return m_peerAddress; }
    [[nodiscard]] quint16 peerPort() const { return m_peerPort; }
    [[nodiscard]] std::uint64_t connectedNs() const { return m_connectedNs; }

    Identity identity;
    bool wantsOrders = false;
    int wrongKeys = 0;
    /// A slot's modes that are held, a bit for each, and of Depth how deep.
    struct Held
    {
        std::uint8_t modes = 0;
        int depth = 5;       ///< the most that was asked for
        int actualDepth = 5; ///< what the feed gives for it

        void deepen(int asked, int actual)
        {
            depth = asked;
            actualDepth = actual;
        }
    };
    std::unordered_map<SymbolSlot *, Held> subscriptions;
    int subscriptionCount = 0; ///< (symbol, mode) pairs
    bool flushPending = false; ///< in the fan-out's list of sessions to flush this turn
    RateMeter outRate;
    std::uint64_t slowUntilNs = 0; ///< shown as slow until then

    RequestBudget requests;
    // Requests are served one after the other; while one waits for an answer from elsewhere the next ones queue.
    bool busy = false;
    bool serving = false; ///< what waited is being served
    QQueue<QByteArray> waiting;
    qsizetype waitingBytes = 0;

    /// A control reply: what was gathered for this session leaves first, so that order is kept.
    void reply(const QByteArray &json);

    /// Sends a Close frame and waits for the client's (at most kCloseWait), then the connection is cut. Idempotent.
    void close(CloseCode code, const QString &reason);
    /// Cuts the connection now; nothing of it stays in the kernel.
    void abort();
    [[nodiscard]] bool closing() const { return m_closing; }
    /// Why we closed it, with the code, for the log; empty when the client left.
    [[nodiscard]] const QString &closeReason() const { return m_closeReason; }
    /// The client answered our Close frame.
    [[nodiscard]] bool closedPolitely() const { return m_closedPolitely; }
    /// We cut the connection because it did not.
    [[nodiscard]] bool wasCut() const { return m_cut; }

    /// One turn of the ping clock; false when the client has been silent for too long.
    [[nodiscard]] bool keepAlive(std::uint64_t nowNs, std::uint64_t intervalNs, std::uint64_t timeoutNs);

Q_SIGNALS:
    void requestReceived(const QByteArray &json);
    void binaryReceived();
    /// The socket took bytes again; the hub lets the backlog go on.
    void drained();
    /// The connection is gone. Comes once, from the event loop: a write that finds the connection broken ends no
    /// session under the hands of whoever is using it.
    void ended();

private:
    void onCloseArrived();
    void sendClose(CloseCode code, const QString &reason);
    void onGone();

    const quint64 m_id;
    QWebSocket *const m_webSocket;
    QTcpSocket *m_tcp; ///< nullptr once it is gone
    InputGuard *const m_guard;
    const HandshakeInfo m_handshake;
    const QString m_peerAddress;
    const quint16 m_peerPort;
    const std::uint64_t m_connectedNs;
    SessionOutput m_output;
    std::uint64_t m_pingSentNs = 0; ///< when the pong's time began; 0: none is awaited
    std::uint64_t m_lastPingNs;
    QString m_closeReason;
    bool m_closing = false;
    bool m_closedPolitely = false;
    bool m_cut = false;
    bool m_gone = false;
};

} // namespace tickgate
