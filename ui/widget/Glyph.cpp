#include "Glyph.h"

#include "ui/widget/Icons.h"
#include "ui/widget/Theme.h"

#include <QPainter>

namespace tickgate {

Glyph::Glyph(Tone tone, double scale, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
    , m_scale(scale)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Glyph::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Glyph::setMuted(bool muted)
{
    m_muted = muted;
    update();
}

QSize Glyph::sizeHint() const
{
    const int side = qRound(fontMetrics().height() * m_scale);
    return {side, side};
}

void Glyph::paintEvent(QPaintEvent * /*event*/)
{
    const Theme theme = Theme::of(palette());
    QPainter painter(this);
    icons::paint(painter, rect(), icons::stateName(m_tone), m_muted ? theme.muted : theme.tone(m_tone));
}

} // namespace tickgate
