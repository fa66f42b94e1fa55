#pragma once

#include <QByteArray>

#include <memory>

class QTcpSocket;

namespace tickgate::test {

/// Two ends of one TCP connection over loopback with small kernel buffers, and a reader that reads only when told to.
/// Lives on the test's thread.
class SocketPair
{
public:
    static constexpr int kKernelBytes = 32 * 1024;

    /// What the server's end is: as Qt makes it, where every write waits for the event loop, or a ClientSocket.
    enum class End
    {
        Qt,
        Ours
    };

    /// serverKernelBytes: what the kernel may hold of what the server sends.
    explicit SocketPair(int serverKernelBytes = kKernelBytes, End serverEnd = End::Qt);
    ~SocketPair();

    [[nodiscard]] bool ok() const { return m_server != nullptr; }
    [[nodiscard]] QTcpSocket &server() { return *m_server; }
    [[nodiscard]] QTcpSocket &client() { return *m_client; }

    /// What the client's side has now, without waiting for more.
    [[nodiscard]] QByteArray read();

private:
    std::unique_ptr<QTcpSocket> m_client;
    std::unique_ptr<QTcpSocket> m_server;
};

} // namespace tickgate::test
