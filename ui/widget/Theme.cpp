#include "Theme.h"

#include <algorithm>
#include <cmath>

namespace tickgate {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](float from, float to) { return static_cast<float>(from + (to - from) * share); };
    return QColor::fromRgbF(part(a.redF(), b.redF()), part(a.greenF(), b.greenF()), part(a.blueF(), b.blueF()));
}

QColor readableOn(QColor wanted, const QColor &first, const QColor &second, double ratio)
{
    const bool darkGround = luminance(first) + luminance(second) < 0.4;
    const QColor end = darkGround ? QColor(Qt::white) : QColor(Qt::black);
    for (int step = 0; step < 20; ++step) {
        if (contrastRatio(wanted, first) >= ratio && contrastRatio(wanted, second) >= ratio)
            return wanted;
        wanted = mixed(wanted, end, 0.1);
    }
    return end;
}

Theme Theme::of(const QPalette &palette)
{
    Theme theme;
    theme.text = palette.color(QPalette::Active, QPalette::WindowText);
    theme.window = palette.color(QPalette::Active, QPalette::Window);
    theme.base = palette.color(QPalette::Active, QPalette::Base);
    theme.dark = luminance(theme.window) < luminance(theme.text);
    theme.card = theme.dark ? mixed(theme.window, Qt::white, 0.05) : theme.base;
    theme.selectedText = palette.color(QPalette::Active, QPalette::HighlightedText);
    theme.selection = palette.color(QPalette::Active, QPalette::Highlight);
    for (int step = 0; step < 20 && contrastRatio(theme.selection, theme.selectedText) < 4.5; ++step)
        theme.selection = mixed(theme.selection, luminance(theme.selectedText) > 0.4 ? Qt::black : Qt::white, 0.06);
    theme.border = mixed(theme.window, theme.text, theme.dark ? 0.22 : 0.18);
    theme.outline = readableOn(mixed(theme.window, theme.text, 0.3), theme.window, theme.base, 3);
    theme.grid = mixed(theme.base, theme.text, 0.14);

    const auto readable = [&theme](const char *onLight, const char *onDark) {
        return readableOn(QColor(QLatin1String(theme.dark ? onDark : onLight)), theme.window, theme.card);
    };
    theme.muted = readableOn(mixed(theme.text, theme.window, 0.4), theme.window, theme.card);
    theme.ok = readable("#14713a", "#4cc38a");
    theme.warning = readable("#8a5300", "#e2a336");
    theme.bad = readable("#b4232c", "#ff8080");
    theme.busy = readable("#0b5cad", "#6cb6ff");
    theme.seriesIn = readable("#0b6fb8", "#5aaeff");
    theme.seriesOut = readable("#14713a", "#4cc38a");
    theme.seriesLatency = readable("#9a4b00", "#e2a336");
    return theme;
}

QColor Theme::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Flowing:
        return ok;
    case Tone::Warning:
        return warning;
    case Tone::Failed:
        return bad;
    case Tone::Busy:
        return busy;
    case Tone::Quiet:
        return ok;
    case Tone::Stopped:
        break;
    }
    return muted;
}

} // namespace tickgate
