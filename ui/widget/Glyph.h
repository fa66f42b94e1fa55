#pragma once

#include "ui/widget/Tone.h"

#include <QWidget>

namespace tickgate {

/// The shape of a tone, alone. Decoration: what it says is always said in words beside it. GUI thread.
class Glyph : public QWidget
{
    Q_OBJECT

public:
    explicit Glyph(Tone tone, double scale = 1, QWidget *parent = nullptr);

    void setTone(Tone tone);
    /// Grey, for what was not looked at.
    void setMuted(bool muted);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    double m_scale;
    bool m_muted = false;
};

} // namespace tickgate
