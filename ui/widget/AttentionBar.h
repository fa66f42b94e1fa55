#pragma once

#include "ui/model/Attention.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace tickgate {

class Glyph;

/// One line for the one thing that wants the user's eye; not there when nothing does. GUI thread; owned by the window.
class AttentionBar : public QFrame
{
    Q_OBJECT

public:
    explicit AttentionBar(QWidget *parent = nullptr);

    void setAttention(const std::optional<Attention> &attention);
    [[nodiscard]] std::optional<Attention> attention() const { return m_attention; }

Q_SIGNALS:
    void whyClicked(const QString &key);
    void snoozed(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<Attention> m_attention;
    Glyph *m_glyph;
    QLabel *m_text;
    QPushButton *m_why;
    QPushButton *m_snooze;
};

} // namespace tickgate
