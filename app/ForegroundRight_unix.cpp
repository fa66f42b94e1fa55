#include "ForegroundRight.h"

namespace tickgate {

void passForegroundRight(qint64)
{}

QString activationToken()
{
    const QString wayland = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
    return wayland.isEmpty() ? qEnvironmentVariable("DESKTOP_STARTUP_ID") : wayland;
}

} // namespace tickgate
