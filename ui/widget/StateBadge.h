#pragma once

#include "ui/widget/Tone.h"

#include <QWidget>

namespace tickgate {

/// The state as a shape, a word, and how long it has lasted. GUI thread.
class StateBadge : public QWidget
{
    Q_OBJECT

public:
    explicit StateBadge(QWidget *parent = nullptr);

    void setState(Tone tone, const QString &word, const QString &duration);
    [[nodiscard]] QString word() const { return m_word; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Stopped;
    QString m_word;
    QString m_duration;
};

} // namespace tickgate
