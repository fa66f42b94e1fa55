#include "ToggleButton.h"

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
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawRoundedRect(QRectF(6, height() - 5, width() - 12, 3), 1.5, 1.5);
}

} // namespace tickgate
