#pragma once

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace tickgate {

/// What speaks on the other end of a bus port.
enum class BusPeerKind
{
    Nobody,     ///< the connection was refused
    Publisher,  ///< PUB or XPUB: it sends ticks, so we connect to it
    Subscriber, ///< SUB or XSUB: another proxy, which takes the ticks
    OtherZeroMq,
    NotZeroMq,
    Silent ///< it accepted and said nothing in time
};

/// Stable snake_case name for --json and logs.
[[nodiscard]] QString busPeerName(BusPeerKind kind);

/// Reads what a ZeroMQ peer says first (its greeting and its READY command); nothing while more bytes are needed. Pure.
[[nodiscard]] std::optional<BusPeerKind> parseBusPeer(QByteArrayView bytes);

/// Connects, says hello as ZeroMQ does, reads what the peer is, and leaves before the handshake is complete, so that
/// it takes no part in the traffic. Blocks up to the timeout: never on the GUI, hub or bridge thread.
[[nodiscard]] BusPeerKind askBusPeer(const QString &host, quint16 port,
                                     std::chrono::milliseconds timeout = std::chrono::milliseconds(1000));

} // namespace tickgate
