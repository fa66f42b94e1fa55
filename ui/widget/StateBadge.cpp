#include "StateBadge.h"

#include "ui/widget/Icons.h"
#include "ui/widget/TextDirection.h"
#include "ui/widget/Theme.h"

#include <QPainter>

namespace tickgate {

namespace {

constexpr int kGap = 9;

QFont wordFont(const QWidget &widget)
{
    QFont font = widget.font();
    font.setPointSizeF(font.pointSizeF() * 1.35);
    font.setBold(true);
    return font;
}

} // namespace

StateBadge::StateBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StateBadge::setState(Tone tone, const QString &word, const QString &duration)
{
    if (m_tone == tone && m_word == word && m_duration == duration)
        return;
    const bool wider = m_word != word || m_duration.size() != duration.size();
    m_tone = tone;
    m_word = word;
    m_duration = duration;
    setAccessibleName(duration.isEmpty() ? word : QStringLiteral("%1, %2").arg(word, duration));
    if (wider)
        updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const
{
    const QFontMetrics metrics(wordFont(*this));
    return {metrics.height() + kGap + metrics.horizontalAdvance(m_word) + kGap +
                fontMetrics().horizontalAdvance(m_duration) + kGap,
            metrics.height() + 8};
}

void StateBadge::paintEvent(QPaintEvent * /*event*/)
{
    const Theme theme = Theme::of(palette());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    QPainter painter(this);
    painter.setFont(wordFont(*this));
    const QFontMetrics metrics = painter.fontMetrics();
    const int glyph = metrics.height() * 4 / 5;
    const auto place = [&](int left, int wide) {
        return QRect(mirrored ? width() - left - wide : left, 0, wide, height());
    };

    int left = 0;
    QRect where = place(left, glyph);
    icons::paint(painter, QRectF(where.left(), (height() - glyph) / 2.0, glyph, glyph), icons::stateName(m_tone),
                 theme.tone(m_tone));
    left += glyph + kGap;
    const int wordWidth = metrics.horizontalAdvance(m_word);
    painter.setPen(theme.text);
    painter.drawText(place(left, wordWidth + 2), Qt::AlignVCenter | Qt::AlignLeft, m_word);
    left += wordWidth + kGap;
    painter.setFont(font());
    painter.setPen(theme.muted);
    // Both stand on one line of writing.
    const int drop = (metrics.ascent() - metrics.descent() - fontMetrics().ascent() + fontMetrics().descent()) / 2;
    painter.drawText(place(left, width() - left).translated(0, drop),
                     Qt::AlignVCenter | Qt::AlignAbsolute | (mirrored ? Qt::AlignRight : Qt::AlignLeft),
                     inOwnDirection(m_duration, layoutDirection()));
}

} // namespace tickgate
