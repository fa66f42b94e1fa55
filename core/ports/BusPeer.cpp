#include "BusPeer.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QTcpSocket>
#include <QtEndian>

#include <algorithm>

namespace tickgate {

namespace {

constexpr qsizetype kSignatureSize = 10;
constexpr qsizetype kGreetingSize = 64;

/// Signature, version 3.0, mechanism NULL, not a server, filler.
QByteArray greeting()
{
    QByteArray bytes(kGreetingSize, '\0');
    bytes[0] = '\xff';
    bytes[8] = '\x01';
    bytes[9] = '\x7f';
    bytes[10] = 3;
    bytes.replace(12, 4, "NULL", 4);
    return bytes;
}

BusPeerKind kindOf(QByteArrayView socketType)
{
    if (socketType == QByteArrayView("PUB") || socketType == QByteArrayView("XPUB"))
        return BusPeerKind::Publisher;
    if (socketType == QByteArrayView("SUB") || socketType == QByteArrayView("XSUB"))
        return BusPeerKind::Subscriber;
    return BusPeerKind::OtherZeroMq;
}

/// The numbers that version 2 sends instead of a name.
BusPeerKind kindOfNumber(char number)
{
    switch (number) {
    case 1:
    case 9:
        return BusPeerKind::Publisher;
    case 2:
    case 10:
        return BusPeerKind::Subscriber;
    default:
        return BusPeerKind::OtherZeroMq;
    }
}

/// Body of READY: name, then properties of (name, value).
BusPeerKind readReady(QByteArrayView body)
{
    const QByteArrayView name("\x05READY", 6);
    if (!body.startsWith(name))
        return BusPeerKind::OtherZeroMq;
    qsizetype at = name.size();
    while (at < body.size()) {
        const auto nameSize = static_cast<quint8>(body[at]);
        if (at + 1 + nameSize + 4 > body.size())
            break;
        const QByteArrayView property = body.sliced(at + 1, nameSize);
        at += 1 + nameSize;
        const auto valueSize = static_cast<qsizetype>(qFromBigEndian<quint32>(body.data() + at));
        at += 4;
        if (valueSize > body.size() - at)
            break;
        if (QByteArray(property.data(), property.size()).compare("Socket-Type", Qt::CaseInsensitive) == 0)
            return kindOf(body.sliced(at, valueSize));
        at += valueSize;
    }
    return BusPeerKind::OtherZeroMq;
}

} // namespace

QString busPeerName(BusPeerKind kind)
{
    switch (kind) {
    case BusPeerKind::Nobody:
        return QStringLiteral("nobody");
    case BusPeerKind::Publisher:
        return QStringLiteral("publisher");
    case BusPeerKind::Subscriber:
        return QStringLiteral("subscriber");
    case BusPeerKind::OtherZeroMq:
        return QStringLiteral("other_zeromq");
    case BusPeerKind::NotZeroMq:
        return QStringLiteral("not_zeromq");
    case BusPeerKind::Silent:
        return QStringLiteral("silent");
    }
    return {};
}

std::optional<BusPeerKind> parseBusPeer(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return std::nullopt;
    if (bytes[0] != '\xff' || (bytes.size() >= kSignatureSize && (bytes[9] & 1) == 0))
        return BusPeerKind::NotZeroMq;
    if (bytes.size() <= kSignatureSize)
        return std::nullopt;
    const auto version = static_cast<quint8>(bytes[kSignatureSize]);
    if (version < 3) {
        if (bytes.size() < kSignatureSize + 2)
            return std::nullopt;
        return kindOfNumber(bytes[kSignatureSize + 1]);
    }
    if (bytes.size() < kGreetingSize)
        return std::nullopt;
    if (!bytes.sliced(12).startsWith(QByteArrayView("NULL\0", 5)))
        return BusPeerKind::OtherZeroMq; // it wants a password or a key
    // A command frame: flags 4 with one byte of size, or 6 with eight.
    const QByteArrayView frame = bytes.sliced(kGreetingSize);
    if (frame.size() < 2)
        return std::nullopt;
    const char flags = frame[0];
    const qsizetype header = flags == 6 ? 9 : 2;
    if (flags != 4 && flags != 6)
        return BusPeerKind::OtherZeroMq;
    if (frame.size() < header)
        return std::nullopt;
    const quint64 size = flags == 6 ? qFromBigEndian<quint64>(frame.data() + 1) : static_cast<quint8>(frame[1]);
    constexpr quint64 sane = 4096;
    if (size > sane)
        return BusPeerKind::OtherZeroMq;
    if (frame.size() - header < static_cast<qsizetype>(size))
        return std::nullopt;
    return readReady(frame.sliced(header, static_cast<qsizetype>(size)));
}

BusPeerKind askBusPeer(const QString &host, quint16 port, std::chrono::milliseconds timeout)
{
    QElapsedTimer clock;
    clock.start();
    const auto left = [&] { return static_cast<int>(std::max<qint64>(timeout.count() - clock.elapsed(), 0)); };
    QTcpSocket socket;
    socket.connectToHost(host, port);
    if (!socket.waitForConnected(left()))
        return socket.error() == QAbstractSocket::SocketTimeoutError ? BusPeerKind::Silent : BusPeerKind::Nobody;
    socket.write(greeting());
    QByteArray received;
    while (left() > 0) {
        if (!socket.waitForReadyRead(left()) && socket.bytesAvailable() == 0)
            break;
        received += socket.readAll();
        if (const auto kind = parseBusPeer(received))
            return *kind;
        constexpr qsizetype plenty = 65536;
        if (received.size() > plenty)
            return BusPeerKind::NotZeroMq;
    }
    // A web server that hangs up on our greeting has said enough.
    return received.isEmpty() && socket.state() == QAbstractSocket::ConnectedState ? BusPeerKind::Silent
                                                                                   : BusPeerKind::NotZeroMq;
}

} // namespace tickgate
