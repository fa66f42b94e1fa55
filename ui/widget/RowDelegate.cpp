#include "RowDelegate.h"

#include "ui/model/RowModel.h"
#include "ui/widget/Icons.h"
#include "ui/widget/TextDirection.h"

namespace tickgate {

namespace {
constexpr QChar kAir(0x2002);
}

void RowDelegate::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_icons.clear();
}

QIcon RowDelegate::toneIcon(Tone tone) const
{
    const int key = static_cast<int>(tone) * 2 + (m_stale ? 1 : 0);
    QIcon &icon = m_icons[key];
    if (icon.isNull())
        icon = icons::tinted(icons::stateName(tone), m_stale ? m_theme.muted : m_theme.tone(tone), {},
                             m_theme.selectedText);
    return icon;
}

void RowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    // The dotted frame of the current cell says nothing in a table whose rows are selected as one.
    option->state &= ~QStyle::State_HasFocus;
    option->palette.setColor(QPalette::Highlight, m_theme.selection);
    if (m_stale || index.data(MutedRole).toBool())
        option->palette.setColor(QPalette::Text, m_theme.muted);
    // Air between a number and the text that begins the next column.
    if (option->displayAlignment & Qt::AlignRight)
        option->text += kAir;
    option->text = inOwnDirection(option->text, option->direction);
    const QVariant tone = index.data(ToneRole);
    if (tone.isValid()) {
        const int size = option->fontMetrics.height() * 3 / 4;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = toneIcon(static_cast<Tone>(tone.toInt()));
        option->decorationSize = QSize(size, size);
    }
}

} // namespace tickgate
