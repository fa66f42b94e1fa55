#include "ToggleButton.h"

#include "ui/widget/Theme.h"

#include <QPainter>

namespace tickgate {

ToggleButton::ToggleButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setCheckable(true);
    setAutoDefault(false);
}

void ToggleButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (!isChecked())
        return;
    // Some styles darken a pressed button so little that a dark theme hides it: a bar says it everywhere.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor ground = palette().color(QPalette::Button);
    painter.setBrush(readableOn(palette().color(QPalette::Highlight), ground, ground.darker(150), 3));
    painter.drawRoundedRect(QRectF(6, height() - 5, width() - 12, 3), 1.5, 1.5);
}

} // namespace tickgate
