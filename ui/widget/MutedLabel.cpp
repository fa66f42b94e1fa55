#include "MutedLabel.h"

#include "ui/widget/Theme.h"

#include <QEvent>

namespace tickgate {

MutedLabel::MutedLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    tint();
}

void MutedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ParentChange)
        tint();
}

void MutedLabel::tint()
{
    // From the surroundings, not from our own palette: that one is already tinted.
    const QColor muted = Theme::of(parentWidget() ? parentWidget()->palette() : palette()).muted;
    if (palette().color(QPalette::WindowText) == muted)
        return;
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, muted);
    setPalette(quiet);
}

} // namespace tickgate
