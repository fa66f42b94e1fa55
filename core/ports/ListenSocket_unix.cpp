#include "ListenSocket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#if __has_include(<linux/sockios.h>)
#include <linux/sockios.h>
#endif

// After the system's.
#include "SocketAddress.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace tickgate::os {

namespace {

bool setOption(int fd, int level, int name)
{
    const int on = 1;
    return setsockopt(fd, level, name, &on, sizeof on) == 0;
}

std::uint16_t boundPort(SocketHandle socket) noexcept
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (getsockname(socket, reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return 0;
    return portOf(storage);
}

ListenResult openBound(const std::string &address, std::uint16_t port, Reuse reuse)
{
    ListenResult result;
    const NumericAddress where = numericAddress(address, port);
    if (where.size == 0) {
        result.error = EADDRNOTAVAIL;
        return result;
    }
    // Not SOCK_CLOEXEC in the type: macOS has no such flag.
    const int fd = ::socket(where.storage.ss_family, SOCK_STREAM, 0);
    if (fd < 0) {
        result.error = errno;
        return result;
    }
    const auto fail = [&] {
        result.error = errno;
        ::close(fd);
        return result;
    };
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
        return fail();
    if (where.storage.ss_family == AF_INET6 && !setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY))
        return fail();
    if (reuse != Reuse::None && !setOption(fd, SOL_SOCKET, SO_REUSEADDR))
        return fail();
#ifdef SO_REUSEPORT
    if (reuse == Reuse::AddressAndPort && !setOption(fd, SOL_SOCKET, SO_REUSEPORT))
        return fail();
#endif
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&where.storage), where.size) != 0)
        return fail();
    result.socket = fd;
    result.port = boundPort(fd);
    return result;
}

} // namespace

ListenResult openListener(const std::string &address, std::uint16_t port, Reuse reuse, int backlog)
{
    ListenResult result = openBound(address, port, reuse);
    if (result.ok() && ::listen(result.socket, backlog) != 0) {
        result.error = errno;
        ::close(result.socket);
        result.socket = kNoSocket;
    }
    return result;
}

AcceptResult acceptConnection(SocketHandle listener) noexcept
{
    for (;;) {
#ifdef SOCK_CLOEXEC
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0)
            return {fd, 0};
#else
        const int fd = ::accept(listener, nullptr, nullptr);
        if (fd >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
            return {fd, 0};
#endif
        const int error = errno;
        closeSocket(fd);
        if (error == EAGAIN || error == EWOULDBLOCK)
            return {};
        if (error != EINTR && error != ECONNABORTED && error != EPROTO)
            return {kNoSocket, error};
    }
}

int tryBind(const std::string &address, std::uint16_t port, Reuse reuse)
{
    const ListenResult result = openBound(address, port, reuse);
    if (result.ok())
        ::close(result.socket);
    return result.error;
}

int proveFree(const std::string &address, std::uint16_t port)
{
    return tryBind(address, port, Reuse::None);
}

void closeSocket(SocketHandle socket) noexcept
{
    if (socket != kNoSocket)
        ::close(socket);
}

std::uint16_t listeningPort(SocketHandle socket) noexcept
{
    int listening = 0;
    socklen_t size = sizeof listening;
    if (getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0)
        return 0;
    return boundPort(socket);
}

void setLingerZero(SocketHandle socket) noexcept
{
    const linger none{1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

void setNoDelay(SocketHandle socket) noexcept
{
    setOption(socket, IPPROTO_TCP, TCP_NODELAY);
}

std::int64_t sendSome(SocketHandle socket, const char *data, std::size_t size) noexcept
{
#ifdef MSG_NOSIGNAL
    constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
    constexpr int flags = MSG_DONTWAIT; // older SDKs of macOS: the program ignores SIGPIPE as a whole
#endif
    for (;;) {
        const ssize_t sent = ::send(socket, data, size, flags);
        if (sent >= 0)
            return sent;
        if (errno == EINTR)
            continue;
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS ? 0 : -1;
    }
}

std::optional<std::size_t> unreadBytes(SocketHandle socket) noexcept
{
    int bytes = 0;
#ifdef SO_NWRITE // macOS
    socklen_t size = sizeof bytes;
    const bool told = ::getsockopt(socket, SOL_SOCKET, SO_NWRITE, &bytes, &size) == 0;
#else
    const bool told = ::ioctl(socket, TIOCOUTQ, &bytes) == 0; // tcp(7): SIOCOUTQ, the same number
#endif
    return told ? std::optional(static_cast<std::size_t>(bytes)) : std::nullopt;
}

std::optional<std::size_t> unsentBytes(SocketHandle socket) noexcept
{
#ifdef SIOCOUTQNSD
    int bytes = 0;
    if (::ioctl(socket, SIOCOUTQNSD, &bytes) == 0)
        return static_cast<std::size_t>(bytes);
#endif
    return unreadBytes(socket);
}

unsigned waitReadable(std::span<const SocketHandle> sockets, int milliseconds) noexcept
{
    std::array<pollfd, 8> watched{};
    const std::size_t count = std::min(sockets.size(), watched.size());
    for (std::size_t i = 0; i < count; ++i)
        watched[i] = {sockets[i], POLLIN, 0};
    unsigned ready = 0;
    if (::poll(watched.data(), static_cast<nfds_t>(count), milliseconds) > 0) {
        for (std::size_t i = 0; i < count; ++i)
            ready |= (watched[i].revents != 0 ? 1U : 0U) << i;
    }
    return ready;
}

BindFailure bindFailure(int error) noexcept
{
    switch (error) {
    case EADDRINUSE:
        return BindFailure::InUse;
    case EACCES:
    case EPERM:
        return BindFailure::NoRights;
    case EADDRNOTAVAIL:
        return BindFailure::NoSuchAddress;
    case EAFNOSUPPORT:
        return BindFailure::NoSuchFamily;
    default:
        return BindFailure::Other;
    }
}

std::string errorText(int error)
{
    return std::generic_category().message(error);
}

} // namespace tickgate::os
