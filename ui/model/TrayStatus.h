#pragma once

#include "ui/model/PanelView.h"
#include "ui/widget/Tone.h"

#include <QString>

namespace tickgate {

/// What the tray shows: a shape, a tooltip of two lines under 127 characters, and the menu's status line. Pure.
struct TrayStatus
{
    Tone tone = Tone::Stopped;
    QString tooltip;
    QString line;

    bool operator==(const TrayStatus &) const = default;
};

[[nodiscard]] TrayStatus trayStatus(const PanelView &view);

} // namespace tickgate
