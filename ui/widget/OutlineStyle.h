#pragma once

#include <QProxyStyle>

class QApplication;

namespace tickgate {

/// Qt's own style with an outline round boxes and fields that stands out from any palette, dark ones too, and with
/// texts that keep their own direction. GUI thread; owned by the application.
class OutlineStyle : public QProxyStyle
{
    Q_OBJECT

public:
    OutlineStyle();

    /// Takes the place of Qt's own style; a desktop's style is left alone. Before the first window.
    static void install(QApplication &application);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawItemText(QPainter *painter, const QRect &rect, int flags, const QPalette &palette, bool enabled,
                      const QString &text, QPalette::ColorRole role) const override;
};

} // namespace tickgate
