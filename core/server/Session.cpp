#include "Session.h"

#include "core/metrics/Clock.h"
#include "core/protocol/Frame.h"
#include "core/protocol/Limits.h"
#include "core/server/InputGuard.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>

namespace tickgate {

namespace {
constexpr std::chrono::milliseconds kReadLook{10};
}

Session::Session(quint64 id, QWebSocket *webSocket, QTcpSocket *tcp, InputGuard *guard, HandshakeInfo handshake,
                 Backlog::Budget budget)
    : m_id(id)
    , m_webSocket(webSocket)
    , m_tcp(tcp)
    , m_guard(guard)
    , m_handshake(std::move(handshake))
    , m_peerAddress(tcp->peerAddress().toString())
    , m_peerPort(tcp->peerPort())
    , m_connectedNs(monotonicNs())
    , m_output(*tcp, budget)
    , m_lastPingNs(m_connectedNs)
{
    webSocket->setParent(this);
    // QWebSocketServer deletes the TCP socket when it disconnects.
    webSocket->setMaxAllowedIncomingMessageSize(limits::kMessageBytes);
    webSocket->setMaxAllowedIncomingFrameSize(limits::kMessageBytes);

    connect(webSocket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        if (!m_closing)
            Q_EMIT requestReceived(text.toUtf8());
    });
    connect(webSocket, &QWebSocket::binaryMessageReceived, this, [this] {
        if (!m_closing)
            Q_EMIT binaryReceived();
    });
    connect(webSocket, &QWebSocket::pong, this, [this] { m_pingSentNs = 0; });
    connect(tcp, &QTcpSocket::bytesWritten, this, [this] { Q_EMIT drained(); });
    connect(tcp, &QTcpSocket::disconnected, this, &Session::onGone);
    connect(tcp, &QObject::destroyed, this, [this] {
        m_tcp = nullptr;
        onGone();
    });
    connect(guard, &InputGuard::violated, this, [this](CloseCode code) {
        close(code, code == CloseCode::MessageTooBig ? QStringLiteral("message larger than 1 MiB")
                                                     : QStringLiteral("unmasked or malformed frame"));
    });
    connect(guard, &InputGuard::closeArrived, this, &Session::onCloseArrived);
    connect(guard, &InputGuard::closeAnswered, this, [this] {
        m_closedPolitely = true;
        abort();
    });
}

Session::~Session() = default;

void Session::reply(const QByteArray &json)
{
    if (m_closing || m_tcp == nullptr)
        return;
    m_output.sendReply({json.constData(), static_cast<std::size_t>(json.size())}, monotonicNs());
    // A client that asks and never reads the answers would have them pile up here.
    if (m_tcp->bytesToWrite() > static_cast<qint64>(limits::kQueueBytes))
        close(CloseCode::ReaderTooSlow, QStringLiteral("replies are not being read"));
}

void Session::close(CloseCode code, const QString &reason)
{
    if (m_closing || m_gone)
        return;
    m_closing = true;
    if (code != CloseCode::Normal)
        m_closeReason = QStringLiteral("%1 %2").arg(static_cast<int>(code)).arg(reason);
    if (m_tcp == nullptr || m_tcp->state() != QAbstractSocket::ConnectedState) {
        abort();
        return;
    }
    sendClose(code, reason);
    QTimer::singleShot(limits::kCloseWait, this, &Session::abort);
}

void Session::sendClose(CloseCode code, const QString &reason)
{
    // Only whole frames have been handed to the socket, so the Close frame may follow them.
    m_output.discard();
    m_guard->expectClose();
    const std::string frame = closeFrame(static_cast<std::uint16_t>(code), reason.toUtf8().toStdString());
    m_tcp->write(frame.data(), static_cast<qint64>(frame.size()));
    m_tcp->flush();
}

void Session::abort()
{
    m_closing = true;
    if (m_tcp != nullptr && m_tcp->state() != QAbstractSocket::UnconnectedState) {
        m_cut = !m_closedPolitely;
        m_tcp->abort();
    }
    onGone();
}

bool Session::keepAlive(std::uint64_t nowNs, std::uint64_t intervalNs, std::uint64_t timeoutNs)
{
    if (m_closing || intervalNs == 0)
        return true;
    if (m_pingSentNs != 0) {
        // Behind a long queue the ping itself waits: the pong's time begins when the client has read so far.
        if (m_output.blocked() || m_output.behind())
            m_pingSentNs = std::max(m_pingSentNs, m_output.lastProgressNs());
        return nowNs - std::min(nowNs, m_pingSentNs) < timeoutNs;
    }
    if (nowNs - m_lastPingNs >= intervalNs) {
        m_lastPingNs = nowNs;
        m_pingSentNs = nowNs;
        m_webSocket->ping();
    }
    return true;
}

void Session::onCloseArrived()
{
    if (m_closing || m_tcp == nullptr || !m_output.anythingStuck())
        return; // QWebSocket answers it
    // QWebSocket would close the connection once its answer is in the kernel, and what lies there unread would be lost
    // with it, the answer included. So the client gets the time to read, for as long as it does.
    m_closing = true;
    sendClose(CloseCode::Normal, {});
    auto *look = new QTimer(this);
    connect(look, &QTimer::timeout, this, [this, least = m_output.unread(), readNs = monotonicNs()]() mutable {
        if (m_tcp == nullptr)
            return;
        const std::size_t unread = m_output.unread();
        const std::uint64_t nowNs = monotonicNs();
        if (unread < least)
            readNs = nowNs;
        least = std::min(least, unread);
        m_closedPolitely = unread == 0;
        if (unread == 0 || std::chrono::nanoseconds(nowNs - readNs) > limits::kCloseWait)
            abort();
    });
    look->start(kReadLook);
    QTimer::singleShot(limits::kNoProgress, this, &Session::abort);
}

void Session::onGone()
{
    if (m_gone)
        return;
    m_gone = true;
    m_closing = true;
    m_output.discard();
    QMetaObject::invokeMethod(this, &Session::ended, Qt::QueuedConnection);
}

} // namespace tickgate
