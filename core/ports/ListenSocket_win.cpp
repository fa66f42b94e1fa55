#include "ListenSocket.h"

// winsock2.h has to come before anything that includes windows.h.
#include <winsock2.h>
#include <ws2tcpip.h>

// After the system's.
#include "SocketAddress.h"

#include <algorithm>
#include <array>
#include <climits>
#include <system_error>

namespace tickgate::os {

namespace {

/// Winsock wants a start-up call per process; a static local makes it once, whoever comes first.
void ensureWinsock()
{
    static const int started = [] {
        WSADATA data;
        return WSAStartup(MAKEWORD(2, 2), &data);
    }();
    static_cast<void>(started);
}

bool setOption(SOCKET socket, int level, int name)
{
    const BOOL on = TRUE;
    return setsockopt(socket, level, name, reinterpret_cast<const char *>(&on), sizeof on) == 0;
}

std::uint16_t boundPort(SocketHandle socket) noexcept
{
    sockaddr_storage storage{};
    int size = sizeof storage;
    if (getsockname(socket, reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return 0;
    return portOf(storage);
}

ListenResult openBound(const std::string &address, std::uint16_t port, Reuse reuse)
{
    ensureWinsock();
    ListenResult result;
    const NumericAddress where = numericAddress(address, port);
    if (where.size == 0) {
        result.error = WSAEADDRNOTAVAIL;
        return result;
    }
    const SOCKET socket = WSASocketW(where.storage.ss_family, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                     WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (socket == INVALID_SOCKET) {
        result.error = WSAGetLastError();
        return result;
    }
    const auto fail = [&] {
        result.error = WSAGetLastError();
        closesocket(socket);
        return result;
    };
    u_long nonBlocking = 1;
    if (ioctlsocket(socket, static_cast<long>(FIONBIO), &nonBlocking) != 0)
        return fail();
    if (where.storage.ss_family == AF_INET6 && !setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY))
        return fail();
    // SO_REUSEADDR on Windows would let two servers share the port and split the clients; the exclusive option also
    // keeps others from taking ours. There is no SO_REUSEPORT.
    if (reuse != Reuse::None && !setOption(socket, SOL_SOCKET, SO_EXCLUSIVEADDRUSE))
        return fail();
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&where.storage), where.size) != 0)
        return fail();
    result.socket = socket;
    result.port = boundPort(socket);
    return result;
}

} // namespace

ListenResult openListener(const std::string &address, std::uint16_t port, Reuse reuse, int backlog)
{
    ListenResult result = openBound(address, port, reuse);
    if (result.ok() && ::listen(result.socket, backlog) != 0) {
        result.error = WSAGetLastError();
        closesocket(result.socket);
        result.socket = kNoSocket;
    }
    return result;
}

AcceptResult acceptConnection(SocketHandle listener) noexcept
{
    for (;;) {
        const SOCKET socket = ::accept(listener, nullptr, nullptr);
        if (socket != INVALID_SOCKET) {
            // It comes with the listener's window messages, which would be taken for its own; without them it stays
            // non-blocking.
            WSAEventSelect(socket, nullptr, 0);
            SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0);
            return {socket, 0};
        }
        const int error = WSAGetLastError();
        if (error == WSAEWOULDBLOCK)
            return {};
        if (error != WSAECONNRESET && error != WSAEINTR)
            return {kNoSocket, error};
    }
}

int tryBind(const std::string &address, std::uint16_t port, Reuse reuse)
{
    const ListenResult result = openBound(address, port, reuse);
    if (result.ok())
        closesocket(result.socket);
    return result.error;
}

int proveFree(const std::string &address, std::uint16_t port)
{
    return tryBind(address, port, Reuse::None);
}

void closeSocket(SocketHandle socket) noexcept
{
    if (socket != kNoSocket)
        closesocket(socket);
}

std::uint16_t listeningPort(SocketHandle socket) noexcept
{
    int listening = 0;
    int size = sizeof listening;
    if (getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, reinterpret_cast<char *>(&listening), &size) != 0 ||
        listening == 0)
        return 0;
    return boundPort(socket);
}

void setLingerZero(SocketHandle socket) noexcept
{
    const linger none{1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char *>(&none), sizeof none);
}

void setNoDelay(SocketHandle socket) noexcept
{
    setOption(socket, IPPROTO_TCP, TCP_NODELAY);
}

std::int64_t sendSome(SocketHandle socket, const char *data, std::size_t size) noexcept
{
    const int length = size > INT_MAX ? INT_MAX : static_cast<int>(size);
    const int sent = ::send(socket, data, length, 0);
    if (sent >= 0)
        return sent;
    const int error = WSAGetLastError();
    return error == WSAEWOULDBLOCK || error == WSAENOBUFS ? 0 : -1;
}

std::optional<std::size_t> unreadBytes(SocketHandle /*socket*/) noexcept
{
    return std::nullopt;
}

std::optional<std::size_t> unsentBytes(SocketHandle socket) noexcept
{
    return unreadBytes(socket);
}

unsigned waitReadable(std::span<const SocketHandle> sockets, int milliseconds) noexcept
{
    std::array<WSAPOLLFD, 8> watched{};
    const std::size_t count = std::min(sockets.size(), watched.size());
    for (std::size_t i = 0; i < count; ++i)
        watched[i] = {sockets[i], POLLRDNORM, 0};
    unsigned ready = 0;
    if (WSAPoll(watched.data(), static_cast<ULONG>(count), milliseconds) > 0) {
        for (std::size_t i = 0; i < count; ++i)
            ready |= (watched[i].revents != 0 ? 1U : 0U) << i;
    }
    return ready;
}

BindFailure bindFailure(int error) noexcept
{
    switch (error) {
    case WSAEADDRINUSE:
        return BindFailure::InUse;
    case WSAEACCES: // an exclusive owner, or a range that Windows reserves: the socket table tells them apart
        return BindFailure::NoRights;
    case WSAEADDRNOTAVAIL:
        return BindFailure::NoSuchAddress;
    case WSAEAFNOSUPPORT:
        return BindFailure::NoSuchFamily;
    default:
        return BindFailure::Other;
    }
}

std::string errorText(int error)
{
    return std::system_category().message(error);
}

} // namespace tickgate::os
