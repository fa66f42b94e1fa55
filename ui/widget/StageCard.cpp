#include "StageCard.h"

#include "ui/widget/Icons.h"
#include "ui/widget/TextDirection.h"
#include "ui/widget/Theme.h"

#include <QPainter>

namespace tickgate {

namespace {

constexpr int kPadding = 12;
constexpr int kRadius = 8;
constexpr int kLineGap = 3;

QFont titleFont(const QWidget &widget)
{
    QFont font = widget.font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    font.setBold(true);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.8);
    return font;
}

QFont statusFont(const QWidget &widget)
{
    QFont font = widget.font();
    font.setPointSizeF(font.pointSizeF() * 1.1);
    font.setBold(true);
    return font;
}

} // namespace

StageCard::StageCard(QWidget *parent)
    : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void StageCard::setStage(const StageText &text, bool stale)
{
    if (m_text == text && m_stale == stale)
        return;
    m_text = text;
    m_stale = stale;
    QStringList parts{text.place, text.status, text.numbers};
    parts.removeAll(QString());
    setAccessibleName(QStringLiteral("%1: %2").arg(text.title, parts.join(QLatin1String(", "))));
    parts += text.details;
    setToolTip(parts.join(QLatin1Char('\n')));
    update();
}

QSize StageCard::sizeHint() const
{
    const int height = fontMetrics().height() + QFontMetrics(statusFont(*this)).height() + fontMetrics().height() +
                       2 * kLineGap + 2 * kPadding - 4;
    return {fontMetrics().averageCharWidth() * 34, height};
}

QSize StageCard::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void StageCard::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StageCard::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StageCard::paintEvent(QPaintEvent * /*event*/)
{
    const Theme theme = Theme::of(palette());
    const QColor tone = m_stale ? theme.muted : theme.tone(m_text.tone);
    const QColor textColor = m_stale ? theme.muted : theme.text;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);

    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    const bool lit = underMouse() || isDown();
    painter.setPen(QPen(hasFocus() ? palette().color(QPalette::Highlight)
                        : lit      ? theme.muted
                                   : theme.border,
                        hasFocus() ? 2 : 1));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(frame, kRadius, kRadius);

    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const Qt::Alignment side = (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter;
    const auto own = [this](const QString &text) { return inOwnDirection(text, layoutDirection()); };
    const QRect inner = rect().adjusted(kPadding, kPadding - 2, -kPadding, -kPadding + 2);

    // Title and place share the first line.
    painter.setFont(titleFont(*this));
    QFontMetrics metrics = painter.fontMetrics();
    QRect line(inner.left(), inner.top(), inner.width(), fontMetrics().height());
    painter.setPen(theme.muted);
    painter.drawText(line, side, m_text.title);
    const int titleWidth = metrics.horizontalAdvance(m_text.title) + 10;

    painter.setFont(font());
    const QRect placeLine = mirrored ? line.adjusted(0, 0, -titleWidth, 0) : line.adjusted(titleWidth, 0, 0, 0);
    painter.drawText(placeLine, (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignAbsolute | Qt::AlignVCenter,
                     own(fontMetrics().elidedText(m_text.place, Qt::ElideMiddle, placeLine.width())));

    painter.setFont(statusFont(*this));
    metrics = painter.fontMetrics();
    line = QRect(inner.left(), line.bottom() + 1 + kLineGap, inner.width(), metrics.height());
    const int glyph = metrics.height() * 3 / 4;
    const int glyphLeft = mirrored ? line.right() - glyph : line.left();
    icons::paint(painter, QRectF(glyphLeft, line.top() + (line.height() - glyph) / 2.0, glyph, glyph),
                 icons::stateName(m_text.tone), tone);
    const QRect statusLine = mirrored ? line.adjusted(0, 0, -glyph - 8, 0) : line.adjusted(glyph + 8, 0, 0, 0);
    painter.setPen(textColor);
    painter.drawText(statusLine, side, own(metrics.elidedText(m_text.status, Qt::ElideRight, statusLine.width())));

    painter.setFont(font());
    line = QRect(inner.left(), line.bottom() + 1 + kLineGap, inner.width(), fontMetrics().height());
    painter.drawText(line, side, own(fontMetrics().elidedText(m_text.numbers, Qt::ElideRight, line.width())));
}

} // namespace tickgate
