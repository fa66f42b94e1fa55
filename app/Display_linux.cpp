#include "Display.h"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tickgate {

namespace {

/// Both kinds of name that an X server listens on: in the file system and, of the same text, in the abstract namespace.
bool answers(const QByteArray &path, bool abstract)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t shift = abstract ? 1 : 0;
    const auto length = static_cast<std::size_t>(path.size());
    if (length + shift >= sizeof(address.sun_path))
        return false;
    std::memcpy(address.sun_path + shift, path.constData(), length);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + shift + length + (abstract ? 0 : 1));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return true; // nothing is known against it
    const bool connected = ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), size) == 0;
    ::close(descriptor);
    return connected;
}

/// X(7), "DISPLAY NAMES": [host]:number[.screen]. Only servers of this computer are asked; others may be slow to
/// answer.
bool isDead(const QString &display)
{
    const QStringList parts = display.split(QLatin1Char(':'));
    if (parts.size() != 2 || !(parts[0].isEmpty() || parts[0] == QLatin1String("unix")))
        return false;
    bool isNumber = false;
    const uint number = parts[1].section(QLatin1Char('.'), 0, 0).toUInt(&isNumber);
    const QByteArray path = "/tmp/.X11-unix/X" + QByteArray::number(number);
    return isNumber && !answers(path, true) && !answers(path, false);
}

} // namespace

QString displayObstacle()
{
    // A platform that needs no display (offscreen, vnc, linuxfb, eglfs, ...) can only have been asked for by name.
    const QStringList platforms = qEnvironmentVariable("QT_QPA_PLATFORM").split(QLatin1Char(';'), Qt::SkipEmptyParts);
    const bool needsDisplay = std::all_of(platforms.begin(), platforms.end(), [](const QString &platform) {
        return platform.startsWith(QLatin1String("xcb")) || platform.startsWith(QLatin1String("wayland"));
    });
    if (!needsDisplay || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return {};
    const QString display = qEnvironmentVariable("DISPLAY");
    const QString remedy = QStringLiteral(" Run tickgate --headless to serve without one.");
    if (display.isEmpty())
        return QStringLiteral(
                   "There is no display to show the panel on (neither DISPLAY nor WAYLAND_DISPLAY is set).") +
               remedy;
    if (isDead(display))
        return QStringLiteral("The display %1 (DISPLAY) does not answer, so there is nothing to show the panel on.")
                   .arg(display) +
               remedy;
    return {};
}

} // namespace tickgate
