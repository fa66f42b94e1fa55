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

void MutedLabel::setTone(Tone tone)
{
    m_tone = tone;
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
    const QColor color = Theme::of(parentWidget() ? parentWidget()->palette() : palette()).tone(m_tone);
    if (palette().color(QPalette::WindowText) == color)
        return;
    QPalette tinted = palette();
    tinted.setColor(QPalette::WindowText, color);
    setPalette(tinted);
}

} // namespace tickgate
