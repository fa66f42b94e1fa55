#include "SocketPair.h"

#include "TestSupport.h"
#include "core/server/ClientSocket.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace tickgate::test {

namespace {
constexpr qint64 kReaderBytes = 16 * 1024; // Qt reads no further ahead than this

class Listener : public QTcpServer
{
public:
    explicit Listener(SocketPair::End end)
        : m_end(end)
    {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = m_end == SocketPair::End::Ours ? new ClientSocket(this) : new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        addPendingConnection(socket);
    }

private:
    const SocketPair::End m_end;
};
} // namespace

SocketPair::SocketPair(int serverKernelBytes, End serverEnd)
    : m_client(std::make_unique<QTcpSocket>())
{
    Listener listener(serverEnd);
    if (!listener.listen(QHostAddress::LocalHost))
        return;
    m_client->setReadBufferSize(kReaderBytes);
    m_client->connectToHost(QHostAddress::LocalHost, listener.serverPort());
    m_client->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, kKernelBytes);
    if (!waitFor([&] { return listener.hasPendingConnections() && m_client->state() == QTcpSocket::ConnectedState; }))
        return;
    m_server.reset(listener.nextPendingConnection());
    m_server->setParent(nullptr);
    m_server->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, serverKernelBytes);
    m_server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

SocketPair::~SocketPair() = default;

QByteArray SocketPair::read()
{
    return m_client->readAll();
}

} // namespace tickgate::test
