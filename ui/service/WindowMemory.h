#pragma once

#include "core/config/PlatformFolders.h"

#include <QString>

class QWidget;

namespace tickgate {

class PanelStore;

/// Where the window keeps what it remembers; empty where there is no folder for it.
[[nodiscard]] QString windowMemoryFile(const PlatformFolders &folders);

/// Gives the window its last place back; a place that no screen shows any more becomes the middle of the first. GUI
/// thread.
void restoreGeometry(QWidget &window, const PanelStore &store);
void keepGeometry(const QWidget &window, PanelStore &store);

} // namespace tickgate
