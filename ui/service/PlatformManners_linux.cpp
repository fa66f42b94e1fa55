#include "PlatformManners.h"

#include <QGuiApplication>

namespace tickgate::manners {

void introduce()
{
    // The tray, the dock and notifications find name and icon by the .desktop file of this id.
    QGuiApplication::setDesktopFileName(QStringLiteral("tickgate"));
}

bool reopensWhenActivated()
{
    return false;
}

void setServing(bool /*serving*/)
{
    // Nothing slows a Linux process for being in the background.
}

} // namespace tickgate::manners
