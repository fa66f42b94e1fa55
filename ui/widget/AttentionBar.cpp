#include "AttentionBar.h"

#include "ui/widget/Glyph.h"
#include "ui/widget/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace tickgate {

AttentionBar::AttentionBar(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new Glyph(Tone::Warning, 1, this))
    , m_text(new QLabel(this))
    , m_why(new QPushButton(tr("Why?"), this))
    , m_snooze(new QPushButton(tr("Snooze"), this))
{
    setObjectName(QStringLiteral("attention"));
    m_text->setObjectName(QStringLiteral("attentionText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_why->setObjectName(QStringLiteral("attentionWhyButton"));
    m_why->setAccessibleName(tr("Why?"));
    m_snooze->setObjectName(QStringLiteral("attentionSnoozeButton"));
    m_snooze->setAccessibleName(tr("Snooze"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_glyph);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_why);
    layout->addWidget(m_snooze);
    connect(m_why, &QPushButton::clicked, this, [this] {
        if (m_attention)
            Q_EMIT whyClicked(m_attention->key);
    });
    connect(m_snooze, &QPushButton::clicked, this, [this] {
        if (m_attention)
            Q_EMIT snoozed(m_attention->key);
    });
    hide();
}

void AttentionBar::setAttention(const std::optional<Attention> &attention)
{
    if (m_attention == attention)
        return;
    m_attention = attention;
    if (attention) {
        m_glyph->setTone(attention->tone);
        m_text->setText(attention->text);
        setAccessibleName(attention->text);
        m_why->setText(attention->action.isEmpty() ? tr("Why?") : attention->action);
        m_why->setAccessibleName(m_why->text());
        m_snooze->setText(attention->once ? tr("Dismiss") : tr("Snooze"));
        m_snooze->setAccessibleName(m_snooze->text());
        m_snooze->setToolTip(attention->once ? tr("Do not show this again") : tr("Do not show this for 15 minutes"));
    }
    setVisible(attention.has_value());
    update();
}

void AttentionBar::paintEvent(QPaintEvent * /*event*/)
{
    const Theme theme = Theme::of(palette());
    const QColor tone = theme.tone(m_attention ? m_attention->tone : Tone::Warning);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(theme.window, tone, 0.5), 1));
    painter.setBrush(mixed(theme.card, tone, 0.08));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace tickgate
