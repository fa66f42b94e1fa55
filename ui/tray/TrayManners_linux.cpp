#include "TrayManners.h"

namespace tickgate::traymanners {

bool opensOn(QSystemTrayIcon::ActivationReason reason)
{
    // Some desktops send one, some the other.
    return reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick;
}

bool isTemplate()
{
    return false;
}

} // namespace tickgate::traymanners
