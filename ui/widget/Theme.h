#pragma once

#include "ui/widget/Tone.h"

#include <QColor>
#include <QPalette>

namespace tickgate {

/// Colours with a meaning, derived from the palette in force so that light, dark and high-contrast desktops all read.
/// Every text colour reaches WCAG AA (4.5:1) on both window and base. A plain value.
struct Theme
{
    bool dark = false;
    QColor text;
    QColor muted;
    QColor window;
    QColor base;
    QColor card;
    QColor border;
    QColor selection;
    QColor selectedText;
    QColor outline; ///< of fields and boxes: 3:1 on window and base
    QColor ok;
    QColor warning;
    QColor bad;
    QColor busy;
    QColor seriesIn;
    QColor seriesOut;
    QColor seriesLatency;
    QColor grid;

    [[nodiscard]] static Theme of(const QPalette &palette);
    [[nodiscard]] QColor tone(Tone tone) const;
};

/// Contrast of two opaque colours as WCAG defines it, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);
/// `wanted`, made lighter or darker until it stands out from both backgrounds by `ratio`.
[[nodiscard]] QColor readableOn(QColor wanted, const QColor &first, const QColor &second, double ratio = 4.5);
/// `share` of b in a, 0 to 1.
[[nodiscard]] QColor mixed(const QColor &a, const QColor &b, double share);

} // namespace tickgate
