#include "InputGuard.h"

#include "core/protocol/Limits.h"

#include <QTcpSocket>

#include <utility>

namespace tickgate {

InputGuard::InputGuard(QTcpSocket &socket, qint64 headerBytes)
    : QObject(&socket)
    , m_socket(socket)
    , m_inspector(limits::kMessageBytes)
    , m_headerBytes(headerBytes)
{
    const QByteArray bytes = socket.readAll();
    m_early = bytes.mid(headerBytes);
    putBack(bytes.left(headerBytes));
    connect(&socket, &QTcpSocket::readyRead, this, &InputGuard::inspect);
}

void InputGuard::attachBehind()
{
    m_seen = m_socket.bytesAvailable();
    // Runs after QWebSocket's own slot: what is left then has been seen, and was kept for the rest of a frame.
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] { m_seen = m_socket.bytesAvailable(); });
    if (m_early.isEmpty())
        return;
    putBack(m_early);
    m_early.clear();
    // Later, for QWebSocketServer is still at its own readyRead.
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT m_socket.readyRead(); }, Qt::QueuedConnection);
}

void InputGuard::putBack(const QByteArray &bytes)
{
    for (auto at = bytes.crbegin(); at != bytes.crend(); ++at)
        m_socket.ungetChar(*at);
}

void InputGuard::expectClose()
{
    m_expectClose = true;
}

void InputGuard::inspect()
{
    qint64 before = m_seen;
    if (m_headerBytes > 0) {
        if (m_socket.peek(4) == "GET ")
            before += m_headerBytes;
        else
            m_headerBytes = 0; // no frame of a client begins with 'G'
    }
    const qint64 available = m_socket.bytesAvailable();
    if (available > before) {
        const QByteArray bytes = m_socket.peek(available);
        const auto fresh = static_cast<std::size_t>(available - before);
        const std::string_view view(bytes.constData() + before, fresh);
        m_seen += available - before;
        if (!m_violated) {
            if (const auto code = m_inspector.feed(view)) {
                m_violated = true;
                m_expectClose = true;
                Q_EMIT violated(*code);
            } else if (const auto joined = m_joiner.feed(view)) {
                m_socket.readAll();
                putBack(bytes.left(before) + QByteArray::fromStdString(*joined));
                m_seen += static_cast<qint64>(joined->size()) - static_cast<qint64>(fresh);
            }
        }
    }
    const bool closeIsNew = m_inspector.closeSeen() && !m_violated && !std::exchange(m_closeTold, true);
    const bool answered = m_expectClose;
    if (closeIsNew && !answered)
        Q_EMIT closeArrived();
    if (!m_expectClose)
        return;
    m_socket.readAll();
    m_seen = 0;
    if (closeIsNew && answered)
        Q_EMIT closeAnswered();
}

} // namespace tickgate
