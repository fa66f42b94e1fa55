#pragma once

/// What each desktop expects of a well-behaved program beyond Qt's own doing. GUI thread.
namespace tickgate::manners {

/// Who we are to the desktop: its task bar, its notifications. Once, after the QApplication is made and before the
/// first window.
void introduce();

/// Whether coming to the front, as by a click in the Dock, brings a closed window back.
[[nodiscard]] bool reopensWhenActivated();

/// While serving, the system must not slow us down for having no window in front.
void setServing(bool serving);

} // namespace tickgate::manners
