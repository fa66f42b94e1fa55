#pragma once

#include <QTcpSocket>

namespace tickgate {

/// A client's connection. What the kernel takes at once never enters Qt's write buffer, which is 32 KiB for each socket
/// from its first byte on and stays: 1,000 clients with 100 symbols each cost 30 MiB less.
///
/// Bytes leave in the order in which they were written: past the buffer only while that is empty. bytesWritten() tells
/// of what was buffered. Hub thread.
class ClientSocket : public QTcpSocket
{
    Q_OBJECT

public:
    using QTcpSocket::QTcpSocket;

protected:
    qint64 writeData(const char *data, qint64 size) override;
};

} // namespace tickgate
