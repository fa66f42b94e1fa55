#include "ClientSocket.h"

#include "core/ports/ListenSocket.h"

#include <algorithm>

namespace tickgate {

qint64 ClientSocket::writeData(const char *data, qint64 size)
{
    qint64 sent = 0;
    if (state() == ConnectedState && bytesToWrite() == 0) {
        const auto socket = static_cast<os::SocketHandle>(socketDescriptor());
        // A broken connection is left to Qt, which tells of it.
        sent = std::max<qint64>(os::sendSome(socket, data, static_cast<std::size_t>(size)), 0);
        if (sent == size)
            return size;
    }
    const qint64 buffered = QTcpSocket::writeData(data + sent, size - sent);
    return buffered < 0 && sent == 0 ? buffered : sent + std::max<qint64>(buffered, 0);
}

} // namespace tickgate
