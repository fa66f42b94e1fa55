#pragma once

#include "ui/widget/Tone.h"

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;

/// The pictures of resources/icons, drawn in whatever colour the place asks for. GUI thread.
namespace tickgate::icons {

/// `name` as in resources/icons, without the ending.
[[nodiscard]] QIcon tinted(const QString &name, const QColor &color, const QColor &disabled = {},
                           const QColor &selected = {});
void paint(QPainter &painter, const QRectF &where, const QString &name, const QColor &color);
[[nodiscard]] QIcon application();

/// The shape that stands for a tone: "state-flowing", ...
[[nodiscard]] QString stateName(Tone tone);

} // namespace tickgate::icons
