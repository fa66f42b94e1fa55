#include "Display.h"

namespace tickgate {

QString displayObstacle()
{
    // A platform that needs no display (offscreen, vnc, linuxfb, eglfs, ...) can only have been asked for by name.
    const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    const bool needsDisplay = platform.isEmpty() || platform.startsWith(QLatin1String("xcb")) ||
                              platform.startsWith(QLatin1String("wayland"));
    if (!needsDisplay || !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return {};
    return QStringLiteral("There is no display to show the panel on (neither DISPLAY nor WAYLAND_DISPLAY is set). Run "
                          "tickgate --headless to serve without one.");
}

} // namespace tickgate
