#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

#ifdef _WIN32
using SocketHandle = std::uintptr_t;
#else
using SocketHandle = int;
#endif
inline constexpr SocketHandle kNoSocket = static_cast<SocketHandle>(-1);

/// What a bind or listen came to. `error` is the platform's own number (errno, WSAGetLastError), 0 for success.
struct ListenResult
{
    SocketHandle socket = kNoSocket; ///< the caller's to close or to hand on
    std::uint16_t port = 0;          ///< as bound; the system's choice when 0 was asked for
    int error = 0;

    [[nodiscard]] bool ok() const { return error == 0; }
};

/// How a listening socket shares its address.
enum class Reuse
{
    None,           ///< no address reuse at all: the strict bind that proves a port free
    Address,        ///< what a server uses: SO_REUSEADDR on POSIX, SO_EXCLUSIVEADDRUSE on Windows
    AddressAndPort, ///< SO_REUSEPORT as well, where the platform has it
};

/// Opens, binds and listens on a numeric IPv4 or IPv6 address; the socket is non-blocking and not inherited by child
/// processes. IPv6 sockets are IPv6 only, so that each family is bound, probed and reported by itself.
[[nodiscard]] ListenResult openListener(const std::string &address, std::uint16_t port, Reuse reuse, int backlog = 512);

/// What an accept came to: a connection, or nobody waits (neither is set), or the platform's error.
struct AcceptResult
{
    SocketHandle socket = kNoSocket; ///< the caller's to close or to hand on
    int error = 0;
};

/// Takes the next connection that waits; it is non-blocking and not inherited by child processes. Those who gave up
/// while they waited are passed over.
[[nodiscard]] AcceptResult acceptConnection(SocketHandle listener) noexcept;

/// Binds without any address reuse and closes again: 0 when the port is provably free, else the platform's error.
/// The socket never listens, so nobody can connect to it meanwhile.
[[nodiscard]] int proveFree(const std::string &address, std::uint16_t port);

/// The bind of a listener, options and all, but closed again without listening: 0 when a listener would get the port.
[[nodiscard]] int tryBind(const std::string &address, std::uint16_t port, Reuse reuse);

void closeSocket(SocketHandle socket) noexcept;

/// The port that a socket listens on; 0 when the descriptor is no listening socket (any more).
[[nodiscard]] std::uint16_t listeningPort(SocketHandle socket) noexcept;

/// What the next close does: with linger 0 nothing is kept, the peer gets a reset instead of waiting in TIME_WAIT.
void setLingerZero(SocketHandle socket) noexcept;

/// Nagle's algorithm off: small ticks leave at once.
void setNoDelay(SocketHandle socket) noexcept;

/// Non-blocking send of as much as the kernel takes: bytes taken (0 when it takes none now), or -1 when the connection
/// is broken. Never raises SIGPIPE.
[[nodiscard]] std::int64_t sendSome(SocketHandle socket, const char *data, std::size_t size) noexcept;

/// Bytes that the kernel still holds for the peer; nothing where the system does not tell.
[[nodiscard]] std::optional<std::size_t> unreadBytes(SocketHandle socket) noexcept;
/// Of these, the bytes that have not left because the peer has no room for them; what has left lies with a peer on this
/// computer. Where the system does not tell them apart, all of them.
[[nodiscard]] std::optional<std::size_t> unsentBytes(SocketHandle socket) noexcept;

/// Waits until one of at most eight sockets can be read, has ended or is broken: bit i stands for the i-th. 0 when the
/// time is over, or something else ended the wait.
[[nodiscard]] unsigned waitReadable(std::span<const SocketHandle> sockets, int milliseconds) noexcept;

enum class BindFailure
{
    InUse,
    NoRights,
    NoSuchAddress,
    NoSuchFamily,
    Other
};

/// What a bind error means, whatever the platform calls it.
[[nodiscard]] BindFailure bindFailure(int error) noexcept;

/// The platform's own words for an error number.
[[nodiscard]] std::string errorText(int error);

} // namespace tickgate::os
