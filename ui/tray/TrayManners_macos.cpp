#include "TrayManners.h"

namespace tickgate::traymanners {

bool opensOn(QSystemTrayIcon::ActivationReason /*reason*/)
{
    // A click on the menu bar opens the menu, as everywhere on the Mac.
    return false;
}

bool isTemplate()
{
    return true;
}

} // namespace tickgate::traymanners
