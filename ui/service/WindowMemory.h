#pragma once

class QWidget;

namespace tickgate {

class PanelStore;

/// Gives the window its last place back; a place that no screen shows any more becomes the middle of the first. GUI
/// thread.
void restoreGeometry(QWidget &window, const PanelStore &store);
void keepGeometry(const QWidget &window, PanelStore &store);

} // namespace tickgate
