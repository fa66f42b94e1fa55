#include "HandshakeGate.h"

#include "core/protocol/Limits.h"

#include <QTcpSocket>
#include <QTimer>

namespace tickgate {

namespace {
constexpr std::chrono::seconds kRefusalTime{1}; // for the client to read why, before the connection is cut
}

HandshakeGate::HandshakeGate(HandshakePolicy policy, QObject *parent)
    : QObject(parent)
    , m_policy(std::move(policy))
{}

void HandshakeGate::hold(QTcpSocket *socket)
{
    socket->setParent(this);
    m_held.insert(socket);
    auto *deadline = new QTimer(socket);
    deadline->setObjectName(QStringLiteral("handshakeDeadline"));
    deadline->setSingleShot(true);
    connect(deadline, &QTimer::timeout, this, [this, socket] {
        Q_EMIT refused(socket->peerAddress().toString(), QStringLiteral("no handshake within 5 s"));
        letGo(socket);
    });
    deadline->start(limits::kHandshakeTime);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { letGo(socket); });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { headerArrived(socket); });
    if (socket->bytesAvailable() > 0)
        headerArrived(socket);
}

void HandshakeGate::turnAway(QTcpSocket *socket, const QString &reason)
{
    socket->setParent(this);
    m_held.insert(socket);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { letGo(socket); });
    refuse(socket, {503, reason, {}});
}

void HandshakeGate::abortAll()
{
    const QSet<QTcpSocket *> held = m_held;
    for (QTcpSocket *socket : held)
        letGo(socket);
}

void HandshakeGate::headerArrived(QTcpSocket *socket)
{
    if (!m_held.contains(socket))
        return;
    const QByteArray bytes = socket->peek(static_cast<qint64>(limits::kHandshakeBytes) + 1);
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const qint64 headerBytes = end < 0 ? bytes.size() : end + 4;
    if (headerBytes > static_cast<qint64>(limits::kHandshakeBytes))
        refuse(socket, {431, QStringLiteral("The request header is larger than 8 KiB."), {}});
    else if (end >= 0)
        judge(socket, bytes.left(headerBytes));
}

void HandshakeGate::judge(QTcpSocket *socket, const QByteArray &header)
{
    const HandshakeVerdict verdict = m_policy.judge(header);
    if (!verdict.accepted()) {
        refuse(socket, verdict);
        return;
    }
    m_held.remove(socket);
    disconnect(socket, nullptr, this, nullptr);
    delete socket->findChild<QTimer *>(QStringLiteral("handshakeDeadline"));
    socket->setParent(nullptr);
    Q_EMIT passed(socket, header.size(), verdict.info);
}

void HandshakeGate::refuse(QTcpSocket *socket, const HandshakeVerdict &verdict)
{
    m_refused.insert(socket);
    Q_EMIT refused(socket->peerAddress().toString(), verdict.reason);
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    connect(socket, &QTcpSocket::readyRead, this, [socket] { socket->readAll(); });
    socket->readAll();
    socket->write(HandshakePolicy::response(verdict));
    socket->flush();
    if (auto *deadline = socket->findChild<QTimer *>(QStringLiteral("handshakeDeadline")))
        delete deadline;
    QTimer::singleShot(kRefusalTime, socket, [this, socket] { letGo(socket); });
}

void HandshakeGate::letGo(QTcpSocket *socket)
{
    if (!m_held.remove(socket))
        return;
    m_refused.remove(socket);
    disconnect(socket, nullptr, this, nullptr);
    socket->abort(); // linger 0 is set since it was accepted: nothing stays behind
    socket->deleteLater();
}

} // namespace tickgate
