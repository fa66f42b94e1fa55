#include "ActionButton.h"

#include <QAction>

namespace tickgate {

ActionButton::ActionButton(QAction &action, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
{
    setObjectName(action.objectName() + QStringLiteral("Button"));
    connect(&action, &QAction::changed, this, &ActionButton::follow);
    connect(this, &QPushButton::clicked, &action, &QAction::trigger);
    follow();
}

void ActionButton::follow()
{
    const QString plain = m_action.text().remove(QLatin1Char('&'));
    const QString keys = m_action.shortcut().toString(QKeySequence::NativeText);
    // A letter of its own only where no shortcut does it: the menus want theirs, and two with one letter open nothing.
    setText(keys.isEmpty() ? m_action.text() : plain);
    setIcon(m_action.icon());
    followEnabled();
    setAccessibleName(plain);
    setToolTip(keys.isEmpty() ? m_action.toolTip() : QStringLiteral("%1 (%2)").arg(m_action.toolTip(), keys));
}

bool ActionButton::ownsFocus() const
{
    const QWidget *focused = window()->focusWidget();
    return focused == this || (focused == nullptr && m_gaveFocusUp);
}

void ActionButton::followEnabled()
{
    const bool enabled = m_action.isEnabled();
    if (enabled == isEnabled())
        return;
    const bool owned = ownsFocus();
    if (owned && !enabled)
        clearFocus(); // Qt would hand it to the next widget, and the space bar would press that
    setEnabled(enabled);
    m_gaveFocusUp = owned && !enabled;
    if (owned && enabled)
        setFocus();
}

} // namespace tickgate
