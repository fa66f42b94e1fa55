#pragma once

#include "ui/widget/Tone.h"

#include <QLabel>

namespace tickgate {

/// A label that says the less important thing, in the theme's quiet colour. GUI thread.
class MutedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit MutedLabel(const QString &text, QWidget *parent = nullptr);

    /// Louder for a while, in the colour of that tone; Stopped is quiet again.
    void setTone(Tone tone);

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    Tone m_tone = Tone::Stopped;
};

} // namespace tickgate
