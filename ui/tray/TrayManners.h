#pragma once

#include <QSystemTrayIcon>

/// What the platform expects of an icon in its tray. GUI thread.
namespace tickgate::traymanners {

/// Whether this kind of click opens the window.
[[nodiscard]] bool opensOn(QSystemTrayIcon::ActivationReason reason);
/// Whether icons are black masks that the system tints itself.
[[nodiscard]] bool isTemplate();

} // namespace tickgate::traymanners
