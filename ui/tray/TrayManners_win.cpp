#include "TrayManners.h"

namespace tickgate::traymanners {

bool opensOn(QSystemTrayIcon::ActivationReason reason)
{
    return reason == QSystemTrayIcon::Trigger;
}

bool isTemplate()
{
    return false;
}

} // namespace tickgate::traymanners
