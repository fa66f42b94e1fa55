#include "OutlineStyle.h"

#include "ui/widget/TextDirection.h"
#include "ui/widget/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>

namespace tickgate {

namespace {
const QString kFusion = QStringLiteral("fusion");
}

OutlineStyle::OutlineStyle()
    : QProxyStyle(kFusion)
{}

void OutlineStyle::install(QApplication &application)
{
    if (application.style()->name().compare(kFusion, Qt::CaseInsensitive) == 0)
        QApplication::setStyle(new OutlineStyle);
}

void OutlineStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool round = element == PE_IndicatorRadioButton;
    if (!round && element != PE_IndicatorCheckBox && element != PE_FrameLineEdit)
        return;
    // What has the focus keeps the style's own frame, and what is disabled stays quiet.
    if (!(option->state & State_Enabled) || (element == PE_FrameLineEdit && (option->state & State_HasFocus)))
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(Theme::of(option->palette).outline, 1));
    const QRectF frame = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (round)
        painter->drawEllipse(frame);
    else
        painter->drawRoundedRect(frame, 2, 2);
    painter->restore();
}

void OutlineStyle::drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool enabled,
                                const QString &text, QPalette::ColorRole role) const
{
    QProxyStyle::drawItemText(painter, rect, flags, palette, enabled, inOwnDirection(text, painter->layoutDirection()),
                              role);
}

} // namespace tickgate
