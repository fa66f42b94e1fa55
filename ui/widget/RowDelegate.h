#pragma once

#include "ui/widget/Theme.h"

#include <QHash>
#include <QIcon>
#include <QStyledItemDelegate>

namespace tickgate {

/// Draws our tables' cells: a shape for the tone, quiet text for what says little, grey for what is no longer true.
/// GUI thread; owned by its table.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(const Theme &theme);
    void setStale(bool stale) { m_stale = stale; }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    [[nodiscard]] QIcon toneIcon(Tone tone) const;

    Theme m_theme;
    bool m_stale = false;
    mutable QHash<int, QIcon> m_icons;
};

} // namespace tickgate
